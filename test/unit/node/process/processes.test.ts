import { strict as assert } from 'node:assert';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandResult, CommandSpec } from '../../../../src/core/exec/processPort.ts';
import { createProcesses } from '../../../../src/node/process/processes.ts';
import { CHATTER, CONTRACT_COMMANDS, holdsTheProcessContract } from '../../../support/contracts/processPort.ts';
import { FakeProcesses } from '../../../support/fakeProcesses.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';

const never = new AbortController().signal;
const port = createProcesses({ graceMs: 300 });

const run = (command: CommandSpec['command'], more: Partial<CommandSpec> = {}): Promise<CommandResult> =>
  port.run({ command, cwd: tmpdir(), timeoutMs: 20_000, maxOutput: 100_000, ...more }, never);
const shell = (line: string, more: Partial<CommandSpec> = {}): Promise<CommandResult> => run({ shell: line }, more);

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // Without an init that reaps, an orphan that has ended stays as a zombie.
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !readFileSync(stat, 'latin1').includes(') Z ');
};

const pidIn = (output: string): number => {
  const pid = Number(/pid=(\d+)/.exec(output)?.[1]);
  assert.ok(pid > 1, output);
  return pid;
};

describe('processes', () => {
  holdsTheProcessContract(() => ({ port, cwd: tmpdir() }));

  it('run a program without a shell, its arguments as they are', async () => {
    const { output } = await run({
      argv: [process.execPath, '-p', 'process.argv.slice(1).join("|")', '$HOME', "a'b", '*'],
    });
    assert.equal(output, "$HOME|a'b|*\n");
  });

  it('say that the folder is not there', async () => {
    const result = await shell('true', { cwd: join(tmpdir(), 'conductor-nowhere') });
    assert.equal(result.ended, 'notFound');
    assert.match(result.output, /The folder .*conductor-nowhere does not exist\./);
  });

  it('give standard input, or an end of file at once', async () => {
    assert.equal((await shell('cat', { input: 'ä\nb' })).output, 'ä\nb');
    assert.equal((await shell('cat; echo over')).output, 'over\n');
    // More than a pipe holds, to a command that reads none of it.
    assert.equal((await shell('true', { input: 'x'.repeat(1_000_000) })).exitCode, 0);
  });

  it('keep standard output and error in the order in which they were written', async () => {
    const { output } = await shell('for i in 1 2 3 4 5 6 7 8 9; do echo out$i; echo err$i >&2; done');
    assert.equal(output, Array.from({ length: 9 }, (_, index) => `out${index + 1}\nerr${index + 1}\n`).join(''));
  });

  it('put a character together that comes in two pieces', async () => {
    const script = String.raw`
      const bytes = Buffer.from('世');
      process.stdout.write(bytes.subarray(0, 1), () => setTimeout(() => process.stdout.write(bytes.subarray(1)), 50));
    `;
    assert.equal((await run({ argv: [process.execPath, '-e', script] })).output, '世');
  });

  it('tell a signal from an exit', async () => {
    const result = await shell('kill -9 $$');
    assert.deepEqual([result.ended, result.exitCode], ['signal', null]);
  });

  it('end a command that ignores the polite signal', async () => {
    const result = await shell(`trap '' TERM; echo pid=$$; while :; do sleep 0.05; done`, { timeoutMs: 1_500 });
    assert.equal(result.ended, 'timeout');
    assert.equal(isAlive(pidIn(result.output)), false);
    assert.ok(result.durationMs < 5_000, `${result.durationMs} ms`);
  });

  it('do not wait for what holds the output, and end it', async () => {
    const result = await shell('sleep 30 & echo pid=$!');
    assert.deepEqual([result.ended, result.exitCode], ['exit', 0]);
    assert.ok(result.durationMs < 5_000, `${result.durationMs} ms`);
    assert.equal(isAlive(pidIn(result.output)), false);
  });

  it('end a silent process that the command left behind in its group', async () => {
    const result = await shell('sleep 30 >/dev/null 2>&1 & echo pid=$!');
    assert.equal(isAlive(pidIn(result.output)), false);
  });

  if (process.platform === 'linux') {
    it('find a grandchild in a session of its own, an orphan too', async () => {
      using folder = temporaryFolder();
      const untilUp = 'while [ ! -e up ]; do sleep 0.02; done';
      const held = await shell(`setsid sh -c 'echo pid=$$; : > up; exec sleep 30' & ${untilUp}; exit 4`, {
        cwd: folder.path,
      });
      assert.deepEqual([held.ended, held.exitCode], ['exit', 4]);
      assert.equal(isAlive(pidIn(held.output)), false);
      const late = await shell(`(setsid sh -c 'echo pid=$$; exec sleep 30' &) ; sleep 30`, { timeoutMs: 1_500 });
      assert.equal(late.ended, 'timeout');
      assert.equal(isAlive(pidIn(late.output)), false);
    });
  }

  it('end the whole tree when aborted', async () => {
    using folder = temporaryFolder();
    const controller = new AbortController();
    const file = join(folder.path, 'pid');
    const running = port.run(
      {
        command: { shell: `sleep 30 & echo pid=$! > pid.new; mv pid.new pid; wait` },
        cwd: folder.path,
        timeoutMs: 20_000,
        maxOutput: 100,
      },
      controller.signal,
    );
    while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort();
    await assert.rejects(running, { name: 'AbortError' });
    assert.equal(isAlive(pidIn(readFileSync(file, 'utf8'))), false);
  });

  it('find a program that is only in the folder of the path', async () => {
    using folder = temporaryFolder({ 'bin/mine': '#!/bin/sh\necho mine "$1"\n' });
    chmodSync(join(folder.path, 'bin/mine'), 0o755);
    const own = createProcesses({ env: { PATH: `${join(folder.path, 'bin')}:/usr/bin:/bin` } });
    const spec = { cwd: folder.path, timeoutMs: 10_000, maxOutput: 100 };
    assert.equal((await own.run({ command: { argv: ['mine', 'x y'] }, ...spec }, never)).output, 'mine x y\n');
    assert.equal((await own.run({ command: { argv: ['./bin/mine', ''] }, ...spec }, never)).output, 'mine \n');
  });
});

describe('the environment of a command', () => {
  it('holds what programs need and no secret', async () => {
    const env = {
      PATH: process.env['PATH'],
      HOME: '/home/ada',
      LC_ALL: 'C.UTF-8',
      JAVA_HOME: '/opt/java',
      NODE_OPTIONS: '--inspect',
      ANTHROPIC_API_KEY: 'leak',
      ANTHROPIC_BASE_URL: 'leak',
      GITHUB_TOKEN: 'leak',
      LC_SECRET: 'leak',
      MY_PASSWORD: 'leak',
      AWS_ACCESS_KEY_ID: 'leak',
      SSH_AUTH_SOCK: 'leak',
      npm_config_registry: 'leak',
      HTTPS_PROXY: 'http://ada:leak@proxy:3128',
      HTTP_PROXY: 'http://proxy:3128',
    };
    const spec = { command: { shell: 'env' }, cwd: tmpdir(), timeoutMs: 10_000, maxOutput: 100_000 };
    const { output } = await createProcesses({ env }).run({ ...spec, env: { ADDED: 'yes' } }, never);
    const seen = new Map(output.split('\n').map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]));
    assert.doesNotMatch(output, /leak|inspect/);
    const expected = {
      ...{ HOME: '/home/ada', LC_ALL: 'C.UTF-8', JAVA_HOME: '/opt/java', HTTP_PROXY: 'http://proxy:3128' },
      ...{ CI: '1', NO_COLOR: '1', TERM: 'dumb', GIT_TERMINAL_PROMPT: '0', GIT_EDITOR: 'true', ADDED: 'yes' },
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(seen.get(name), value, name);
  });
});

describe('the scripted processes', () => {
  holdsTheProcessContract(() => ({
    port: new FakeProcesses({
      [CONTRACT_COMMANDS.speaks]: { output: 'Grüße, 世界\n' },
      [CONTRACT_COMMANDS.fails]: { output: 'sorry\n', exitCode: 3 },
      [CONTRACT_COMMANDS.hangs]: { hangs: true },
      [CONTRACT_COMMANDS.chatters]: { output: CHATTER },
    }),
    cwd: '/',
  }));

  it('play a list in its order', async () => {
    const fake = new FakeProcesses({ t: [{ exitCode: 1 }, { exitCode: 0 }] });
    const spec = { command: { shell: 't' }, cwd: '/', timeoutMs: 1, maxOutput: 10 };
    const codes = [await fake.run(spec, never), await fake.run(spec, never), await fake.run(spec, never)];
    assert.deepEqual(
      codes.map(({ exitCode }) => exitCode),
      [1, 0, 0],
    );
  });
});
