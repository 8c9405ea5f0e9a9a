// Two states of a test file: what is counted, and what the second says less.
import type { Finding } from '../gate.ts';
import { isTestFile, languageOf, type TestLanguage } from './sources.ts';

export interface Before {
  readonly path: string;
  readonly text: string;
}

interface Tally {
  readonly names: readonly string[];
  readonly tests: number;
  readonly assertions: number;
  readonly skips: number;
  readonly onlys: number;
  readonly idle: number;
}

const NONE: Tally = { names: [], tests: 0, assertions: 0, skips: 0, onlys: 0, idle: 0 };

export const person = (path: string, rule: string, message: string, line?: number): Finding => ({
  severity: 'warning',
  message,
  rule,
  path,
  ...(line === undefined ? {} : { line }),
  needsPerson: true,
});

/** Names of the tests of a file, for knowing those that only moved. */
export const testNames = (path: string, text: string): readonly string[] => tally(path, text).names;

/** `elsewhere` are names of tests in the other files that the change adds or edits. */
export function compareTests(before: Before, after: Before, elsewhere: ReadonlySet<string>): readonly Finding[] {
  const [old, now] = [tally(before.path, before.text), tally(after.path, after.text)];
  const path = after.path;
  const gone = withoutOnce(old.names, now.names);
  const removed = gone.filter((name) => !elsewhere.has(name));
  const hasMoved = gone.length > 0 && removed.length === 0;
  const findings: Finding[] = [];
  const fewer = old.tests - now.tests;
  if (removed.length > 0)
    findings.push(person(path, 'removedTest', `Tests were removed or renamed: ${list(removed)}.`));
  else if (fewer > 0 && !hasMoved)
    findings.push(person(path, 'removedTest', `The file has ${times(fewer, 'test')} fewer.`));
  if (now.assertions < old.assertions && !hasMoved)
    findings.push(
      person(path, 'fewerAssertions', `The file has ${now.assertions} assertions where it had ${old.assertions}.`),
    );
  return [...findings, ...grown(after, old, now)];
}

/** What a new test file does wrong from the start. */
export const checkNewTests = (file: Before): readonly Finding[] => grown(file, NONE, tally(file.path, file.text));

function grown({ path, text }: Before, old: Tally, now: Tally): readonly Finding[] {
  const language = languageOf(path);
  if (language === undefined) return [];
  const at = (pattern: RegExp | undefined): number | undefined => lastLine(text, language, pattern);
  const findings: Finding[] = [];
  if (now.skips > old.skips)
    findings.push(
      person(path, 'skippedTest', `${times(now.skips - old.skips, 'test')} more will be skipped.`, at(language.skip)),
    );
  if (now.onlys > old.onlys)
    findings.push(
      person(path, 'onlyTest', 'Some tests are run alone, which leaves out all others.', at(language.only)),
    );
  if (now.idle > old.idle)
    findings.push(person(path, 'idleAssertion', 'An assertion holds whatever the code does.', at(language.idle)));
  return findings;
}

function tally(path: string, text: string): Tally {
  const language = languageOf(path);
  if (language === undefined || !isTestFile(path, text)) return NONE;
  const code = withoutComments(text, language);
  const count = (pattern: RegExp | undefined): number =>
    pattern === undefined ? 0 : [...code.matchAll(pattern)].length;
  const tests = [...code.matchAll(language.test)];
  return {
    names: tests.flatMap(nameOf),
    tests: tests.length,
    assertions: count(language.assertion),
    skips: count(language.skip),
    onlys: count(language.only),
    idle: count(language.idle),
  };
}

/** The last group that took part. */
function nameOf([, ...groups]: readonly (string | undefined)[]): readonly string[] {
  const name = groups.findLast((group) => group !== undefined);
  return name === undefined ? [] : [name];
}

/** A test that is commented out is gone. Lines stay, so that numbers hold. */
function withoutComments(text: string, { comment }: TestLanguage): string {
  const isHash = comment.test('#');
  const blocks = isHash ? text : text.replace(/^[^\S\n]*\/\*[\s\S]*?\*\//gm, (block) => block.replace(/[^\n]/g, ''));
  return blocks
    .split('\n')
    .map((line) => (comment.test(line) ? '' : line))
    .join('\n');
}

/** The number of the last line that fits: what was added is often the last. */
function lastLine(text: string, language: TestLanguage, pattern: RegExp | undefined): number | undefined {
  if (pattern === undefined) return undefined;
  const code = withoutComments(text, language);
  const index = [...code.matchAll(pattern)].at(-1)?.index;
  return index === undefined ? undefined : code.slice(0, index).split('\n').length;
}

/** Each of `taken` takes away one of its like. */
function withoutOnce(names: readonly string[], taken: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const name of taken) left.set(name, (left.get(name) ?? 0) + 1);
  return names.filter((name) => {
    const count = left.get(name) ?? 0;
    left.set(name, count - 1);
    return count <= 0;
  });
}

const times = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const list = (names: readonly string[]): string =>
  names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
