// The run's private copy: what commands find there, what of their changes is read back, and that the person's folder is safe.
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { WorkCopy } from '../../../../src/core/git/gitPort.ts';
import type { ChangeSet } from '../../../../src/core/review/changeSet.ts';
import { sha256 } from '../../../../src/core/sha256.ts';
import type { Repository } from '../../../support/repository.ts';
import { content, gitOf, repositoryWith } from './support.ts';

const run = (copy: WorkCopy, script: string): string =>
  execFileSync('sh', ['-c', script], { cwd: copy.dir, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
const read = (copy: WorkCopy, path: string): string => readFileSync(join(copy.dir, path), 'utf8');
const hash = (text: string): Promise<string> => sha256(Buffer.from(text));

async function withCopy(
  repository: Repository,
  use: (copy: WorkCopy, tree: string) => Promise<void>,
  folder = '.',
): Promise<void> {
  const git = gitOf(repository, folder);
  const before = repository.picture();
  const tree = await git.tree('workTree');
  const copy = await git.openCopy('run 1/x');
  try {
    await use(copy, tree);
  } finally {
    await copy.dispose();
  }
  assert.equal(existsSync(dirname(copy.dir)), false);
  assert.deepEqual(repository.picture(), before);
}

describe('WorkCopy', () => {
  it('has the tree with the changes, and gives the tree they make', async () => {
    const repository = repositoryWith({ 'a.txt': 'a', 'run.sh': 'x', 'gone.txt': 'g', 'bin.dat': Buffer.of(0, 1, 2) });
    repository.write('dirty.txt', 'untracked');
    repository.write('run.sh', 'x', 0o755);
    repository.link('link', 'a.txt');
    const changes: ChangeSet = [
      { kind: 'modify', path: 'a.txt', baseHash: await hash('a'), original: content('a'), proposed: content('b') },
      { kind: 'add', path: 'deep/new.txt', proposed: content('new', true) },
      { kind: 'delete', path: 'gone.txt', baseHash: await hash('g'), original: content('g') },
      { kind: 'rename', path: 'moved.dat', from: 'bin.dat', baseHash: '', original: null, proposed: null },
    ];
    await withCopy(repository, async (copy, tree) => {
      const made = await copy.sync(tree, changes);
      assert.deepEqual(
        [read(copy, 'a.txt'), read(copy, 'deep/new.txt'), read(copy, 'dirty.txt')],
        ['b', 'new', 'untracked'],
      );
      assert.deepEqual([...readFileSync(join(copy.dir, 'moved.dat'))], [0, 1, 2]);
      assert.equal(readlinkSync(join(copy.dir, 'link')), 'a.txt');
      assert.ok(
        (statSync(join(copy.dir, 'run.sh')).mode & 0o111) !== 0 &&
          (statSync(join(copy.dir, 'deep/new.txt')).mode & 0o111) !== 0,
      );
      assert.deepEqual([existsSync(join(copy.dir, 'gone.txt')), existsSync(join(copy.dir, 'bin.dat'))], [false, false]);
      assert.deepEqual(await copy.changes(), []);
      assert.equal(run(copy, 'git rev-parse HEAD^{tree}').trim(), tree);
      assert.equal(run(copy, 'git write-tree').trim(), made);
      assert.equal(run(copy, 'git diff --name-only'), '');
      assert.equal(run(copy, 'git diff --cached --name-only'), 'a.txt\ndeep/new.txt\ngone.txt\nmoved.dat\n');
    });
  });

  it('tells what commands changed, on what was proposed', async () => {
    const repository = repositoryWith({
      'a.txt': 'a',
      'b.txt': 'b',
      'pic.png': Buffer.of(137, 0, 1),
      'old.txt': 'same text',
      '.gitignore': 'out/\n',
    });
    await withCopy(repository, async (copy, tree) => {
      await copy.sync(tree, [{ kind: 'add', path: 'p.txt', proposed: content('proposed') }]);
      run(
        copy,
        'echo more >> p.txt; rm b.txt; mv old.txt new.txt; chmod +x a.txt; mkdir -p out d; echo o > out/o; echo d > d/d.txt; printf "\\0" > z.bin; printf "\\0" > pic.png',
      );
      assert.equal(run(copy, 'git diff --name-only'), 'a.txt\nb.txt\nold.txt\np.txt\npic.png\n');
      assert.deepEqual(await copy.changes(), [
        {
          kind: 'modify',
          path: 'a.txt',
          baseHash: await hash('a'),
          original: content('a'),
          proposed: content('a', true),
        },
        { kind: 'delete', path: 'b.txt', baseHash: await hash('b'), original: content('b') },
        { kind: 'add', path: 'd/d.txt', proposed: content('d\n') },
        {
          kind: 'rename',
          path: 'new.txt',
          from: 'old.txt',
          baseHash: await hash('same text'),
          original: content('same text'),
          proposed: content('same text'),
        },
        {
          kind: 'modify',
          path: 'p.txt',
          baseHash: await hash('proposed'),
          original: content('proposed'),
          proposed: content('proposedmore\n'),
        },
      ]);
    });
  });

  it('is brought back by the next sync, but for ignored files, and leaves alone what is right', async () => {
    const repository = repositoryWith({ 'a.txt': 'a', 'b/b.txt': 'b', 'c.txt': 'c', '.gitignore': 'out/\n' });
    const change: ChangeSet = [{ kind: 'add', path: 'p.txt', proposed: content('p') }];
    await withCopy(repository, async (copy, tree) => {
      const first = await copy.sync(tree, change);
      const times = ['c.txt', 'p.txt'].map((path) => statSync(join(copy.dir, path)).mtimeMs);
      run(
        copy,
        'echo x > a.txt; rm -r b; echo file > b; mkdir out more; echo o > out/o; echo m > more/m; rm -rf .git; ln -s / .git',
      );
      assert.equal(await copy.sync(tree, change), first);
      assert.deepEqual(await copy.changes(), []);
      assert.deepEqual([read(copy, 'a.txt'), read(copy, 'b/b.txt'), read(copy, 'out/o')], ['a', 'b', 'o\n']);
      assert.equal(existsSync(join(copy.dir, 'more')), false);
      assert.deepEqual(
        ['c.txt', 'p.txt'].map((path) => statSync(join(copy.dir, path)).mtimeMs),
        times,
      );
      assert.ok(lstatSync(join(copy.dir, '.git')).isDirectory());
      // Another tree, and the proposal taken back.
      repository.write('c.txt', 'c2');
      const next = await gitOf(repository).tree('workTree');
      assert.equal(await copy.sync(next, []), next);
      assert.deepEqual([read(copy, 'c.txt'), existsSync(join(copy.dir, 'p.txt'))], ['c2', false]);
      repository.write('c.txt', 'c');
    });
  });

  it('knows nothing of what commands do to its repository', async () => {
    const repository = repositoryWith({ 'a.txt': 'a' });
    await withCopy(repository, async (copy, tree) => {
      await copy.sync(tree, []);
      run(
        copy,
        'git config core.fsmonitor "touch escaped; :"; echo b > a.txt; git -c core.fsmonitor=false -c user.name=x -c user.email=x@x commit -qam hidden',
      );
      assert.deepEqual(
        (await copy.changes()).map(({ kind, path }) => [kind, path]),
        [['modify', 'a.txt']],
      );
      await copy.sync(tree, []);
      assert.deepEqual([read(copy, 'a.txt'), existsSync(join(copy.dir, 'escaped'))], ['a', false]);
      assert.equal(run(copy, 'git log --format=%s'), 'The base of the run\n');
      assert.equal(run(copy, 'git for-each-ref --format="%(refname)"'), 'refs/heads/conductor\n');
    });
  });

  it('links installed dependencies, and does not write through a link that a command made', async () => {
    const repository = repositoryWith({
      'package.json': '{}',
      'pkg/a/x.js': 'x',
      'src/s.txt': 's',
      '.gitignore': 'node_modules/\ntarget/\n',
    });
    for (const folder of ['', 'pkg/a/']) repository.write(`${folder}node_modules/dep/index.js`, 'dep');
    repository.write('target/big', 'built');
    repository.write('vendor/v.txt', 'not ignored');
    await withCopy(repository, async (copy, tree) => {
      await copy.sync(tree, []);
      assert.equal(read(copy, 'node_modules/dep/index.js') + read(copy, 'pkg/a/node_modules/dep/index.js'), 'depdep');
      assert.ok(lstatSync(join(copy.dir, 'node_modules')).isSymbolicLink());
      assert.equal(existsSync(join(copy.dir, 'target')), false);
      assert.ok(lstatSync(join(copy.dir, 'vendor')).isDirectory());
      assert.equal(run(copy, 'git status --porcelain'), '');
      rmSync(join(copy.dir, 'src'), { recursive: true });
      symlinkSync(repository.path('src'), join(copy.dir, 'src'));
      await copy.sync(tree, [
        { kind: 'modify', path: 'src/s.txt', baseHash: '', original: content('s'), proposed: content('changed') },
      ]);
      assert.deepEqual([read(copy, 'src/s.txt'), repository.read('src/s.txt')], ['changed', 's']);
      assert.equal(repository.read('node_modules/dep/index.js'), 'dep');
      // Installed by a command in the copy: its own from now on.
      rmSync(join(copy.dir, 'node_modules'));
      mkdirSync(join(copy.dir, 'node_modules'));
      writeFileSync(join(copy.dir, 'node_modules/own'), 'own');
      await copy.sync(tree, []);
      assert.equal(read(copy, 'node_modules/own'), 'own');
    });
  });

  for (const [name, attributes] of [
    ['line endings', '* text=auto\n'],
    ['a filter', '*.txt filter=swap\n'],
  ] as const) {
    it(`has the bytes of the person's files under ${name}`, async () => {
      const repository = repositoryWith({ '.gitattributes': attributes });
      repository.git('config', 'filter.swap.clean', 'tr a-y b-z');
      repository.git('config', 'filter.swap.smudge', 'tr b-z a-y');
      repository.write('crlf.txt', 'one\r\ntwo\r\n');
      repository.write('lf.txt', 'one\ntwo\n');
      repository.commitAll('text');
      const changes: ChangeSet = [{ kind: 'add', path: 'new.txt', proposed: content('new\r\n') }];
      await withCopy(repository, async (copy, tree) => {
        const made = await copy.sync(tree, changes);
        assert.deepEqual(
          [read(copy, 'crlf.txt'), read(copy, 'lf.txt'), read(copy, 'new.txt')],
          ['one\r\ntwo\r\n', 'one\ntwo\n', 'new\r\n'],
        );
        assert.equal(run(copy, 'git diff --name-only'), '');
        assert.equal(run(copy, 'git write-tree').trim(), made);
        assert.deepEqual(await copy.changes(), []);
        run(copy, 'echo three >> crlf.txt');
        assert.deepEqual(await copy.changes(), [
          {
            kind: 'modify',
            path: 'crlf.txt',
            baseHash: await hash('one\r\ntwo\r\n'),
            original: content('one\r\ntwo\r\n'),
            proposed: content('one\r\ntwo\r\nthree\n'),
          },
        ]);
        assert.equal(await copy.sync(tree, changes), made);
        assert.equal(read(copy, 'crlf.txt'), 'one\r\ntwo\r\n');
      });
    });
  }

  it('holds the whole repository around a project below its top', async () => {
    const repository = repositoryWith({ 'app/a.txt': 'a', 'lib/l.txt': 'l' });
    await withCopy(
      repository,
      async (copy, tree) => {
        await copy.sync(tree, [{ kind: 'add', path: 'n.txt', proposed: content('n') }]);
        assert.deepEqual([read(copy, 'a.txt'), read(copy, 'n.txt'), read(copy, '../lib/l.txt')], ['a', 'n', 'l']);
        run(copy, 'echo x > ../lib/l.txt; echo y > a.txt');
        assert.deepEqual(
          (await copy.changes()).map(({ path }) => path),
          ['a.txt'],
        );
      },
      'app',
    );
  });

  it('writes no proposal through a link that a command has made', async () => {
    const repository = repositoryWith({ 'a.txt': 'a', '.gitignore': 'dist\n' });
    const outside = repositoryWith({ 'a.js': 'theirs' });
    await withCopy(repository, async (copy, tree) => {
      await copy.sync(tree, []);
      symlinkSync(outside.path('.'), join(copy.dir, 'dist'));
      await copy.sync(tree, [{ kind: 'add', path: 'dist/a.js', proposed: content('proposed') }]);
      assert.equal(readFileSync(outside.path('a.js'), 'utf8'), 'theirs');
      assert.equal(read(copy, 'dist/a.js'), 'proposed');
    });
  });
});

describe('GitPort.changesSince', () => {
  it('tells what a person has changed in place', async () => {
    const repository = repositoryWith({ 'a.txt': 'a', 'b.txt': 'b' });
    repository.write('dirty.txt', 'before');
    const git = gitOf(repository);
    const start = await git.checkpoint('run', 'start');
    repository.write('dirty.txt', 'after');
    repository.write('new.txt', 'new');
    repository.remove('b.txt');
    assert.deepEqual(await git.changesSince(start), [
      { kind: 'delete', path: 'b.txt', baseHash: await hash('b'), original: content('b') },
      {
        kind: 'modify',
        path: 'dirty.txt',
        baseHash: await hash('before'),
        original: content('before'),
        proposed: content('after'),
      },
      { kind: 'add', path: 'new.txt', proposed: content('new') },
    ]);
  });
});
