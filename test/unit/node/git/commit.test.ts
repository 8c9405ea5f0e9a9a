// The run's commit beside a person's staged work, hooks, signing and settings.
import { strict as assert } from 'node:assert';
import { appliedFile } from '../../../support/repository.ts';
import { failure, gitOf, repositoryWith } from './support.ts';

const MESSAGE = 'feat: x\n\n#12 is no comment.\n\nConductor-Run: run-1\n';

describe('GitPort.commit', () => {
  it('commits its paths alone and keeps what else is staged', async () => {
    const repository = repositoryWith({ 'a.txt': 'a', 'b.txt': 'b', 'gone.txt': 'x', 'old.txt': 'moved text' });
    repository.write('b.txt', 'staged by the person');
    repository.git('add', 'b.txt');
    repository.write('b.txt', 'and changed on');
    repository.write('a.txt', 'run');
    repository.write('new dir/-n ü.txt', 'new');
    repository.write('other.txt', 'untracked');
    repository.remove('gone.txt');
    repository.remove('old.txt');
    repository.write('moved.txt', 'moved text');
    const git = gitOf(repository);
    const paths = ['a.txt', 'new dir/-n ü.txt', 'gone.txt', 'old.txt', 'moved.txt', 'never-there.txt'];
    const commit = await git.commit({ message: MESSAGE, paths });
    assert.deepEqual((await git.describeCommit(commit))?.files, [
      'a.txt',
      'gone.txt',
      'moved.txt',
      'new dir/-n ü.txt',
      'old.txt',
    ]);
    assert.equal((await git.describeCommit(commit))?.subject, 'feat: x');
    assert.equal(repository.git('status', '--porcelain', '-z'), 'MM b.txt\0?? other.txt\0');
    assert.equal(repository.git('show', ':b.txt'), 'staged by the person');
    assert.equal(repository.git('log', '-1', '--format=%B').trim(), MESSAGE.trim());
    assert.equal(await git.findCommit('Conductor-Run: run-1'), commit);
    assert.equal(await git.findCommit('Conductor-Run: run'), null);
    assert.equal(await git.describeCommit('HEAD; rm'), null);
  });

  it('leaves a file that git ignores out', async () => {
    const repository = repositoryWith({ 'a.txt': 'a', '.gitignore': '.env\n' });
    repository.write('a.txt', 'run');
    repository.write('.env', 'SECRET=1');
    const commit = await gitOf(repository).commit({ message: MESSAGE, paths: ['a.txt', '.env'] });
    assert.equal(repository.git('show', '--name-only', '--format=', commit), 'a.txt\n');
  });

  it('commits from a folder of a larger repository', async () => {
    const repository = repositoryWith({ 'app/a.txt': 'a', 'a.txt': 'other' });
    repository.write('app/a.txt', 'run');
    repository.write('app/[n].txt', 'run');
    repository.write('a.txt', 'person');
    const git = gitOf(repository, 'app');
    const commit = await git.commit({ message: MESSAGE, paths: ['a.txt', '[n].txt'] });
    assert.deepEqual((await git.describeCommit(commit))?.files, ['[n].txt', 'a.txt']);
    assert.equal(repository.git('status', '--porcelain'), ' M a.txt\n');
  });

  for (const hook of ['pre-commit', 'prepare-commit-msg', 'commit-msg']) {
    it(`gives the words of a ${hook} hook that refuses, and takes everything back`, async () => {
      const repository = repositoryWith({ 'a.txt': 'a' });
      repository.hook(hook, 'git status >/dev/null; echo "no coffee, no commit" >&2; exit 3');
      repository.write('a.txt', 'run');
      repository.write('new.txt', 'run');
      const [before, index] = [repository.picture(), repository.indexBytes()];
      const error = await failure(
        gitOf(repository).commit({ message: MESSAGE, paths: ['a.txt', 'new.txt'] }),
        'git.hookRefused',
      );
      assert.match(error.message, new RegExp(`Your ${hook} hook refused the commit: no coffee, no commit`));
      assert.deepEqual([repository.picture(), repository.indexBytes()], [before, index]);
    });
  }

  it('runs hooks that agree and change the message', async () => {
    const repository = repositoryWith({ 'a.txt': 'a' });
    repository.hook('commit-msg', 'echo "Signed-off-by: Ada" >> "$1"');
    repository.hook('post-commit', 'exit 1');
    repository.write('a.txt', 'run');
    const git = gitOf(repository);
    const commit = await git.commit({ message: MESSAGE, paths: ['a.txt'] });
    assert.match(repository.git('log', '-1', '--format=%B'), /Signed-off-by: Ada/);
    assert.equal(await git.findCommit('Conductor-Run: run-1'), commit);
  });

  it('signs where the person signs, and says when that fails', async () => {
    const repository = repositoryWith({ 'a.txt': 'a' });
    const signer = (script: string): void => repository.write('.git/sign', `#!/bin/sh\n${script}\n`, 0o755);
    signer(
      'cat >/dev/null; echo "[GNUPG:] SIG_CREATED x" >&2; printf "%s\\n" "-----BEGIN PGP SIGNATURE-----" "abc" "-----END PGP SIGNATURE-----"',
    );
    repository.git('config', 'commit.gpgSign', 'true');
    repository.git('config', 'gpg.program', repository.path('.git/sign'));
    repository.write('a.txt', 'run');
    const git = gitOf(repository);
    const commit = await git.commit({ message: MESSAGE, paths: ['a.txt'] });
    assert.match(repository.git('cat-file', '-p', commit), /gpgsig -----BEGIN PGP SIGNATURE-----/);
    signer('cat >/dev/null; echo "no secret key" >&2; exit 2');
    repository.write('a.txt', 'more');
    const error = await failure(git.commit({ message: MESSAGE, paths: ['a.txt'] }), 'git.failed');
    assert.match(error.message, /could not be signed: .*failed to sign/su);
  });

  it('says who is missing, and that there is nothing to commit', async () => {
    const repository = repositoryWith({ 'a.txt': 'a' });
    const git = gitOf(repository);
    assert.match(
      (await failure(git.commit({ message: MESSAGE, paths: ['a.txt'] }), 'git.failed')).message,
      /nothing to commit/,
    );
    repository.git('config', '--unset', 'user.email');
    repository.git('config', 'user.useConfigOnly', 'true');
    repository.write('a.txt', 'run');
    assert.equal((await git.state()).identity, null);
    const error = await failure(git.commit({ message: MESSAGE, paths: ['a.txt'] }), 'git.noIdentity');
    assert.match(error.remedy?.text ?? '', /user\.email/);
  });

  it('works with templates, cleanup, split index, untracked cache, sparse checkout and a file watcher', async () => {
    const repository = repositoryWith({ 'in/a.txt': 'a', 'out/b.txt': 'b', 'out/c.txt': 'c' });
    repository.write('.git/watcher', '#!/bin/sh\nprintf "token\\0/\\0"\n', 0o755);
    for (const [key, value] of [
      ['commit.template', repository.path('.git/template')],
      ['commit.cleanup', 'strip'],
      ['commit.verbose', 'true'],
      ['core.splitIndex', 'true'],
      ['core.untrackedCache', 'true'],
      ['core.fsmonitor', repository.path('.git/watcher')],
      ['core.safecrlf', 'true'],
      ['core.autocrlf', 'true'],
      ['status.showUntrackedFiles', 'no'],
    ] as const)
      repository.git('config', key, value);
    repository.write('.git/template', '# a template\n');
    repository.git('sparse-checkout', 'set', 'in');
    repository.git('update-index', '--split-index', '--untracked-cache');
    repository.write('staged.txt', 'staged\r\n');
    repository.git('add', 'staged.txt');
    const git = gitOf(repository);
    const [before, index] = [repository.picture(), repository.indexBytes()];
    const start = await git.checkpoint('run', 'start');
    const branching = await git.startBranch('feature/x');
    repository.write('in/a.txt', 'run\r\n');
    repository.write('new.txt', 'run\r\n');
    const applied = ['in/a.txt', 'new.txt'].map((path) => appliedFile(repository, path));
    const commit = await git.commit({ message: MESSAGE, paths: ['in/a.txt', 'new.txt'] });
    assert.equal(repository.git('log', '-1', '--format=%B').trim(), MESSAGE.trim());
    assert.deepEqual((await git.describeCommit(commit))?.files, ['in/a.txt', 'new.txt']);
    await git.undo({ runId: 'run', start, branching, applied, commits: [commit] });
    assert.deepEqual([repository.picture(), repository.indexBytes()], [before, index]);
  });
});
