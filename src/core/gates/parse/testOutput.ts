// Test output of any tool we know → which tests failed where. One list names the tools.
import { parseable } from '../text.ts';
import { parseCargo } from './cargo.ts';
import { parseDeno } from './deno.ts';
import { parseGo } from './go.ts';
import { parseJest } from './jest.ts';
import { parseDotnet, parseGradle, parseSurefire } from './jvm.ts';
import { parseMocha } from './mocha.ts';
import { parseNodeTest } from './nodeTest.ts';
import { parsePytest, parseUnittest } from './python.ts';
import { parseTap } from './tap.ts';
import { addUp, type TestParser, type TestParserOptions, type TestReport } from './testReport.ts';
import { parseVitest } from './vitest.ts';

const parsers: readonly TestParser[] = [
  ...[parseMocha, parseJest, parseVitest, parseNodeTest, parseTap, parseDeno],
  ...[parsePytest, parseUnittest, parseGo, parseCargo, parseSurefire, parseGradle, parseDotnet],
];

/** One command can run several tools: their reports are added up. Null when none is known. */
export function parseTestOutput(output: string, options: TestParserOptions): TestReport | null {
  const text = parseable(output);
  return addUp(parsers.map((parse) => parse(text, options)).filter((report) => report !== null));
}
