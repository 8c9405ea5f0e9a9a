// The gate "coverage": the lines that the tests reach, against the least that is wanted and against the base.
import { runCommands, type CommandRun } from './command.ts';
import { readCoverage } from './coverage/report.ts';
import { commandsFor } from './discover/discover.ts';
import { defineGate, type Finding, type GateContext, type Verdict } from './gate.ts';
import { errorFinding } from './text.ts';

const REPORTS = [
  ...['coverage/coverage-summary.json', 'coverage/lcov.info', 'coverage/coverage-final.json'],
  ...[
    'coverage/cobertura-coverage.xml',
    'coverage/cobertura.xml',
    'coverage/coverage.xml',
    'coverage.xml',
    'cobertura.xml',
  ],
  ...['lcov.info', 'coverage.lcov', 'cov.lcov', 'coverage/lcov/lcov.info', 'target/site/jacoco/jacoco.xml'],
  ...['target/site/cobertura/coverage.xml', 'build/reports/jacoco/test/jacocoTestReport.xml'],
];

/** Runs after the tests, whose report it reads; a command for coverage, where the project has one, is run before. */
export const coverageGate = defineGate({
  id: 'coverage',
  title: 'Coverage',
  run: async (context) => {
    const { workflow, gates } = context.config;
    const isWanted = workflow.min_coverage !== undefined || gates.coverage_report !== undefined;
    const commands = isWanted ? await commandsFor('coverage', context) : [];
    const run = commands.length === 0 ? null : await runCommands(context, commands);
    const told = run === null ? {} : { command: run.command, exitCode: run.exitCode, output: run.output };
    // A report beside a failed command can be that of an earlier run.
    if (run !== null && !run.isPassed) return { ...told, verdict: { status: 'failed', findings: [failureOf(run)] } };
    const { coverage, path } = await measure(context);
    if (coverage === null) return { ...told, verdict: unmeasured(context) };
    return { ...told, verdict: judge(context, coverage, path), coverage };
  },
});

async function measure({
  config,
  readFile,
}: GateContext): Promise<{ readonly coverage: number | null; readonly path: string }> {
  const configured = config.gates.coverage_report;
  for (const path of configured === undefined ? REPORTS : [configured]) {
    const text = await readFile(path);
    const coverage = text === null ? null : readCoverage(text);
    if (coverage !== null) return { coverage, path };
  }
  return { coverage: null, path: '' };
}

const failureOf = ({ breakdown, command }: CommandRun): Finding =>
  breakdown ?? errorFinding(`\`${command}\` failed, so the coverage is not known.`);

function unmeasured({ config }: GateContext): Verdict {
  const { coverage_report: report } = config.gates;
  const where =
    report === undefined ? 'No coverage report was found' : `${report} is no coverage report that can be read`;
  if (config.workflow.min_coverage === undefined) return { status: 'skipped', reason: `${where}.` };
  const wanted = `${config.workflow.min_coverage} % of the lines must be covered, but ${where.replace(/^No/, 'no')}.`;
  const help = 'Let the tests write lcov, Cobertura XML or Istanbul JSON, and name the file in gates.coverage_report.';
  return { status: 'failed', findings: [errorFinding(`${wanted} ${help}`)] };
}

function judge({ config, baseCoverage }: GateContext, coverage: number, path: string): Verdict {
  const { min_coverage: least } = config.workflow;
  const findings: Finding[] = [];
  if (least !== undefined && coverage < least)
    findings.push(
      errorFinding(`The tests cover ${percent(coverage)} of the lines; at least ${least} % must be.`, { path }),
    );
  if (baseCoverage !== null && baseCoverage - coverage >= SMALLEST_DROP) {
    const message = `The line coverage fell from ${percent(baseCoverage)} to ${percent(coverage)}.`;
    findings.push({ severity: 'warning', message, path });
  }
  return { status: findings.some(({ severity }) => severity === 'error') ? 'failed' : 'passed', findings };
}

/** What rounding would hide is no drop. */
const SMALLEST_DROP = 0.05;
/** Rounded down: 79.96 % must not read as the 80 % that it misses. */
const percent = (value: number): string => `${Math.floor(value * 10) / 10} %`;
