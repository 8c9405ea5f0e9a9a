// What lint found, in the terminal.
import type { LintFinding, Severity } from '../../core/plan/model.ts';
import type { PlanReport } from '../planReport.ts';
import { hang } from './hang.ts';
import { drawHeading, type Screen, type Style } from './screen.ts';
import { count } from './words.ts';

const severityStyles: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'dim' };
const severitySymbols: Readonly<Record<Severity, string>> = { error: '✗', warning: '!', info: '·' };

/** As many findings as a person reads in passing. */
const mostShown = 10;

/** Findings in the midst of a report: the first errors and warnings, and of everything else how many there are. */
export function drawLintSummary({ lint }: PlanReport, screen: Screen): readonly string[] {
  const shown = lint.filter(({ severity }) => severity !== 'info').slice(0, mostShown);
  const others = Map.groupBy(
    lint.filter((finding) => !shown.includes(finding)),
    ({ rule }) => rule,
  );
  const more = [...others].map(([rule, { length }]) => `${length} ${rule}`).join(', ');
  return [
    drawHeading(screen, lintTitle(lint)),
    ...shown.flatMap((finding) => drawFinding(finding, screen)),
    ...(more === '' ? [] : [`${shown.length === 0 ? '' : 'and '}${more}: see conductor plan lint`]),
  ];
}

export function drawLint(lint: readonly LintFinding[], screen: Screen): readonly string[] {
  return [drawHeading(screen, lintTitle(lint)), ...lint.flatMap((finding) => drawFinding(finding, screen))];
}

function lintTitle(lint: readonly LintFinding[]): string {
  const counts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const { length } = lint.filter((finding) => finding.severity === severity);
    return length === 0 ? [] : [severity === 'info' ? `${length} info` : count(length, severity)];
  });
  return `Lint (${counts.length === 0 ? 'nothing found' : counts.join(', ')})`;
}

function drawFinding({ rule, severity, message, fix }: LintFinding, screen: Screen): readonly string[] {
  const label = `${severitySymbols[severity]} ${severity.padEnd(7)}  `;
  const [first = '', ...rest] = hang(label, `${message} [${rule}]`, screen);
  const indent = ' '.repeat(label.length);
  const mend = fix ? hang(indent, `Fix: ${fix.title}`, screen).map((line) => screen.paint('dim', line)) : [];
  return [screen.paint(severityStyles[severity], label) + first.slice(label.length), ...rest, ...mend];
}
