// What is told of a repository, and the clear failure where there is none that a run can work in.
import { strict as assert } from 'node:assert';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failureOf } from '../../../../src/node/git/failures.ts';
import { appliedFile, Repository } from '../../../support/repository.ts';
import { failure, gitOf, repositoryWith, track } from './support.ts';

const emptyFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'conductor-test-')));

describe('GitPort.state', () => {
  it('names branch, identity and every dirty file', async () => {
    const repository = repositoryWith({ 'a.txt': 'a', 'b b.txt': 'b', 'gone.txt': 'x', '.gitignore': '*.log\n' });
    repository.write('a.txt', 'changed');
    repository.write('new\nline.txt', 'n');
    repository.write('deep/er/"q" ü.txt', 'n');
    repository.write('x.log', 'ignored');
    repository.remove('gone.txt');
    repository.git('mv', 'b b.txt', 'c.txt');
    const state = await gitOf(repository).state();
    assert.deepEqual(state, {
      root: repository.dir,
      head: { kind: 'branch', branch: 'main', commit: repository.git('rev-parse', 'HEAD').trim() },
      dirty: ['a.txt', 'b b.txt', 'c.txt', 'deep/er/"q" ü.txt', 'gone.txt', 'new\nline.txt'],
      operation: null,
      identity: 'Ada Person <ada@example.com>',
      submodules: [],
      isLinkedWorktree: false,
    });
  });

  it('knows an unborn branch and a detached HEAD', async () => {
    const unborn = repositoryWith();
    assert.deepEqual((await gitOf(unborn).state()).head, { kind: 'unborn', branch: 'main' });
    const detached = repositoryWith({ 'a.txt': 'a' });
    detached.git('checkout', '-q', '--detach');
    assert.equal((await gitOf(detached).state()).head.kind, 'detached');
  });

  it('sees paths from a project below the top', async () => {
    const repository = repositoryWith({ 'app/a.txt': 'a', 'lib/b.txt': 'b' });
    repository.write('app/a.txt', 'x');
    repository.write('lib/b.txt', 'x');
    const git = gitOf(repository, 'app');
    const { dirty, root } = await git.state();
    assert.deepEqual([dirty, root], [['../lib/b.txt', 'a.txt'], repository.dir]);
    assert.equal(await git.isClean(['a.txt']), false);
    assert.equal(await git.isClean(['a.txt', '../lib/b.txt']), true);
  });

  it('names an unfinished merge', async () => {
    const repository = repositoryWith({ 'a.txt': 'a' });
    repository.git('checkout', '-q', '-b', 'other');
    repository.write('a.txt', 'other');
    repository.commitAll('other');
    repository.git('checkout', '-q', 'main');
    repository.write('a.txt', 'main');
    repository.commitAll('main');
    repository.failure('merge', 'no-such-branch');
    try {
      repository.git('merge', 'other');
    } catch (error) {
      assert.match(String(error), /Command failed/);
    }
    const git = gitOf(repository);
    assert.equal((await git.state()).operation, 'merge');
    await failure(git.startBranch('feature/x'), 'git.busy');
    await failure(git.commit({ message: 'feat: x', paths: ['a.txt'] }), 'git.busy');
    // A conflict has no tree of its own, and is kept all the same.
    const before = repository.picture();
    const start = await git.checkpoint('run', 'start');
    repository.write('a.txt', 'by the run');
    repository.git('add', 'a.txt');
    assert.match(repository.git('ls-tree', '-r', '--name-only', start.commit), /^staged\/[0-9a-f]{40}$/mu);
    repository.git('read-tree', '--reset', 'HEAD');
    assert.notDeepEqual(repository.picture(), before);
  });

  it('knows a linked work tree, and branches taken elsewhere', async () => {
    const repository = repositoryWith({ 'a.txt': 'a' });
    const linked = track(new Repository());
    linked.remove('.');
    repository.git('worktree', 'add', '-q', '-b', 'side', linked.dir);
    const git = gitOf(linked);
    const state = await git.state();
    assert.deepEqual([state.isLinkedWorktree, state.root], [true, linked.dir]);
    await failure(git.startBranch('main'), 'git.busy');
    const start = await git.checkpoint('run', 'start');
    const branching = await git.startBranch('feature/x');
    linked.write('a.txt', 'run');
    const commit = await git.commit({ message: 'feat: x', paths: ['a.txt'] });
    assert.equal(repository.git('symbolic-ref', 'HEAD').trim(), 'refs/heads/main');
    const applied = [appliedFile(linked, 'a.txt')];
    await git.undo({ runId: 'run', start, branching, applied, commits: [commit] });
    assert.deepEqual([linked.read('a.txt'), linked.git('status', '--porcelain')], ['a', '']);
  });

  it('names submodules and never touches what is in them', async () => {
    const inner = repositoryWith({ 'inner.txt': 'i' });
    const repository = repositoryWith({ 'a.txt': 'a' });
    repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.dir, 'sub');
    repository.commitAll('submodule');
    repository.write('sub/inner.txt', 'changed within');
    const git = gitOf(repository);
    const { submodules, dirty } = await git.state();
    assert.deepEqual([submodules, dirty], [['sub'], ['sub']]);
    const start = await git.checkpoint('run', 'start');
    assert.match(repository.git('ls-tree', `${start.commit}:work`), /^160000 commit .*\tsub$/mu);
    await git.undo({ runId: 'run', start, branching: null, applied: [], commits: [] });
    assert.equal(repository.read('sub/inner.txt'), 'changed within');
  });

  it('passes by a repository within that has no commit', async () => {
    const repository = repositoryWith({ 'a.txt': 'a' });
    repository.git('init', '-q', 'nested');
    repository.write('nested/file.txt', 'n');
    const { commit } = await gitOf(repository).checkpoint('run', 'start');
    assert.equal(repository.git('ls-tree', '--name-only', `${commit}:work`), 'a.txt\n');
  });
});

describe('git that cannot be used', () => {
  it('says that there is no repository', async () => {
    const folder = track(new Repository(emptyFolder()));
    const error = await failure(gitOf(folder).state(), 'git.noRepository');
    assert.match(error.remedy?.text ?? '', /git init/);
    folder.git('init', '-q', '--bare', 'bare.git');
    assert.match((await failure(gitOf(folder, 'bare.git').state(), 'git.noRepository')).message, /bare/);
    await failure(gitOf(folder, 'no-such-folder').state(), 'git.noRepository');
  });

  it('finds one that was made meanwhile', async () => {
    const folder = track(new Repository(emptyFolder()));
    const git = gitOf(folder);
    await failure(git.state(), 'git.noRepository');
    folder.git('init', '-q', '-b', 'main');
    assert.equal((await git.state()).head.kind, 'unborn');
  });

  it('says that git is missing', async () => {
    const repository = repositoryWith({ 'a.txt': 'a' });
    const path = process.env['PATH'];
    process.env['PATH'] = repository.dir;
    try {
      const error = await failure(gitOf(repository).state(), 'git.missing');
      assert.match(error.remedy?.text ?? '', /Install git/);
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('says that a repository of somebody else is not trusted', () => {
    const words = "fatal: detected dubious ownership in repository at '/srv/x'\nTo add an exception …safe.directory";
    const error = failureOf(['status'], { exitCode: 128, stdout: Buffer.of(), stderr: words });
    assert.equal(error.code, 'git.failed');
    assert.match(error.remedy?.text ?? '', /safe\.directory "\/srv\/x"/);
  });

  it('says that another program holds the index', async () => {
    const repository = repositoryWith({ 'a.txt': 'a' });
    repository.write('a.txt', 'b');
    repository.write('.git/index.lock', '');
    await failure(gitOf(repository).commit({ message: 'feat: x', paths: ['a.txt'] }), 'git.busy');
  });

  it('gives no way in to variables that name another repository', async () => {
    const [repository, other] = [repositoryWith({ 'a.txt': 'a' }), repositoryWith({ 'b.txt': 'b' })];
    process.env['GIT_DIR'] = other.gitDir();
    try {
      assert.equal((await gitOf(repository).state()).root, repository.dir);
    } finally {
      delete process.env['GIT_DIR'];
    }
  });
});
