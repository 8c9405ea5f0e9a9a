// The two repositories of a work copy: ours beside it, which tells what changed, and the one that commands see in it.
import { copyFile, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './place.ts';
import { gitRunner, line, split, type GitRunner } from './runner.ts';

export interface StateRepository {
  /** Runs in the top of the copy. */
  readonly run: GitRunner;
  /** The top of the copy. */
  readonly root: string;
  readonly gitDir: string;
  /** As `gitDir`, for what asks a `Place` for its attributes. */
  readonly commonDir: string;
  readonly config: string;
  readonly exclude: string;
}

/** Settings that decide how files look on disk. Those of the person's own files count anyway; these are of the repository. */
const CARRIED =
  /^(?:core\.(?:autocrlf|eol|symlinks|filemode|ignorecase|precomposeunicode|longpaths|protectntfs|protecthfs|checkroundtripencoding)|filter\..*|extensions\.objectformat)$/iu;
const OURSELVES = {
  ...{ GIT_AUTHOR_NAME: 'Conductor', GIT_AUTHOR_EMAIL: 'conductor@localhost' },
  ...{ GIT_COMMITTER_NAME: 'Conductor', GIT_COMMITTER_EMAIL: 'conductor@localhost' },
};

export async function createStateRepository(place: Place, folder: string, root: string): Promise<StateRepository> {
  const gitDir = join(folder, 'state');
  const [config, exclude] = await Promise.all([
    carriedConfig(place),
    readIfThere(join(place.commonDir, 'info/exclude')),
  ]);
  await writeRepository(gitDir, config, exclude, [join(place.commonDir, 'objects')]);
  const attributes = await readIfThere(join(place.commonDir, 'info/attributes'));
  if (attributes !== '') await writeFile(join(gitDir, 'info/attributes'), attributes);
  const env = { GIT_DIR: gitDir, GIT_WORK_TREE: root };
  const run = gitRunner(root);
  return {
    run: (args, options = {}) => run(args, { ...options, env: { ...options.env, ...env } }),
    ...{ root, gitDir, commonDir: gitDir, config, exclude },
  };
}

async function writeRepository(
  gitDir: string,
  config: string,
  exclude: string,
  objects: readonly string[],
): Promise<void> {
  for (const part of ['objects/info', 'refs/heads', 'info']) await mkdir(join(gitDir, part), { recursive: true });
  await Promise.all([
    writeFile(join(gitDir, 'HEAD'), 'ref: refs/heads/conductor\n'),
    writeFile(join(gitDir, 'config'), config),
    writeFile(join(gitDir, 'info/exclude'), exclude),
    writeFile(join(gitDir, 'objects/info/alternates'), objects.map((path) => `${path}\n`).join('')),
  ]);
}

async function carriedConfig({ run, commonDir }: Place): Promise<string> {
  const { stdout } = await run(['config', '-z', '--list', '--includes']);
  const settings = split(stdout).flatMap((entry) => {
    const end = entry.indexOf('\n');
    const [key, value] = end === -1 ? [entry, 'true'] : [entry.slice(0, end), entry.slice(end + 1)];
    return CARRIED.test(key) ? [setting(key, value)] : [];
  });
  const version = settings.some((text) => /objectformat/iu.test(text)) ? '1' : '0';
  return [
    setting('core.repositoryformatversion', version),
    setting('core.bare', 'false'),
    ...settings,
    // Large files that git-lfs has fetched are found there, so that it need not fetch them again.
    setting('lfs.storage', join(commonDir, 'lfs')),
  ].join('');
}

/** Of `filter.name.clean`: a section `[filter "name"]` with `clean`. */
function setting(key: string, value: string): string {
  const [first, last] = [key.indexOf('.'), key.lastIndexOf('.')];
  const escape = (text: string): string => text.replaceAll(/["\\]/gu, String.raw`\$&`).replaceAll('\n', String.raw`\n`);
  const middle = first === last ? '' : ` "${escape(key.slice(first + 1, last))}"`;
  return `[${key.slice(0, first)}${middle}]\n\t${key.slice(last + 1)} = "${escape(value)}"\n`;
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/**
 * Makes `.git` in the copy anew, whatever a command has made of it: HEAD at a commit of the tree, what is proposed
 * staged, so that `git diff` shows what commands change. It reads the person's objects and knows none of their branches.
 */
export async function writeVisibleRepository(place: Place, state: StateRepository, tree: string): Promise<void> {
  const gitDir = join(state.root, '.git');
  await rm(gitDir, { recursive: true, force: true });
  const objects = [join(place.commonDir, 'objects'), join(state.gitDir, 'objects')];
  const exclude = await readIfThere(join(state.gitDir, 'info/exclude'));
  await writeRepository(gitDir, state.config, exclude, objects);
  const { stdout } = await state.run(['commit-tree', tree], { input: 'The base of the run\n', env: OURSELVES });
  await writeFile(join(gitDir, 'refs/heads/conductor'), `${line(stdout)}\n`);
  const [from, to] = [join(state.gitDir, 'index'), join(gitDir, 'index')];
  const time = Math.floor((await stat(from)).mtimeMs / 1_000);
  await copyFile(from, to);
  await utimes(to, time, time);
}
