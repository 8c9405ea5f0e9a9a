// For any dirty work tree: what a run does to branch, index and files is gone after it is left or undone.
import { strict as assert } from 'node:assert';
import { chmodSync, lstatSync, mkdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import fc from 'fast-check';
import { isConductorError } from '../../../../src/core/errors.ts';
import type { GitPort, OriginalFile } from '../../../../src/core/git/gitPort.ts';
import { createGit } from '../../../../src/node/git/git.ts';
import { MemoryLog } from '../../../support/memoryLog.ts';
import { appliedFile, Repository } from '../../../support/repository.ts';

const PATHS = [
  'a.txt',
  'b.txt',
  'dir/c.txt',
  'dir/sub/d.sh',
  'with space.txt',
  'ünïcode/é.txt',
  'crlf.txt',
  '-dash.txt',
];
const IGNORED = ['ignored.log', 'out/ignored.txt'];
const TEXTS = ['one\n', 'two\ntwo\n', 'crlf\r\nlines\r\n', 'mixed\r\nlines\n', '', 'no end'];

type Edit =
  | { readonly kind: 'write'; readonly path: string; readonly text: string; readonly mode: number }
  | { readonly kind: 'delete' | 'stage' | 'chmod' | 'unstage'; readonly path: string }
  | { readonly kind: 'move'; readonly path: string; readonly to: string }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'stash' };

const known = fc.constantFrom(...PATHS);
const fresh = fc.constantFrom(
  'new.txt',
  'dir/new.txt',
  'fresh/deep/new.txt',
  'ignored.log',
  'out/ignored.txt',
  'new\nline.txt',
  '"q".txt',
);
const anyPath = fc.oneof(known, fresh);
const text = fc.constantFrom(...TEXTS);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('write'),
      path: anyPath,
      text,
      mode: fc.constantFrom(0o644, 0o755, 0o600),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('delete', 'stage', 'chmod', 'unstage'), path: anyPath }) },
  fc.record({ kind: fc.constant('move'), path: known, to: fresh }),
  fc.record({ kind: fc.constant('link'), path: anyPath, target: fc.constantFrom('a.txt', 'nowhere', '..') }),
  fc.record({ kind: fc.constant('folder'), path: fc.constantFrom('empty', 'empty/within', 'dir/empty') }),
  fc.record({ kind: fc.constant('stash') }),
);

function base(attributes: string | null): Repository {
  const files: Record<string, string> = { '.gitignore': '*.log\nout/\n' };
  for (const [index, path] of PATHS.entries()) files[path] = TEXTS[index % TEXTS.length] ?? '';
  if (attributes !== null) files['.gitattributes'] = attributes;
  return Repository.create(files);
}

/** What a person might have done; an edit that does not apply is left out. */
function perform(repository: Repository, change: Edit): void {
  try {
    switch (change.kind) {
      case 'write': {
        // Whether others may read a file is known of those in the checkpoint alone.
        repository.write(change.path, change.text, IGNORED.includes(change.path) ? change.mode | 0o44 : change.mode);
        return;
      }
      case 'delete': {
        rmSync(repository.path(change.path));
        return;
      }
      case 'chmod': {
        chmodSync(repository.path(change.path), 0o755);
        return;
      }
      case 'stage':
        return void repository.git('add', '--', change.path);
      case 'unstage':
        return void repository.git('rm', '-q', '--cached', '--', change.path);
      case 'move':
        return void repository.git('mv', '--', change.path, change.to);
      case 'link': {
        repository.link(change.path, change.target);
        return;
      }
      case 'folder':
        return void mkdirSync(repository.path(change.path), { recursive: true });
      case 'stash':
        repository.git('stash', 'push', '-q');
        return void repository.git('stash', 'apply', '-q', '--index');
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}

const scene = fc.record({
  edits: fc.array(edit, { maxLength: 8 }),
  attributes: fc.constantFrom(null, null, '* text=auto\n', '*.txt text eol=crlf\n', '*.txt filter=swap ident\n'),
  autocrlf: fc.constantFrom('false', 'input', 'true'),
  detached: fc.boolean(),
});

async function withScene(
  {
    edits,
    attributes,
    autocrlf,
    detached,
  }: { edits: readonly Edit[]; attributes: string | null; autocrlf: string; detached: boolean },
  use: (repository: Repository, git: GitPort) => Promise<void>,
): Promise<void> {
  const repository = base(attributes);
  try {
    repository.git('config', 'filter.swap.clean', 'tr a-z b-za');
    repository.git('config', 'filter.swap.smudge', 'tr b-za a-z');
    repository.git('config', 'core.autocrlf', autocrlf);
    // What the first commit holds was not filtered. Git sees that only in files that look newer than its index.
    for (const path of PATHS) utimesSync(repository.path(path), 0, 0);
    if (detached) repository.git('checkout', '-q', '--detach');
    for (const change of edits) perform(repository, change);
    await use(repository, createGit(repository.dir, { log: new MemoryLog() }));
  } finally {
    repository.dispose();
  }
}

interface RunChange {
  readonly path: string;
  /** Null deletes. */
  readonly text: string | null;
}

const runChanges = fc.uniqueArray(
  fc.record({ path: fc.oneof(anyPath, fc.constantFrom('made/by/run.txt', 'empty/run.txt')), text: fc.option(text) }),
  { minLength: 1, maxLength: 5, selector: ({ path }) => path },
);

/** Gives the paths that it changed. */
function apply(repository: Repository, changes: readonly RunChange[]): readonly string[] {
  const done: string[] = [];
  for (const { path, text: content } of changes) {
    try {
      // As a run does: a link is no file to edit, and deleting leaves the folder.
      if (repository.picture().files[path]?.startsWith('link')) continue;
      if (content === null) rmSync(repository.path(path));
      else repository.write(path, content);
      done.push(path);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
  }
  return done;
}

describe('a run on any dirty tree', function () {
  this.timeout(120_000);

  it('leaves everything as it was when it is rejected', async () => {
    await fc.assert(
      fc.asyncProperty(scene, (given) =>
        withScene(given, async (repository, git) => {
          const [before, index] = [repository.picture(), repository.indexBytes()];
          await git.checkpoint('run-1', 'start');
          const branching = await git.startBranch('feature/T-1');
          assert.equal(repository.git('symbolic-ref', '--short', 'HEAD').trim(), 'feature/T-1');
          await git.leaveBranch(branching);
          assert.deepEqual(repository.picture(), before);
          assert.equal(repository.indexBytes(), index);
        }),
      ),
      { numRuns: 12 },
    );
  });

  it('leaves everything as it was when it is undone', async () => {
    await fc.assert(
      fc.asyncProperty(scene, runChanges, fc.boolean(), (given, changes, commits) =>
        withScene(given, async (repository, git) => {
          const [before, index] = [repository.picture(), repository.indexBytes()];
          const start = await git.checkpoint('run-1', 'start');
          const branching = await git.startBranch('feature/T-1');
          const originals = ignoredOriginals(repository);
          const paths = apply(repository, changes);
          const applied = paths.map((path) => appliedFile(repository, path));
          const commit = commits ? await commitIfAny(git, paths) : null;
          const made = commit === null ? [] : [commit];
          await git.undo({ runId: 'run-1', start, branching, applied, originals, commits: made });
          assert.deepEqual(repository.picture(), before);
          assert.equal(repository.indexBytes(), index);
        }),
      ),
      { numRuns: 20 },
    );
  });

  it('changes nothing when a file has moved on', async () => {
    await fc.assert(
      fc.asyncProperty(scene, runChanges, (given, changes) =>
        withScene(given, async (repository, git) => {
          const start = await git.checkpoint('run-1', 'start');
          const branching = await git.startBranch('feature/T-1');
          repository.remove('moved.txt');
          const paths = [
            ...apply(repository, changes),
            ...apply(repository, [{ path: 'moved.txt', text: 'by the run' }]),
          ];
          const applied = paths.map((path) => appliedFile(repository, path));
          repository.write('moved.txt', 'by a person');
          const [before, index] = [repository.picture(), repository.indexBytes()];
          await assert.rejects(
            git.undo({ runId: 'run-1', start, branching, applied, commits: [] }),
            (error) => isConductorError(error) && error.code === 'undo.movedOn' && error.message.includes('moved.txt'),
          );
          assert.deepEqual(repository.picture(), before);
          assert.equal(repository.indexBytes(), index);
        }),
      ),
      { numRuns: 6 },
    );
  });
});

/** What no checkpoint holds, as the journal has it. */
function ignoredOriginals(repository: Repository): ReadonlyMap<string, OriginalFile> {
  return new Map(
    IGNORED.flatMap((name) => {
      const file = repository.path(name);
      const found = lstatSync(file, { throwIfNoEntry: false });
      return found?.isFile() ? [[name, { bytes: readFileSync(file), isExecutable: (found.mode & 0o100) > 0 }]] : [];
    }),
  );
}

/** Null where there is nothing to commit. */
async function commitIfAny(git: GitPort, paths: readonly string[]): Promise<string | null> {
  try {
    return await git.commit({ message: 'feat: a run\n\nConductor-Run: run-1\n', paths });
  } catch (error) {
    if (isConductorError(error) && error.message.startsWith('There is nothing to commit')) return null;
    throw error;
  }
}
