// Going to a run's branch and back.
import { strict as assert } from 'node:assert';
import { failure, gitOf, repositoryWith } from './support.ts';

describe('GitPort branches', () => {
  it('makes a branch and goes back, running no hook', async () => {
    const repository = repositoryWith({ 'a.txt': 'a' });
    repository.hook('post-checkout', 'echo ran > hook-ran');
    repository.write('a.txt', 'dirty');
    const git = gitOf(repository);
    const before = repository.picture();
    const branching = await git.startBranch('feature/T-1');
    assert.deepEqual([branching.isNew, branching.base], [true, await git.branchCommit('main')]);
    assert.equal(repository.git('branch', '--show-current').trim(), 'feature/T-1');
    await git.leaveBranch(branching);
    await git.leaveBranch(branching);
    assert.deepEqual(repository.picture(), before);
    assert.equal(await git.branchCommit('feature/T-1'), null);
  });

  it('takes an existing branch and leaves it there', async () => {
    const repository = repositoryWith({ 'a.txt': 'a', 'b.txt': 'b' });
    repository.git('checkout', '-q', '-b', 'feature/T-1');
    repository.write('a.txt', 'on the branch');
    const tip = repository.commitAll('branch');
    repository.git('checkout', '-q', 'main');
    repository.write('b.txt', 'dirty');
    const git = gitOf(repository);
    const branching = await git.startBranch('feature/T-1');
    assert.deepEqual([branching.isNew, branching.base], [false, tip]);
    assert.deepEqual([repository.read('a.txt'), repository.read('b.txt')], ['on the branch', 'dirty']);
    await git.leaveBranch(branching);
    assert.deepEqual([repository.read('a.txt'), repository.read('b.txt')], ['a', 'dirty']);
    assert.equal(await git.branchCommit('feature/T-1'), tip);
  });

  it('refuses an existing branch where changes would be lost', async () => {
    const repository = repositoryWith({ 'a.txt': 'a' });
    repository.git('checkout', '-q', '-b', 'feature/T-1');
    repository.write('a.txt', 'on the branch');
    repository.commitAll('branch');
    repository.git('checkout', '-q', 'main');
    repository.write('a.txt', 'dirty');
    const before = repository.picture();
    const error = await failure(gitOf(repository).startBranch('feature/T-1'), 'git.dirty');
    assert.match(error.message, /a\.txt/);
    assert.deepEqual(repository.picture(), before);
  });

  it('undoes a run on an existing branch at another commit', async () => {
    const repository = repositoryWith({ 'a.txt': 'a', 'b.txt': 'b' });
    repository.git('checkout', '-q', '-b', 'feature/T-1');
    repository.write('a.txt', 'on the branch');
    repository.commitAll('branch');
    repository.git('checkout', '-q', 'main');
    repository.write('b.txt', 'dirty');
    const git = gitOf(repository);
    const before = repository.picture();
    const start = await git.checkpoint('run', 'start');
    const branching = await git.startBranch('feature/T-1');
    await git.undo({ runId: 'run', start, branching, applied: [], commits: [] });
    assert.deepEqual(repository.picture(), before);
  });

  it('keeps a branch on which something was committed', async () => {
    const repository = repositoryWith({ 'a.txt': 'a' });
    const git = gitOf(repository);
    const branching = await git.startBranch('feature/T-1');
    repository.write('a.txt', 'b');
    const commit = await git.commit({ message: 'feat: b', paths: ['a.txt'] });
    await git.leaveBranch(branching);
    assert.deepEqual([repository.read('a.txt'), await git.branchCommit('feature/T-1')], ['a', commit]);
  });

  it('works before the first commit', async () => {
    const repository = repositoryWith();
    repository.write('a.txt', 'a');
    const git = gitOf(repository);
    const start = await git.checkpoint('run', 'start');
    const branching = await git.startBranch('feature/T-1');
    assert.deepEqual(branching.previous, { kind: 'unborn', branch: 'main' });
    const commit = await git.commit({ message: 'feat: a', paths: ['a.txt'] });
    assert.equal(await git.branchCommit('feature/T-1'), commit);
    await git.undo({ runId: 'run', start, branching, applied: [], commits: [commit] });
    assert.deepEqual((await git.state()).head, { kind: 'unborn', branch: 'main' });
    assert.equal(repository.git('status', '--porcelain').trim(), '?? a.txt');
    assert.equal(await git.branchCommit('feature/T-1'), null);
  });

  it('says why a name cannot be a branch', async () => {
    const git = gitOf(repositoryWith({ 'a.txt': 'a' }));
    await failure(git.startBranch('a..b'), 'usage');
    await git.startBranch('feature');
    const error = await failure(git.startBranch('feature/T-1'), 'git.failed');
    assert.match(error.message, /feature/);
  });
});
