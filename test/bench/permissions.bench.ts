// Permission decisions: a command line is parsed, seen through and judged before each call that an agent makes.
import { decidePermission, pathsInCommand, type PermissionFacts } from '../../src/core/agent/permissions.ts';
import { MODES } from '../../src/core/agent/runEvents.ts';
import { CMD, POSIX, POWERSHELL, rowsOf } from '../unit/core/agent/permissionTable.ts';
import type { Benchmark } from './benchmark.ts';

const ROUNDS = 20;
/** Allowed and denied, each. */
const RULES = Array.from({ length: 10 }, (_, at) => `npm run task${at}`);

export const benchmarks: readonly Benchmark[] = [
  { name: 'permissions, POSIX command lines', run: () => Promise.resolve(report(POSIX, 'posix')) },
  { name: 'permissions, PowerShell command lines', run: () => Promise.resolve(report(POWERSHELL, 'powershell')) },
  { name: 'permissions, cmd command lines', run: () => Promise.resolve(report(CMD, 'cmd')) },
];

/** The lines of the table that the tests hold decisions to. The fastest round counts: in others, other programs had a part. */
function report(table: string, shell: PermissionFacts['shell']): string {
  const known = { roots: ['/project'], secretFiles: ['.env'], localPrograms: ['tsc', 'eslint'], shell };
  const commands = rowsOf(table).map(({ command }) => command);
  const times = Array.from({ length: ROUNDS }, (_, round) => {
    const start = performance.now();
    for (const command of commands) decide(command, known, round);
    return performance.now() - start;
  });
  const each = Math.min(...times) / commands.length;
  return `${Math.round(1000 / each).toLocaleString('en-US')} decisions a second (${commands.length} lines, ${RULES.length * 2} rules)`;
}

/** As it is done for a call: first the paths that must be looked up, then the decision. */
function decide(command: string, known: Omit<PermissionFacts, 'paths'>, round: number): void {
  const paths = pathsInCommand(command, known).map((path) => ({ path, isInside: true, resolved: path }));
  const mode = MODES[round % MODES.length] ?? 'ask';
  const safety = { allow_commands: RULES, deny_commands: RULES };
  decidePermission(
    { risk: 'execute', subject: { kind: 'command', command }, facts: { ...known, paths } },
    { mode, safety, remembered: [] },
  );
}
