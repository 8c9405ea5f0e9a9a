import { strict as assert } from 'node:assert';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandResult, SandboxPolicy } from '../../../../src/core/exec/processPort.ts';
import { createProcesses } from '../../../../src/node/process/processes.ts';
import { seatbeltProfile } from '../../../../src/node/process/seatbelt.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';

const never = new AbortController().signal;

describe('the sandbox', () => {
  it('says what is missing where its program is not installed', async () => {
    using folder = temporaryFolder();
    const port = createProcesses({ env: { PATH: folder.path } });
    const status = await port.sandbox();
    assert.ok(!status.isAvailable);
    assert.match(status.reason, /is not installed|knows no sandbox/);
    const spec = { command: { shell: 'echo ran' }, cwd: folder.path, timeoutMs: 10_000, maxOutput: 100 };
    const result = await port.run({ ...spec, sandbox: { writable: [folder.path], network: false } }, never);
    assert.deepEqual([result.output, result.isSandboxed], ['ran\n', false]);
  });

  it('says that the system forbids it', async () => {
    const program = process.platform === 'darwin' ? 'sandbox-exec' : 'bwrap';
    using folder = temporaryFolder({
      [program]: '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2\nexit 1\n',
    });
    chmodSync(join(folder.path, program), 0o755);
    const status = await createProcesses({ env: { PATH: `${folder.path}:/usr/bin:/bin` } }).sandbox();
    assert.ok(!status.isAvailable);
    assert.match(status.reason, /is installed but the system does not let this user make namespaces: .*No permissions/);
  });

  it('finds the programs of the search path, also where they lie in the temporary folder', async () => {
    using tools = temporaryFolder({ 'node_modules/tool/run.sh': '#!/bin/sh\necho found\n' });
    using work = temporaryFolder({});
    mkdirSync(join(tools.path, 'node_modules/.bin'));
    chmodSync(join(tools.path, 'node_modules/tool/run.sh'), 0o755);
    symlinkSync('../tool/run.sh', join(tools.path, 'node_modules/.bin/tool'));
    const path = `${join(tools.path, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
    const port = createProcesses({ env: { ...process.env, PATH: path } });
    const spec = { command: { shell: 'tool' }, cwd: work.path, timeoutMs: 10_000, maxOutput: 1_000 };
    const result = await port.run({ ...spec, sandbox: { writable: [work.path], network: false } }, never);
    assert.deepEqual([result.output, result.exitCode], ['found\n', 0]);
  });

  it('holds a command to its folders, hides secrets and cuts the network, or says why it cannot', async () => {
    using home = temporaryFolder({ '.ssh/id_ed25519': 'leak', '.netrc': 'leak', '.config/gh/hosts.yml': 'leak' });
    using work = temporaryFolder({ 'in.txt': 'inside', '.git/config': 'theirs', '.git/hooks/pre-commit': 'theirs' });
    using other = temporaryFolder({ 'lib/index.js': 'library' });
    symlinkSync(join(other.path, 'lib'), join(work.path, 'node_modules'));
    const port = createProcesses({ env: { ...process.env, HOME: home.path } });
    const status = await port.sandbox();
    const run = (line: string, more: Partial<SandboxPolicy> = {}): Promise<CommandResult> =>
      port.run(
        {
          command: { shell: line },
          ...{ cwd: work.path, timeoutMs: 20_000, maxOutput: 10_000 },
          sandbox: { writable: [work.path], network: false, ...more },
        },
        never,
      );
    const first = await run('echo $$ > out.txt; cat in.txt');
    assert.deepEqual([first.output, first.exitCode, first.isSandboxed], ['inside', 0, status.isAvailable]);
    assert.ok(existsSync(join(work.path, 'out.txt')));
    if (!status.isAvailable) {
      assert.match(status.reason, /\S{3}/);
      return;
    }
    for (const folder of ['/etc', '/usr', home.path, other.path, '/var/tmp']) {
      await run(`touch ${folder}/conductor-escaped`);
      assert.ok(!existsSync(`${folder}/conductor-escaped`), folder);
    }
    assert.equal((await run('cat node_modules/index.js')).output, 'library');
    await run('echo mine > .git/config; echo mine > .git/hooks/pre-commit; echo mine > node_modules/index.js');
    for (const file of ['.git/config', '.git/hooks/pre-commit'])
      assert.equal(readFileSync(join(work.path, file), 'utf8'), 'theirs');
    assert.equal(readFileSync(join(other.path, 'lib/index.js'), 'utf8'), 'library');
    const both = { writable: [work.path, home.path] };
    const read = await run(`cat ${home.path}/.ssh/* ${home.path}/.netrc ${home.path}/.config/gh/*`, both);
    assert.doesNotMatch(read.output, /leak/);
    const note = `note-${process.pid}`;
    assert.equal((await run(`echo x > "$TMPDIR/${note}" && cat "$TMPDIR/${note}"`)).output, 'x\n');
    assert.ok(!existsSync(join(tmpdir(), note)));
  });

  it('reaches no server outside unless the network is allowed', async () => {
    const port = createProcesses();
    const status = await port.sandbox();
    using work = temporaryFolder();
    const server = createServer((socket) => socket.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    const script = `require('net').connect(${address.port}, '127.0.0.1').on('data', (d) => console.log(String(d))).on('error', (e) => console.log(e.code))`;
    const say = async (network: boolean): Promise<string> => {
      const command = { argv: [process.execPath, '-e', script] as const };
      const sandbox = { writable: [work.path], network };
      return (await port.run({ command, cwd: work.path, timeoutMs: 20_000, maxOutput: 1_000, sandbox }, never)).output;
    };
    try {
      assert.equal(await say(true), 'hello\n');
      const isCut = status.isAvailable && status.name === 'bubblewrap';
      assert.equal(await say(false), isCut ? 'ECONNREFUSED\n' : 'hello\n');
    } finally {
      server.close();
    }
  });

  it('ends a sandboxed command with all its children, and knows a missing program there', async () => {
    using work = temporaryFolder();
    mkdirSync(join(work.path, 'sub'));
    writeFileSync(join(work.path, 'sub/file'), '');
    const port = createProcesses({ graceMs: 300 });
    const base = { cwd: join(work.path, 'sub'), maxOutput: 1_000, sandbox: { writable: [work.path], network: false } };
    const late = await port.run(
      { ...base, command: { shell: `setsid sleep 31.25 & sleep 30` }, timeoutMs: 500 },
      never,
    );
    assert.equal(late.ended, 'timeout');
    const left = await port.run(
      { command: { shell: 'ps -ef | grep "[s]leep 31.25"' }, cwd: '/', timeoutMs: 10_000, maxOutput: 1_000 },
      never,
    );
    assert.equal(left.output, '');
    const missing = await port.run({ ...base, command: { argv: ['conductor-no-such'] }, timeoutMs: 5_000 }, never);
    assert.equal(missing.ended, 'notFound');
  });
});

describe('the profile of sandbox-exec', () => {
  it('allows writing below its folders alone and quotes paths', () => {
    const profile = seatbeltProfile({ writable: ['/Users/ada/a "b"'], network: false }, [
      { path: '/Users/ada/.ssh', isFolder: true },
      { path: '/Users/ada/.netrc', isFolder: false },
    ]);
    const lines = profile.split('\n');
    assert.ok(lines.indexOf('(deny file-write*)') < lines.findIndex((line) => line.startsWith('(allow file-write*')));
    assert.match(profile, /\(subpath "\/Users\/ada\/a \\"b\\""\)/);
    assert.match(
      profile,
      /\(deny file-read\* file-write\* \(subpath "\/Users\/ada\/\.ssh"\) \(literal "\/Users\/ada\/\.netrc"\)\)/,
    );
    assert.match(profile, /\(deny network\*\)/);
    assert.doesNotMatch(seatbeltProfile({ writable: [], network: true }, []), /network|file-read/);
  });
});
