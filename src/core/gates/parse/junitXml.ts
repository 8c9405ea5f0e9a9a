// JUnit's XML report, which nearly every test tool can write.
import { SaxesParser } from 'saxes';
import type { Finding } from '../gate.ts';
import { errorFinding, message, placeIn, projectPath } from '../text.ts';
import type { TestReport } from './testReport.ts';

interface Case {
  readonly name: string;
  readonly file: string;
  readonly line: string;
  outcome: 'passed' | 'failed' | 'skipped';
  said: string;
  text: string;
}

/** Null when it is no such report. */
export function parseJunitXml(xml: string, dir: string): TestReport | null {
  const cases: Case[] = [];
  let root = '';
  let current: Case | undefined;
  let isInFailure = false;
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    root ||= name;
    if (name === 'testcase') {
      const { classname = '', name: test = '', file = '', line = '' } = attributes;
      const full = classname === '' || test.startsWith(classname) ? test : `${classname}.${test}`;
      current = { name: full, file, line, outcome: 'passed', said: '', text: '' };
      cases.push(current);
    }
    if (current === undefined) return;
    if (name === 'skipped') current.outcome = 'skipped';
    if (name !== 'failure' && name !== 'error') return;
    current.outcome = 'failed';
    current.said ||= attributes['message'] ?? '';
    isInFailure = true;
  });
  const addText = (text: string): void => {
    if (isInFailure && current !== undefined) current.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', ({ name }) => {
    if (name === 'failure' || name === 'error') isInFailure = false;
    if (name === 'testcase') current = undefined;
  });
  if (!reads(parser, xml) || !/^testsuites?$/.test(root)) return null;
  const failures = cases.filter(({ outcome }) => outcome === 'failed');
  const passed = cases.filter(({ outcome }) => outcome === 'passed').length;
  return { findings: failures.map((failure) => findingOf(failure, dir)), passed, failed: failures.length };
}

/** False for text that is no XML. */
export function reads(parser: SaxesParser, xml: string): boolean {
  let isValid = true;
  parser.on('error', () => {
    isValid = false;
  });
  parser.write(xml).close();
  return isValid;
}

function findingOf({ name, file, line, said, text }: Case, dir: string): Finding {
  const lines = text.split('\n');
  const shown = said === '' ? message(lines.filter((one) => !/^\s*at /.test(one))) : message(said.split('\n'));
  const path = projectPath(file, dir);
  const given = path === undefined ? {} : { path, ...(Number(line) > 0 ? { line: Number(line) } : {}) };
  return errorFinding(shown || 'The test failed.', { rule: name, ...placeIn(lines, dir), ...given });
}
