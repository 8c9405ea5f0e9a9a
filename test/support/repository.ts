// Real git repositories in temporary folders, and a picture of everything that a run must leave as it was.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
} from 'node:fs';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Git as it comes: nobody's own settings, and a person of its own. */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_OPTIONAL_LOCKS: '0',
};

// What the tests run must not meet the settings of whoever runs them either.
Object.assign(process.env, { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' });

export interface Picture {
  /** Every file, link and folder outside of `.git`. */
  readonly files: Readonly<Record<string, string>>;
  readonly staged: string;
  readonly status: string;
  readonly head: string;
  readonly refs: string;
}

export class Repository {
  readonly dir: string;

  constructor(dir = realpathSync(mkdtempSync(join(tmpdir(), 'conductor-test-')))) {
    this.dir = dir;
  }

  /** With a first commit, where files are given. */
  static create(files: Readonly<Record<string, string | Uint8Array>> = {}): Repository {
    const repository = new Repository();
    repository.git('init', '-q', '-b', 'main');
    repository.git('config', 'user.name', 'Ada Person');
    repository.git('config', 'user.email', 'ada@example.com');
    for (const [path, content] of Object.entries(files)) repository.write(path, content);
    if (Object.keys(files).length > 0) repository.commitAll('first');
    return repository;
  }

  git(...args: readonly string[]): string {
    return this.gitBytes(...args).toString('utf8');
  }

  gitBytes(...args: readonly string[]): Buffer {
    return execFileSync('git', args, { cwd: this.dir, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** What git says in the folder `cwd` when it fails. */
  failure(...args: readonly string[]): string {
    try {
      this.git(...args);
    } catch (error) {
      return String((error as { readonly stderr?: Buffer }).stderr);
    }
    throw new Error(`git ${args.join(' ')} did not fail.`);
  }

  commitAll(message: string): string {
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', message);
    return this.git('rev-parse', 'HEAD').trim();
  }

  path(path: string): string {
    return join(this.dir, path);
  }

  write(path: string, content: string | Uint8Array, mode?: number): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content);
    if (mode !== undefined) chmodSync(this.path(path), mode);
  }

  link(path: string, target: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    rmSync(this.path(path), { force: true });
    symlinkSync(target, this.path(path));
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  remove(path: string): void {
    rmSync(this.path(path), { recursive: true, force: true });
  }

  hook(name: string, script: string): void {
    this.write(`.git/hooks/${name}`, `#!/bin/sh\n${script}\n`, 0o755);
  }

  indexBytes(): string {
    return readFileSync(this.path('.git/index')).toString('hex');
  }

  /** Git's view is taken without writing the index anew. */
  picture(): Picture {
    return {
      files: pictureOf(this.dir),
      staged: this.git('ls-files', '-s', '-z') + this.git('diff', '--cached', '--raw', '--no-renames', '-z'),
      status: this.git('status', '--porcelain=v2', '-z', '--untracked-files=all', '--ignored=matching'),
      head: readFileSync(join(this.gitDir(), 'HEAD'), 'utf8'),
      refs: this.git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/tags', 'refs/stash'),
    };
  }

  gitDir(): string {
    return this.git('rev-parse', '--absolute-git-dir').trim();
  }

  dispose(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function pictureOf(root: string, folder = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(join(root, folder))) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (name === '.git') continue;
    const file = join(root, path);
    const { mode } = lstatSync(file);
    if (lstatSync(file).isSymbolicLink()) found[path] = `link ${readlinkSync(file)}`;
    else if (lstatSync(file).isDirectory()) Object.assign(found, { [path]: 'folder' }, pictureOf(root, path));
    else found[path] = `${(mode & 0o777).toString(8)} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
  }
  return found;
}

/** As journaled: what `path` holds now. */
export function appliedFile(repository: Repository, path: string): { path: string; hash: string | null } {
  try {
    return {
      path,
      hash: createHash('sha256')
        .update(readFileSync(repository.path(path)))
        .digest('hex'),
    };
  } catch {
    return { path, hash: null }; // There is none.
  }
}
