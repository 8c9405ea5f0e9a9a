// A plan in the terminal: requirements, task tree, waves, critical path, lint.
import type { LintFinding, LintRule, Severity, TaskKey } from '../../core/plan/model.ts';
import type { Priority } from '../../core/prd/model.ts';
import { leafHours, placeTasks, type PlacedTask, type PlanReport } from '../planReport.ts';
import { proseColumns, type Screen, type Style } from './screen.ts';
import { drawTable, type TableCell } from './table.ts';
import { count, formatHours, formatPlace } from './words.ts';
import { wrap } from './width.ts';

export const priorityStyles: Readonly<Record<Priority, Style | undefined>> = {
  critical: 'red',
  high: 'yellow',
  medium: undefined,
  low: 'dim',
};

const severityStyles: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'dim' };
const severitySymbols: Readonly<Record<Severity, string>> = { error: '✗', warning: '!', info: '·' };

export function drawHeading(screen: Screen, text: string): string {
  return screen.paint('bold', text);
}

export function drawPlanTitle(report: PlanReport, screen: Screen): readonly string[] {
  const { id, status, plan } = report;
  const name = id === null ? 'Proposal (not saved)' : `Plan ${id} (${status})`;
  const facts = [
    plan.sourceFile,
    count(plan.requirements.length, 'requirement'),
    count(plan.tasks.length, 'task'),
    formatHours(leafHours(plan)),
  ];
  return [drawHeading(screen, `${name}: ${plan.title}`), facts.join(' · ')];
}

export function drawRequirements({ plan }: PlanReport, screen: Screen): readonly string[] {
  const kinds = [...Map.groupBy(plan.requirements, ({ kind }) => kind)];
  const summary = kinds.map(([kind, { length }]) => `${length} ${kind}`).join(', ');
  const title = `Requirements (${plan.requirements.length === 0 ? 'none found' : summary})`;
  const rows = plan.requirements.map(({ id, text, kind, priority, source }) => [
    { text: id, style: 'dim' } as const,
    { text: formatPlace(source), style: 'dim' } as const,
    kind,
    { text: priority ?? '', style: priority && priorityStyles[priority] },
    text,
  ]);
  const columns = [
    { title: 'Id' },
    { title: 'Place', align: 'right' },
    { title: 'Kind' },
    { title: 'Priority' },
    { title: 'Requirement', isFlexible: true },
  ] as const;
  return [drawHeading(screen, title), ...(rows.length === 0 ? [] : drawTable(screen, columns, rows))];
}

export function drawTaskTree({ plan }: PlanReport, screen: Screen): readonly string[] {
  const placed = placeTasks(plan);
  const numbers = new Map(placed.map(({ task, number }) => [task.key, number]));
  const columns = [
    { title: '#' },
    { title: 'Task', isFlexible: true },
    { title: 'Hours', align: 'right' },
    { title: 'Priority' },
    { title: 'After' },
  ] as const;
  const excluded = plan.tasks.filter(({ included }) => !included).length;
  const title = `Tasks${excluded === 0 ? '' : ` (${excluded} left out of the import)`}`;
  if (placed.length === 0) return [drawHeading(screen, title), 'The document gave no tasks.'];
  return [
    drawHeading(screen, title),
    ...drawTable(
      screen,
      columns,
      placed.map((task) => treeRow(task, numbers)),
    ),
  ];
}

function treeRow({ task, number, branches }: PlacedTask, numbers: ReadonlyMap<TaskKey, string>): readonly TableCell[] {
  const title = drawBranches(branches) + task.title + (task.included ? '' : ' (left out)');
  return [
    { text: number, style: 'dim' },
    { text: title, style: task.included ? (branches.length === 0 ? 'bold' : undefined) : 'dim' },
    formatHours(task.estimate.hours),
    { text: task.priority, style: priorityStyles[task.priority] },
    { text: listSome(task.dependsOn.map(({ key }) => numbers.get(key) ?? `${key}?`)), style: 'cyan' },
  ];
}

/** Guides as `tree` draws them; the last of the branches is the task's own. */
function drawBranches(branches: readonly boolean[]): string {
  return branches
    .map((hasMore, level) => {
      const isOwn = level === branches.length - 1;
      if (isOwn) return hasMore ? '├─ ' : '└─ ';
      return hasMore ? '│  ' : '   ';
    })
    .join('');
}

/** The first few, and how many more there are. */
function listSome(numbers: readonly string[], most = 4): string {
  const shown = numbers.length > most + 1 ? numbers.slice(0, most) : numbers;
  const more = numbers.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` +${more}` : '');
}

export function drawSchedule({ plan, analysis }: PlanReport, screen: Screen): readonly string[] {
  if (analysis.cycles.length > 0) {
    return [drawHeading(screen, 'Order'), 'There is none while tasks wait for one another in a circle: see Lint.'];
  }
  const placed = new Map(placeTasks(plan).map((each) => [each.task.key, each]));
  const numberOf = (key: TaskKey) => placed.get(key)?.number ?? key;
  const waves = analysis.waves.flatMap((wave, index) => {
    const label = `${index + 1}`.padStart(3);
    return hang(`${label}  `, wave.map(numberOf).join(', '), screen);
  });
  const path = analysis.criticalPath.flatMap((key) => {
    const each = placed.get(key);
    return each
      ? [[{ text: each.number, style: 'dim' } as const, each.task.title, formatHours(each.task.estimate.hours)]]
      : [];
  });
  const pathTitle = `Critical path (${count(path.length, 'task')}, ${formatHours(analysis.criticalHours)})`;
  const columns = [{ title: '#' }, { title: 'Task', isFlexible: true }, { title: 'Hours', align: 'right' }] as const;
  return [
    drawHeading(screen, `Waves (tasks of one wave can run side by side)`),
    ...waves,
    '',
    drawHeading(screen, pathTitle),
    ...(path.length === 0 ? [] : drawTable(screen, columns, path)),
  ];
}

/** Rules that a person reads one by one; of the others only the number is shown among everything else. */
const countedRules: ReadonlySet<LintRule> = new Set(['orphan-requirement', 'redundant']);

/** Findings in the midst of a report: repeated, harmless ones are only counted. */
export function drawLintSummary({ lint }: PlanReport, screen: Screen): readonly string[] {
  const counted = Map.groupBy(
    lint.filter(({ rule, severity }) => severity !== 'error' && countedRules.has(rule)),
    ({ rule }) => rule,
  );
  const single = lint.filter((finding) => !(counted.get(finding.rule)?.includes(finding) ?? false));
  const more = [...counted].map(([rule, { length }]) => `${length} ${rule}`).join(', ');
  return [
    drawHeading(screen, lintTitle(lint)),
    ...single.flatMap((finding) => drawFinding(finding, screen)),
    ...(more === '' ? [] : [`  and ${more}: see conductor plan lint`]),
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

/** Requirements that no task covers, by reason. */
export function drawUncovered({ plan }: PlanReport, screen: Screen): readonly string[] {
  if (plan.uncovered.length === 0) return [];
  const reasons = [...Map.groupBy(plan.uncovered, ({ reason }) => reason)];
  return [
    drawHeading(screen, `Not covered by a task (${plan.uncovered.length})`),
    ...reasons.flatMap(([reason, { length }]) => hang(`${length}`.padStart(3) + '  ', reason, screen)),
    '',
  ];
}

/** Text that wraps under itself behind a label. */
function hang(label: string, text: string, screen: Screen): readonly string[] {
  const width = Math.max(20, Math.min(screen.columns, proseColumns) - label.length);
  return wrap(text, width).map((line, index) => (index === 0 ? label : ' '.repeat(label.length)) + line);
}
