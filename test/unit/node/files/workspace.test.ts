import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { isConductorError } from '../../../../src/core/errors.ts';
import type { ChangeSet } from '../../../../src/core/review/changeSet.ts';
import { hashBytes } from '../../../../src/core/review/content.ts';
import { createOverlay } from '../../../../src/core/review/overlay.ts';
import { createDiskWorkspace } from '../../../../src/node/files/workspace.ts';
import { text, workspaceContract } from '../../../support/contracts/workspace.ts';

describe('createDiskWorkspace', () => {
  let folder: string;
  let root: string;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'conductor-workspace-')));
    root = join(folder, 'project');
    await mkdir(root);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const put = async (path: string, content: string | Uint8Array, isExecutable = false): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
    await chmod(join(root, path), isExecutable ? 0o755 : 0o644);
  };
  const modify = async (path: string, from: string, to: string, isExecutable = false): Promise<ChangeSet> => {
    const baseHash = await hashBytes(Buffer.from(from));
    return [{ kind: 'modify', path, baseHash, original: text(from), proposed: text(to, { isExecutable }) }];
  };
  const mode = async (path: string): Promise<number> => (await stat(join(root, path))).mode & 0o777;

  workspaceContract(() =>
    Promise.resolve({
      workspace: createDiskWorkspace(root),
      put,
      bytes: (path) => readFile(join(root, path)).catch(() => null),
    }),
  );

  it('takes a link that leads in a circle for one that ends nowhere', async () => {
    await symlink('circle', join(root, 'circle'));
    const workspace = createDiskWorkspace(root);
    const file = await workspace.read('circle');
    assert.deepEqual([file?.content, file?.link], [null, 'circle']);
    await assert.rejects(workspace.read('circle/below.txt'), (error) => {
      return isConductorError(error) && error.code === 'path.outside' && error.message.includes('in a circle');
    });
  });

  it('gives its folder with links resolved', async () => {
    await symlink(root, join(folder, 'link'));
    assert.equal(createDiskWorkspace(join(folder, 'link')).root, root);
  });

  it('keeps modes, and sets the one that is proposed', async () => {
    await put('a.sh', 'a\n', true);
    await chmod(join(root, 'a.sh'), 0o750);
    await put('b.sh', 'b\n');
    await chmod(join(root, 'b.sh'), 0o640);
    const workspace = createDiskWorkspace(root);
    await workspace.apply([
      ...(await modify('a.sh', 'a\n', 'a2\n', true)),
      ...(await modify('b.sh', 'b\n', 'b\n', true)),
    ]);
    assert.deepEqual([await mode('a.sh'), await mode('b.sh')], [0o750, 0o750]);
    await workspace.apply([
      ...(await modify('a.sh', 'a2\n', 'a2\n')),
      { kind: 'add', path: 'new.sh', proposed: text('x', { isExecutable: true }) },
    ]);
    assert.deepEqual([await mode('a.sh'), (await mode('new.sh')) & 0o100], [0o640, 0o100]);
  });

  it('leaves no other files behind, and no folder that it emptied', async () => {
    await put('only/one.txt', 'x\n');
    await put('two/a.txt', 'x\n');
    await put('two/b.txt', 'x\n');
    await mkdir(join(root, 'empty'));
    const baseHash = await hashBytes(Buffer.from('x\n'));
    const gone = (path: string) => ({ kind: 'delete', path, baseHash, original: text('x\n') }) as const;
    await createDiskWorkspace(root).apply([gone('only/one.txt'), gone('two/a.txt')]);
    assert.deepEqual((await readdir(root, { recursive: true })).sort(), ['empty', 'two', 'two/b.txt']);
  });

  it('puts a file where a folder was', async () => {
    await put('name/a.txt', 'x\n');
    const baseHash = await hashBytes(Buffer.from('x\n'));
    await createDiskWorkspace(root).apply([
      { kind: 'add', path: 'name', proposed: text('a file') },
      { kind: 'delete', path: 'name/a.txt', baseHash, original: text('x\n') },
    ]);
    assert.equal(await readFile(join(root, 'name'), 'utf8'), 'a file');
  });

  it('renames a file that changes in the case of its name alone', async () => {
    await put('readme.md', 'x\n');
    const baseHash = await hashBytes(Buffer.from('x\n'));
    const change = { kind: 'rename', path: 'README.md', from: 'readme.md', baseHash } as const;
    await createDiskWorkspace(root).apply([{ ...change, original: text('x\n'), proposed: text('y\n') }]);
    assert.deepEqual(await readdir(root), ['README.md']);
    assert.equal(await readFile(join(root, 'README.md'), 'utf8'), 'y\n');
  });

  it('makes of any proposals what the agent saw', async function () {
    this.timeout(60_000);
    const path = fc.constantFrom('a.txt', 'd/b.txt', 'd/crlf.txt', 'p.png', 'd/e/new.txt', 'd');
    const action = fc.oneof(
      fc.tuple(fc.constant('write' as const), path, fc.constantFrom('a\n', 'x\ny\n', '')),
      fc.tuple(fc.constant('delete' as const), path, path),
      fc.tuple(fc.constant('rename' as const), path, path),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 10 }), async (actions) => {
        await rm(root, { recursive: true });
        await mkdir(root);
        await put('a.txt', 'a\n', true);
        await put('d/b.txt', 'b\n');
        await put('d/crlf.txt', 'x\r\ny\r\n');
        await put('p.png', Uint8Array.from([0, 255]));
        const workspace = createDiskWorkspace(root);
        const overlay = createOverlay(workspace);
        for (const [kind, first, second] of actions) {
          const attempt =
            kind === 'write'
              ? overlay.write(first, second)
              : kind === 'delete'
                ? overlay.delete(first)
                : overlay.rename(first, second);
          await attempt.catch((error: unknown) => assert.ok(isConductorError(error), String(error)));
        }
        const seen = new Map<string, unknown>();
        for (const name of await overlay.list()) seen.set(name, (await overlay.read(name))?.content);
        const result = await workspace.apply(overlay.changes());
        assert.deepEqual(await workspace.list(), [...seen.keys()]);
        for (const [name, content] of seen) assert.deepEqual((await workspace.read(name))?.content, content, name);
        assert.deepEqual(await workspace.apply(overlay.changes()), result);
      }),
      { numRuns: 60 },
    );
  });

  describe('with links', () => {
    it('never follows one out of the project', async () => {
      await writeFile(join(folder, 'secret.txt'), 'secret\n');
      await mkdir(join(folder, 'other'));
      await symlink('../secret.txt', join(root, 'file'));
      await symlink(join(folder, 'other'), join(root, 'dir'));
      await symlink('../not-there/yet', join(root, 'dangling'));
      await symlink('.git', join(root, 'git'));
      await put('.git/config', '');
      const workspace = createDiskWorkspace(root);
      for (const path of [
        'file',
        'dir/new.txt',
        'dir/deep/new.txt',
        'dangling',
        'dangling/x',
        'git/config',
        'git/new',
      ]) {
        await assert.rejects(workspace.read(path), { code: 'path.outside' }, path);
        const changes: ChangeSet = [{ kind: 'add', path, proposed: text('x') }];
        await assert.rejects(workspace.apply(changes), { code: 'path.outside' }, path);
      }
      assert.deepEqual(await readdir(join(folder, 'other')), []);
      assert.equal(await readFile(join(folder, 'secret.txt'), 'utf8'), 'secret\n');
    });

    it('reads and writes through one that stays in the project, and deletes the link alone', async () => {
      await put('real/file.txt', 'x\n');
      await symlink('real/file.txt', join(root, 'link'));
      const workspace = createDiskWorkspace(root);
      assert.equal((await workspace.read('link'))?.link, 'real/file.txt');
      assert.equal((await workspace.read('link'))?.content?.text, 'x\n');
      await workspace.apply(await modify('link', 'x\n', 'y\n'));
      assert.equal(await readlink(join(root, 'link')), 'real/file.txt');
      assert.equal(await readFile(join(root, 'real/file.txt'), 'utf8'), 'y\n');
      const baseHash = await hashBytes(Buffer.from('y\n'));
      await workspace.apply([{ kind: 'delete', path: 'link', baseHash, original: text('y\n') }]);
      assert.deepEqual(await readdir(root, { recursive: true }), ['real', 'real/file.txt']);
    });

    it('takes one to a folder, or to nothing, as a file without text', async () => {
      await put('real/file.txt', 'x\n');
      await symlink('real', join(root, 'folder'));
      await symlink('later.txt', join(root, 'nothing'));
      const workspace = createDiskWorkspace(root);
      for (const [path, link] of [
        ['folder', 'real'],
        ['nothing', 'later.txt'],
      ] as const) {
        const file = await workspace.read(path);
        assert.deepEqual([file?.content, file?.link], [null, link]);
        await workspace.apply([{ kind: 'delete', path, baseHash: file!.hash, original: null }]);
        await assert.rejects(lstat(join(root, path)), { code: 'ENOENT' });
      }
      assert.equal(await readFile(join(root, 'real/file.txt'), 'utf8'), 'x\n');
    });
  });

  it('never waits for a pipe', async function () {
    if (process.platform === 'win32') return;
    execFileSync('mkfifo', [join(root, 'pipe')]);
    assert.equal((await createDiskWorkspace(root).read('pipe'))?.content, null);
  });

  describe('in a git repository', () => {
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], {
        cwd: root,
        encoding: 'utf8',
      });

    it('lists what git does not ignore, is on disk, and lies below its folder', async () => {
      git('init', '-q');
      await put('.gitignore', '*.log\n');
      for (const path of ['tracked.txt', 'gone.txt', 'sub/ü "x".txt', 'outer.txt']) await put(path, path);
      git('add', '.');
      git('commit', '-qm', 'first');
      await rm(join(root, 'gone.txt'));
      for (const path of ['new.txt', 'a.log', 'node_modules/x.js', 'sub/in.txt']) await put(path, path);
      const all = [
        '.gitignore',
        'new.txt',
        'node_modules/x.js',
        'outer.txt',
        'sub/in.txt',
        'sub/ü "x".txt',
        'tracked.txt',
      ];
      assert.deepEqual(await createDiskWorkspace(root).list(), all);
      assert.deepEqual(await createDiskWorkspace(join(root, 'sub')).list(), ['in.txt', 'ü "x".txt']);
    });

    it('leaves out submodules and repositories within', async () => {
      git('init', '-q');
      await mkdir(join(root, 'inner'));
      execFileSync('git', ['init', '-q'], { cwd: join(root, 'inner') });
      await put('inner/a.txt', 'a');
      git('-C', 'inner', 'add', '.');
      git('-C', 'inner', 'commit', '-qm', 'inner');
      await put('a.txt', 'a');
      assert.deepEqual(await createDiskWorkspace(root).list(), ['a.txt']);
      git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', './inner', 'module');
      assert.deepEqual(await createDiskWorkspace(root).list(), ['.gitmodules', 'a.txt']);
    });
  });

  it('lists all but node_modules outside git, and stops when it is told to', async () => {
    await put('node_modules/x.js', 'x');
    await put('a/b.txt', 'b');
    const workspace = createDiskWorkspace(root);
    assert.deepEqual(await workspace.list(), ['a/b.txt']);
    await assert.rejects(workspace.list(AbortSignal.abort()), { name: 'AbortError' });
  });
});
