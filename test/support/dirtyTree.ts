// What a person may have left uncommitted, at random: staged, unstaged, untracked, ignored, renamed, deleted, modes, links, line ends.
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import fc from 'fast-check';

/** In the first commit. */
export const DIRTY_BASE: Readonly<Record<string, string>> = {
  'a.txt': 'one\n',
  'dir/b.txt': 'two\ntwo\n',
  'crlf.txt': 'crlf\r\nlines\r\n',
  'with space.txt': 'no end',
};

export type DirtyEdit =
  | { readonly kind: 'write'; readonly path: string; readonly text: string; readonly mode: number }
  | { readonly kind: 'delete' | 'stage' | 'unstage' | 'chmod'; readonly path: string }
  | { readonly kind: 'move'; readonly path: string; readonly to: string }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  | { readonly kind: 'stash' };

const known = fc.constantFrom(...Object.keys(DIRTY_BASE));
const fresh = fc.constantFrom('new.txt', 'dir/new.txt', 'deep/new/file.txt', 'node_modules/ignored.js', 'ünïcode.txt');
const any = fc.oneof(known, fresh);
const text = fc.constantFrom('one\n', 'mixed\r\nlines\n', 'crlf\r\n', '', 'no end', 'changed\n');

export const dirtyEdits: fc.Arbitrary<readonly DirtyEdit[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('write'), path: any, text, mode: fc.constantFrom(0o644, 0o755) }),
    fc.record({ kind: fc.constantFrom('delete', 'stage', 'unstage', 'chmod'), path: any }),
    fc.record({ kind: fc.constant('move'), path: known, to: fresh }),
    fc.record({ kind: fc.constant('link'), path: any, target: fc.constantFrom('a.txt', 'nowhere', 'dir') }),
    fc.record({ kind: fc.constant('stash') }),
  ),
  { maxLength: 7 },
);

/** An edit that does not apply is left out. */
export function makeDirty(dir: string, edits: readonly DirtyEdit[]): void {
  for (const edit of edits) {
    try {
      perform(dir, edit);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
  }
}

function perform(dir: string, edit: DirtyEdit): void {
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: dir, stdio: 'ignore' });
  const at = (path: string): string => join(dir, path);
  switch (edit.kind) {
    case 'write':
      mkdirSync(dirname(at(edit.path)), { recursive: true });
      writeFileSync(at(edit.path), edit.text);
      {
        chmodSync(at(edit.path), edit.mode);
        return;
      }
    case 'delete': {
      rmSync(at(edit.path));
      return;
    }
    case 'chmod': {
      chmodSync(at(edit.path), 0o755);
      return;
    }
    case 'stage':
      return void git('add', '--', edit.path);
    case 'unstage':
      return void git('rm', '-q', '--cached', '--', edit.path);
    case 'move':
      return void git('mv', '--', edit.path, edit.to);
    case 'link':
      rmSync(at(edit.path), { force: true });
      mkdirSync(dirname(at(edit.path)), { recursive: true });
      {
        symlinkSync(edit.target, at(edit.path));
        return;
      }
    case 'stash':
      git('stash', 'push', '-q');
      return void git('stash', 'apply', '-q', '--index');
  }
}
