// A run in the terminal: what it changed, who decided what, what the gates said, what it took.
import type { Finding, GateResult } from '../../core/gates/gate.ts';
import type { RunState } from '../../core/orchestrate/journal.ts';
import type { RunReport } from '../orchestrate/runReport.ts';
import { drawFiles } from './changes.ts';
import { hang } from './hang.ts';
import { drawHeading, type Screen, type Style } from './screen.ts';
import { count } from './words.ts';

export const runFaces: Readonly<Record<RunState, { readonly mark: string; readonly style?: Style }>> = {
  preparing: { mark: '◐', style: 'cyan' },
  working: { mark: '◐', style: 'cyan' },
  waiting: { mark: '?', style: 'yellow' },
  reviewing: { mark: '?', style: 'yellow' },
  checking: { mark: '◐', style: 'cyan' },
  committing: { mark: '◐', style: 'cyan' },
  paused: { mark: '‖', style: 'yellow' },
  done: { mark: '✓', style: 'green' },
  rejected: { mark: '✗', style: 'red' },
  blocked: { mark: '✗', style: 'red' },
  cancelled: { mark: '–', style: 'dim' },
  failed: { mark: '✗', style: 'red' },
};

/** One line on how it ended or stands, and why. */
export function drawRunTitle({ run, view, paused }: RunReport, screen: Screen): readonly string[] {
  const { mark, style } = runFaces[run.state];
  const line = (text: string): readonly string[] =>
    hang(`${mark} `, text, screen).map((each) => screen.paint(style, each));
  if (view.isUndone) return line(`${run.taskId}: undone.`);
  const reason = view.finished?.reason ?? '';
  switch (view.finished?.outcome) {
    case 'done':
      return line(
        `${run.taskId} is done: committed ${shortId(view.commits.at(-1)?.commit)} on ${run.branch ?? 'its branch'}.`,
      );
    case 'rejected':
    case 'blocked':
    case 'cancelled':
    case 'failed':
      return line(`${run.taskId}: ${run.state}. ${reason}`.trimEnd());
    case undefined:
      return line(paused ? `${run.taskId} is paused. ${paused.reason}` : `${run.taskId}: ${run.state}.`);
  }
}

export function drawRun(report: RunReport, screen: Screen): readonly string[] {
  const { run, view, accepted, proposed, decisions, gates } = report;
  const summary = view.handedOver?.summary ?? '';
  return [
    ...drawRunTitle(report, screen),
    screen.paint('dim', `Run ${run.id} · ${whoOf(report)} · ${tookOf(report)}`),
    ...(run.branch === null ? [] : [`Branch ${run.branch}`]),
    ...view.commits.map(({ commit }) => `Commit ${commit}`),
    ...(summary === '' ? [] : ['', ...hang('', summary, screen)]),
    ...section(screen, 'Accepted', drawFiles(accepted, screen)),
    ...section(screen, 'Proposed', drawFiles(proposed, screen)),
    ...section(
      screen,
      'Decisions',
      decisions.flatMap((each) => drawDecision(each, screen)),
    ),
    ...section(
      screen,
      'Gates',
      gates.flatMap((each) => drawGate(each, screen)).map((line) => `  ${line}`),
    ),
  ];
}

function section(screen: Screen, title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', drawHeading(screen, title), ...lines];
}

function whoOf({ run, view }: RunReport): string {
  return run.agent === 'manual' ? 'by a person' : `by ${view.model ?? run.agent}, mode ${view.mode}`;
}

export function tookOf({ view }: Pick<RunReport, 'view'>): string {
  const cost = view.cost > 0 ? `, $${view.cost.toFixed(2)}` : '';
  return `${count(view.turns, 'turn')}${cost}`;
}

function drawDecision({ round, by, decision }: RunReport['decisions'][number], screen: Screen): readonly string[] {
  const who = by === 'mode' ? ' (by the mode)' : '';
  const line = (text: string): readonly string[] => hang(`  ${round} `, text + who, screen);
  switch (decision.kind) {
    case 'accept': {
      const { rejected } = decision;
      const edited = Object.keys(decision.edited);
      const without = rejected.length > 0 ? `, without ${rejected.join(', ')}` : '';
      return line(`accepted${without}${edited.length > 0 ? `, ${edited.join(', ')} edited` : ''}`);
    }
    case 'reject':
      return line(`rejected${decision.reason === '' ? '' : `: ${decision.reason}`}`);
    case 'requestChanges':
      return [
        ...line(`changes requested${decision.message === '' ? '' : `: ${decision.message}`}`),
        ...decision.comments.flatMap(({ path, line: number, text }) => hang(`    ${path}:${number} `, text, screen)),
      ];
  }
}

/** As many findings of one gate as a person reads at once. */
const MOST_FINDINGS = 5;

export function drawGate(
  { title, verdict, command, durationMs, attempts }: GateResult,
  screen: Screen,
): readonly string[] {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  const how = command === null ? '' : ` (${command}, ${seconds})`;
  if (verdict.status === 'skipped')
    return hang('– ', `${title}: skipped. ${verdict.reason}`, screen).map((line) => screen.paint('dim', line));
  const flaky = verdict.status === 'passed' && attempts > 1 ? `, at attempt ${attempts}` : '';
  const shown = verdict.findings.slice(0, MOST_FINDINGS).flatMap((finding) => drawFinding(finding, screen));
  const more = verdict.findings.length - MOST_FINDINGS;
  const [mark, style] = verdict.status === 'passed' ? (['✓', 'green'] as const) : (['✗', 'red'] as const);
  return [
    `${screen.paint(style, mark)} ${title}${how}${flaky}`,
    ...shown,
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

function drawFinding({ message, rule, path, line }: Finding, screen: Screen): readonly string[] {
  const place = path === undefined ? '' : `${path}${line === undefined ? '' : `:${line}`} `;
  const name = rule === undefined ? '' : `${rule}: `;
  return hang('    ', `${place}${name}${message}`, screen);
}

export const shortId = (commit: string | undefined | null): string => (commit ?? '').slice(0, 10);
