// A plan in the terminal: requirements, task tree, waves, critical path.
import type { DraftTask, Plan, TaskKey } from '../../core/plan/model.ts';
import { treeOf } from '../../core/plan/tree.ts';
import type { Priority, RequirementKind } from '../../core/prd/model.ts';
import { leafHours, placeTasks, type PlacedTask, type PlanReport } from '../planReport.ts';
import { hang } from './hang.ts';
import { drawHeading, type Screen, type Style } from './screen.ts';
import { drawTable, type TableCell } from './table.ts';
import { count, formatHours, formatPlace, roundHours } from './words.ts';

export const priorityStyles: Readonly<Record<Priority, Style | undefined>> = {
  critical: 'red',
  high: 'yellow',
  medium: undefined,
  low: 'dim',
};

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
  const kinds = [...Map.groupBy(plan.requirements, ({ kind }) => kind)].sort(([, a], [, b]) => b.length - a.length);
  const summary = kinds.map(([kind, { length }]) => kindCount(length, kind)).join(', ');
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

function kindCount(number: number, kind: RequirementKind): string {
  const isNoun = kind === 'constraint' || kind === 'goal' || kind === 'assumption';
  return isNoun ? count(number, kind) : `${number} ${kind}`;
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
    { title: 'Import' },
  ] as const;
  const reasons = whyLeftOut(plan);
  const excluded = plan.tasks.filter(({ included }) => !included).length;
  const title = `Tasks${excluded === 0 ? '' : ` (${excluded} left out of the import)`}`;
  if (placed.length === 0) return [drawHeading(screen, title), 'The document gave no tasks.'];
  return [
    drawHeading(screen, title),
    ...drawTable(
      screen,
      columns,
      placed.map((place) => [...treeRow(place, numbers), importCell(place.task, reasons.get(place.task.key))]),
    ),
  ];
}

function treeRow({ task, number, branches }: PlacedTask, numbers: ReadonlyMap<TaskKey, string>): readonly TableCell[] {
  const style = task.included ? (branches.length === 0 ? 'bold' : undefined) : 'dim';
  return [
    { text: number, style: 'dim' },
    { text: drawBranches(branches) + task.title, style },
    roundHours(task.estimate.hours),
    { text: task.priority, style: priorityStyles[task.priority] },
    { text: listSome(task.dependsOn.map(({ key }) => numbers.get(key) ?? `${key}?`)), style: 'cyan' },
  ];
}

function importCell({ included }: DraftTask, reason: string | undefined): TableCell {
  return { text: included ? '' : reason === undefined ? 'no' : `no: ${reason}`, style: 'dim' };
}

/** By the tags that the planner gave; of a group, where all below it says the same. */
function whyLeftOut({ tasks }: Plan): ReadonlyMap<TaskKey, string> {
  const tree = treeOf(tasks);
  const reasons = new Map<TaskKey, string>();
  for (const { key, tags } of tree.preorder.toReversed()) {
    const below = new Set(tree.childrenOf(key).map((child) => reasons.get(child.key)));
    const shared = below.size === 1 ? [...below][0] : undefined;
    const reason = tags.includes('done-in-document') ? 'done' : tags.includes('future') ? 'later' : shared;
    if (reason !== undefined) reasons.set(key, reason);
  }
  return reasons;
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
function listSome(numbers: readonly string[], most = 3): string {
  const shown = numbers.length > most + 1 ? numbers.slice(0, most) : numbers;
  const more = numbers.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` +${more}` : '');
}

export function drawSchedule(report: PlanReport, screen: Screen): readonly string[] {
  if (report.analysis.cycles.length > 0) {
    return [drawHeading(screen, 'Order'), 'There is none while tasks wait for one another in a circle: see Lint.'];
  }
  const places = new Map(placeTasks(report.plan).map((placed) => [placed.task.key, placed]));
  return [...drawWaves(report, places, screen), '', ...drawCriticalPath(report, places, screen)];
}

type Places = ReadonlyMap<TaskKey, PlacedTask>;

/** A task with subtasks is no work of its own: only the others are shown. */
function drawWaves({ plan, analysis }: PlanReport, places: Places, screen: Screen): readonly string[] {
  const parents = new Set(plan.tasks.filter(({ included }) => included).map(({ parent }) => parent));
  const lines = analysis.waves.flatMap((wave, index) => {
    const numbers = wave.flatMap((key) => (parents.has(key) ? [] : [places.get(key)?.number ?? key]));
    return numbers.length === 0 ? [] : hang(`${index + 1}`.padStart(3) + '  ', numbers.join(', '), screen);
  });
  return [drawHeading(screen, 'Waves (tasks of one wave can run side by side)'), ...lines];
}

function drawCriticalPath({ analysis }: PlanReport, places: Places, screen: Screen): readonly string[] {
  const columns = [{ title: '#' }, { title: 'Task', isFlexible: true }, { title: 'Hours', align: 'right' }] as const;
  const rows = analysis.criticalPath.flatMap((key) => {
    const place = places.get(key);
    if (!place) return [];
    return [[{ text: place.number, style: 'dim' } as const, place.task.title, roundHours(place.task.estimate.hours)]];
  });
  const title = `Critical path (${count(rows.length, 'task')}, ${formatHours(analysis.criticalHours)})`;
  return [drawHeading(screen, title), ...(rows.length === 0 ? [] : drawTable(screen, columns, rows))];
}

/** Requirements that no task covers, by reason. */
export function drawUncovered({ plan }: PlanReport, screen: Screen): readonly string[] {
  if (plan.uncovered.length === 0) return [];
  const reasons = [...Map.groupBy(plan.uncovered, ({ reason }) => reason)];
  return [
    drawHeading(screen, `Not covered by a task (${plan.uncovered.length})`),
    ...reasons.flatMap(([reason, all]) => hang('  ', `${listSome(all.map(({ id }) => id))}: ${reason}`, screen)),
    '',
  ];
}
