// Undo Run where a person went on meanwhile: their work stays, or nothing is changed.
import { strict as assert } from 'node:assert';
import type { UndoRequest } from '../../../../src/core/git/gitPort.ts';
import { appliedFile, type Repository } from '../../../support/repository.ts';
import { failure, gitOf, repositoryWith } from './support.ts';

/** A run that changed `a.txt`, made `made/new.txt` and committed both. */
async function committedRun(repository: Repository): Promise<UndoRequest> {
  const git = gitOf(repository);
  const start = await git.checkpoint('run', 'start');
  const branching = await git.startBranch('feature/x');
  repository.write('a.txt', 'run');
  repository.write('made/new.txt', 'run');
  const paths = ['a.txt', 'made/new.txt'];
  const applied = paths.map((path) => appliedFile(repository, path));
  const commit = await git.commit({ message: 'feat: x', paths });
  return { runId: 'run', start, branching, applied, commits: [commit] };
}

describe('GitPort.undo', () => {
  it('keeps what was staged since, and may be repeated', async () => {
    const repository = repositoryWith({ 'a.txt': 'a', 'b.txt': 'b' });
    const request = await committedRun(repository);
    repository.write('b.txt', 'staged since');
    repository.git('add', 'b.txt');
    const git = gitOf(repository);
    await git.undo(request);
    assert.equal(repository.git('status', '--porcelain'), 'M  b.txt\n');
    assert.deepEqual([repository.read('a.txt'), repository.git('branch').trim()], ['a', '* main']);
    await git.undo(request);
    assert.equal(repository.git('status', '--porcelain'), 'M  b.txt\n');
  });

  it('takes up an undo that was ended half way', async () => {
    const repository = repositoryWith({ 'a.txt': 'a' });
    const before = repository.picture();
    const request = await committedRun(repository);
    repository.write('a.txt', 'a');
    await gitOf(repository).undo(request);
    assert.deepEqual(repository.picture(), before);
  });

  it('keeps a folder that was left empty when the person deleted the files in it', async () => {
    const repository = repositoryWith({ 'a.txt': 'a', 'made/old.txt': 'old' });
    repository.remove('made/old.txt');
    const before = repository.picture();
    assert.equal(before.files['made'], 'folder');
    await gitOf(repository).undo(await committedRun(repository));
    assert.deepEqual(repository.picture(), before);
  });

  it('changes nothing where the branch, HEAD or the index has moved on', async () => {
    const moves: readonly ((repository: Repository) => void)[] = [
      (repository) => void repository.commitAll('by the person'),
      (repository) => void repository.git('checkout', '-q', '-b', 'elsewhere'),
      (repository) => {
        repository.write('a.txt', 'person');
        repository.git('add', 'a.txt');
        repository.write('a.txt', 'run');
      },
    ];
    for (const move of moves) {
      const repository = repositoryWith({ 'a.txt': 'a' });
      const request = await committedRun(repository);
      move(repository);
      const before = repository.picture();
      await failure(gitOf(repository).undo(request), 'undo.movedOn');
      assert.deepEqual(repository.picture(), before);
    }
  });

  it('needs objects that `git gc` would have removed', async () => {
    const repository = repositoryWith({ 'a.txt': 'a' });
    repository.write('a.txt', 'staged');
    repository.git('add', 'a.txt');
    repository.write('a.txt', 'on disk');
    const before = repository.picture();
    const request = await committedRun(repository);
    repository.git('reflog', 'expire', '--expire=now', '--all');
    repository.git('gc', '-q', '--prune=now');
    await gitOf(repository).undo(request);
    assert.deepEqual(repository.picture(), before);
    assert.equal(repository.git('show', ':a.txt'), 'staged');
  });
});
