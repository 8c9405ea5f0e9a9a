// A small project of its own, with tests that run with nothing but Node, and a PRD that asks for more of it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from './command.ts';
import { makeWorkspace } from './workspace.ts';

/** The PRD's name in the project. */
export const projectPrd = 'expiry.prd.md';

const files: Readonly<Record<string, string>> = {
  [projectPrd]: `# Links That Expire

## Requirements

### Short links

- A link may expire.
- Visits of a link are counted.
`,
  '.gitignore': '.taskwerk/\nnode_modules/\n',
  'package.json': `${JSON.stringify({ name: 'shortlane', type: 'module', scripts: { test: 'node --test' } }, null, 2)}\n`,
  'README.md': '# Shortlane\n\nShort links for long addresses.\n',
  'src/links.js': `const links = new Map();

/** Keeps the address under a code. */
export function shorten(code, target) {
  links.set(code, { target });
}

/** What a visitor of the link gets. */
export function visit(code) {
  const link = links.get(code);
  if (!link) return { status: 404 };
  return { status: 302, location: link.target };
}
`,
  'test/links.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shorten, visit } from '../src/links.js';

test('leads from a code to its address', () => {
  shorten('docs', 'https://example.org/docs');
  assert.deepEqual(visit('docs'), { status: 302, location: 'https://example.org/docs' });
});
`,
};

export interface ProjectRepository {
  readonly path: string;
  readonly git: (...args: string[]) => Promise<string>;
  /** A file's text, with `ref` as it is in that commit. */
  readonly text: (path: string, ref?: string) => Promise<string>;
  readonly write: (path: string, text: string) => void;
  /** Branch, index and files, for comparing before and after. */
  readonly fingerprint: () => Promise<readonly string[]>;
  readonly remove: () => void;
}

export async function makeProject(): Promise<ProjectRepository> {
  const workspace = await makeWorkspace({});
  const { path } = workspace;
  const git = (...args: string[]): Promise<string> => runCommand('git', args, { cwd: path });
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'feat: shorten links');
  return {
    path,
    git,
    write,
    remove: () => {
      workspace.remove();
    },
    text: (name, ref) =>
      ref === undefined ? Promise.resolve(readFileSync(join(path, name), 'utf8')) : git('show', `${ref}:${name}`),
    fingerprint: () =>
      Promise.all([
        git('symbolic-ref', 'HEAD'),
        git('for-each-ref', 'refs/heads', 'refs/stash'),
        git('ls-files', '--stage'),
        git('status', '--porcelain=v1'),
        git('diff', 'HEAD'),
      ]),
  };
}
