// Where the project's repository lies, and how paths of the project and of the repository translate.
import { resolve } from 'node:path';
import { posix } from 'node:path';
import { gitRunner, type GitRunner } from './runner.ts';

export interface Place {
  /** Runs in the top of the work tree. */
  readonly run: GitRunner;
  readonly root: string;
  /** The project's folder below the root with a trailing slash; empty for the root itself. */
  readonly prefix: string;
  /** Of this work tree: HEAD and index are here. */
  readonly gitDir: string;
  /** Of the repository: objects and branches are here. */
  readonly commonDir: string;
}

export async function findPlace(projectDir: string): Promise<Place> {
  const asked = ['--show-toplevel', '--absolute-git-dir', '--git-common-dir', '--show-prefix'];
  const { stdout } = await gitRunner(projectDir)(['rev-parse', ...asked]);
  const [root = '', gitDir = '', commonDir = '', prefix = ''] = stdout.toString('utf8').split(/\r?\n/u);
  return {
    run: gitRunner(root),
    root: resolve(root),
    prefix,
    gitDir: resolve(gitDir),
    commonDir: resolve(projectDir, commonDir),
  };
}

/** A path of the project, seen from the top of the repository. */
export const toRoot = ({ prefix }: Place, path: string): string => posix.join(prefix, path);

/** A path of the repository, seen from the project; outside of it it starts with `../`. */
export const toProject = ({ prefix }: Place, path: string): string =>
  path.startsWith(prefix) ? path.slice(prefix.length) : posix.relative(prefix, path);
