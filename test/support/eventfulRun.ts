// One run in which much happens: a question, a denied command, requested changes, a rejected file, a failing test, a dirty tree.
import type { Decision, PermissionRequest, Question, ReviewRequest } from '../../src/core/review/approvals.ts';
import { ACCEPT, ALLOW } from './people.ts';
import type { ScriptStep } from './messages/scriptedAgent.ts';
import { PACKAGE_FILES } from './runProject.ts';

export const MULTIPLY = 'export function multiply(a, b) {\n  return a * b;\n}\n';
export const BROKEN = 'export function multiply(a, b) {\n  return a + b;\n}\n';
export const MULTIPLY_TEST = [
  "import assert from 'node:assert/strict';",
  "import { test } from 'node:test';",
  "import { multiply } from '../src/multiply.js';",
  '',
  "test('multiplies', () => {",
  '  assert.equal(multiply(2, 3), 6);',
  '});',
  '',
].join('\n');
/** One process for all test files. */
export const FAST_TESTS = 'node --test --test-isolation=none';

export const write = (path: string, text: string) => ({ name: 'write_file', input: { path, text } });
export const run = (command: string) => ({ name: 'run_command', input: { command } });
export const complete = (summary = 'Added multiply.') => ({
  uses: [{ name: 'complete', input: { summary, notes: 'multiply(a, b) is there.' } }],
});

const question = { question: 'Which numbers?', choices: ['All', 'Integers'] };

export const eventfulSteps: readonly ScriptStep[] = [
  {
    text: 'I look first.',
    uses: [
      { name: 'ask_person', input: question },
      { name: 'note', input: { text: 'Begun.' } },
    ],
  },
  { uses: [run('git push --force'), run('node make.js')] },
  { uses: [write('src/multiply.js', BROKEN), write('test/multiply.test.js', MULTIPLY_TEST), write('NOTES.md', 'x\n')] },
  complete(),
  { uses: [write('src/multiply.js', `// Multiplies.\n${BROKEN}`)] },
  complete(),
  { uses: [write('src/multiply.js', `// Multiplies.\n${MULTIPLY}`)] },
  complete('Mended multiply.'),
];

/** For a command of the agent: what it makes joins the proposals. */
export const eventfulFiles = {
  ...PACKAGE_FILES,
  'make.js': "import { writeFileSync } from 'node:fs';\n\nwriteFileSync('made.txt', 'made\\n');\n",
};

/** Uncommitted before the run: what it must neither commit nor lose. */
export const dirtyFiles = { 'mine.txt': 'mine\n', 'src/sum.js': 'export const sum = (a, b) => a + b;\n' };

/** Whoever is asked, however often: the answers go by what is asked alone. */
export const eventfulPeople = {
  approvals: {
    review: ({ round }: ReviewRequest): Promise<Decision> => Promise.resolve(REVIEWS[round] ?? ACCEPT),
    permit: ({ what }: PermissionRequest) =>
      Promise.resolve(what.includes('push') ? { allow: false, remember: false, message: 'Not now.' } : ALLOW),
  },
  asked: {
    ask: ({ text }: Question): Promise<string | null> => Promise.resolve(text.includes('numbers') ? 'Integers' : null),
  },
};

const REVIEWS: Readonly<Record<number, Decision>> = {
  1: {
    kind: 'requestChanges',
    message: 'Nearly.',
    comments: [{ path: 'src/multiply.js', line: 1, text: 'Say what it does.' }],
  },
  2: { kind: 'accept', rejected: ['NOTES.md'], edited: {} },
};
