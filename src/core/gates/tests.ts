// The gate "tests": runs them, again where they fail, and knows when none ran.
import { runCommands, type CommandRun } from './command.ts';
import { commandsFor } from './discover/discover.ts';
import { defineGate, type Finding, type GateContext, type GateOutcome } from './gate.ts';
import { parseDiagnostics } from './parse/diagnostics.ts';
import { parseJunitXml } from './parse/junitXml.ts';
import { parseTestOutput } from './parse/testOutput.ts';
import { addUp, type TestReport } from './parse/testReport.ts';
import { capFindings, errorFinding } from './text.ts';

export const testsGate = defineGate({
  id: 'tests',
  title: 'Tests',
  run: async (context) => {
    const commands = await commandsFor('test', context);
    if (commands.length === 0)
      return { verdict: { status: 'skipped', reason: 'The project has no command that runs tests.' } };
    const earlier: (readonly Finding[])[] = [];
    for (let attempt = 1; ; attempt++) {
      const run = await runCommands(context, commands);
      const report = await readReport(context, run);
      const failures = findingsOf(context, run, report);
      const told = { command: run.command, exitCode: run.exitCode, output: run.output, attempts: attempt };
      if (hasRunNone(run, report)) return { ...told, verdict: noTests(context) };
      if (run.isPassed) return { ...told, verdict: { status: 'passed', findings: flaky(earlier) } };
      const isOver = run.breakdown !== undefined || attempt > context.config.gates.retries;
      if (isOver) return { ...told, verdict: { status: 'failed', findings: capFindings(failures) } };
      earlier.push(failures);
    }
  },
});

function noTests({ config }: GateContext): GateOutcome['verdict'] {
  if (!config.workflow.require_tests) return { status: 'skipped', reason: 'No tests ran.' };
  return { status: 'failed', findings: [errorFinding('No tests ran, and no task is done without passing tests.')] };
}

/** Where the tool says how many tests ran; a tool that we cannot read is judged by its exit code. */
function hasRunNone({ isPassed, breakdown, output }: CommandRun, report: TestReport | null): boolean {
  if (breakdown !== undefined) return false;
  if (report === null) return NO_TESTS.test(output);
  const isEmpty = report.passed === 0 && report.failed === 0 && report.findings.length === 0;
  return isEmpty && (isPassed || NO_TESTS.test(output));
}

const NO_TESTS =
  /\bno tests? (?:files? )?(?:found|ran|were found)\b|\bcollected 0 items\b|\b0 passing\b|^NO TESTS RAN$|\bran 0 tests\b|^> Task :\S*test\S* NO-SOURCE$/im;

function findingsOf(context: GateContext, run: CommandRun, report: TestReport | null): readonly Finding[] {
  if (run.isPassed) return [];
  const broken = run.breakdown === undefined ? [] : [run.breakdown];
  const tests = report?.findings ?? [];
  // Without a failed test it is a source that does not compile.
  return [...broken, ...(tests.length > 0 ? tests : parseDiagnostics(run.output, context.dir))];
}

function flaky(earlier: readonly (readonly Finding[])[]): readonly Finding[] {
  if (earlier.length === 0) return [];
  const names = [...new Set(earlier.flat().map(({ rule, message }) => rule ?? message))];
  const tests = names.length === 0 ? 'tests that the output does not name' : names.slice(0, 10).join(', ');
  const times = earlier.length === 1 ? 'at first' : `${earlier.length} times`;
  return [
    { severity: 'warning', rule: 'flaky', message: `Failed ${times} and then passed without a change: ${tests}.` },
  ];
}

/** Where tools leave reports in XML without being asked, or by their usual settings. */
const REPORT_FOLDERS = ['target/surefire-reports', 'build/test-results/test', 'test-results', 'reports', 'TestResults'];
const REPORT_FILES = ['junit.xml', 'test-results.xml', 'test-report.xml', 'report.xml'];
const MAX_REPORTS = 200;

/**
 * The output first. Where it names no place, reports in XML are read, but only of a failed run: they may be older than
 * this run, so nothing passes by them.
 */
async function readReport(context: GateContext, run: CommandRun): Promise<TestReport | null> {
  const goModule = /^module (\S+)/m.exec((await context.readFile('go.mod')) ?? '')?.[1] ?? '';
  const report = parseTestOutput(run.output, { dir: context.dir, goModule });
  const isPlaced = report?.findings.some(({ path }) => path !== undefined) ?? false;
  if (run.isPassed || isPlaced || run.breakdown !== undefined) return report;
  const xml = await readXmlReports(context);
  return xml !== null && xml.findings.length > 0 ? xml : report;
}

async function readXmlReports({ listFiles, readFile, dir }: GateContext): Promise<TestReport | null> {
  const inFolders = await Promise.all(
    REPORT_FOLDERS.map(async (folder) => {
      const names = (await listFiles(folder)).filter((name) => name.endsWith('.xml'));
      return names.map((name) => `${folder}/${name}`);
    }),
  );
  const paths = [...inFolders.flat().slice(0, MAX_REPORTS), ...REPORT_FILES];
  const texts = await Promise.all(paths.map((path) => readFile(path)));
  const reports = texts.map((text) => (text === null ? null : parseJunitXml(text, dir)));
  return addUp(reports.filter((report) => report !== null));
}
