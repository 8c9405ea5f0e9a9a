// What a document says, checked against itself and joined with what the plan knows beyond it.
import { isConductorError } from '../../errors.ts';
import type { Span } from '../../prd/document.ts';
import type { RequirementId } from '../../prd/model.ts';
import { edited } from '../edit/common.ts';
import { withCoverage } from '../edit/coverage.ts';
import { manualDependency } from '../edit/dependencies.ts';
import { checkCategory, checkTitle } from '../edit/fields.ts';
import { findCycles } from '../graph.ts';
import { isTaskKey, keyFromTitle } from '../keys.ts';
import type { Dependency, DraftTask, Plan, TaskKey } from '../model.ts';
import { hierarchyProblem, treeOf } from '../tree.ts';
import type { FieldReader, Located } from './fields.ts';
import type { WrittenPlan, WrittenTask } from './read.ts';

/** More places of one cycle help nobody. */
const MOST_RELATED = 200;

/** Faults are reported to the reader of `written`; with any, the result is not to be used. */
export function mergeDocument({ title, source, tasks: written, reader }: WrittenPlan, base: Plan): Plan {
  if (source && source.value !== base.sourceFile) {
    reader.report(`The source is "${base.sourceFile}" and cannot be changed here.`, source.span);
  }
  const keys = keysOf(written, base, reader);
  const context = contextOf(base, keys, reader);
  const drafts = written.map((task, place) => draftOf(context, task, keys[place] ?? keyFromTitle('task', () => false)));
  const problem = reader.problems.length === 0 ? hierarchyProblem(drafts) : null;
  if (problem !== null) reader.report(`The hierarchy does not work: ${problem}.`, spanOfFirst(written));
  const tasks = inOrderOf(base, drafts);
  const plan = { ...(tasks === base.tasks ? base : withCoverage(base, tasks)), title: title ?? base.title };
  if (reader.problems.length === 0) reportCycles(plan, written, keys, reader);
  return tasks === base.tasks && plan.title === base.title ? base : plan;
}

interface Context {
  readonly keys: readonly TaskKey[];
  readonly keySet: ReadonlySet<string>;
  readonly before: ReadonlyMap<TaskKey, DraftTask>;
  readonly requirements: ReadonlySet<string>;
  readonly reader: FieldReader;
}

function contextOf(base: Plan, keys: readonly TaskKey[], reader: FieldReader): Context {
  return {
    keys,
    keySet: new Set(keys),
    before: new Map(base.tasks.map((task) => [task.key, task])),
    requirements: new Set([...base.requirements.map(({ id }) => id), ...base.tasks.flatMap(({ covers }) => covers)]),
    reader,
  };
}

/** Tasks without a key get one from their title that neither the document nor the plan has. */
function keysOf(written: readonly WrittenTask[], base: Plan, reader: FieldReader): readonly TaskKey[] {
  const known = new Set<string>(base.tasks.map(({ key }) => key));
  const taken = new Set(known);
  const given = new Set<string>();
  for (const { key } of written) {
    if (!key) continue;
    if (given.has(key.value)) reader.report(`Two tasks have the key "${key.value}".`, key.span);
    if (!isTaskKey(key.value) && !known.has(key.value)) {
      reader.report(`"${key.value}" cannot be a key: use lower-case words joined by hyphens.`, key.span);
    }
    given.add(key.value);
    taken.add(key.value);
  }
  return written.map(({ key, title }) => {
    if (key) return key.value as TaskKey;
    const made = keyFromTitle(title?.value ?? '', (candidate) => taken.has(candidate));
    taken.add(made);
    return made;
  });
}

function draftOf(context: Context, written: WrittenTask, key: TaskKey): DraftTask {
  const base = context.before.get(key);
  const draft = { ...defaultsOf(written, base), ...valuesOf(context, written, key, base) };
  return base ? edited(base, draft) : draft;
}

/** What the document need not give. */
function defaultsOf(
  { hours }: WrittenTask,
  base: DraftTask | undefined,
): Omit<DraftTask, keyof ReturnType<typeof valuesOf>> {
  if (base && (hours === undefined || hours === base.estimate.hours)) return base;
  const estimate =
    hours === undefined
      ? { hours: 1, rule: 'One hour until a person says otherwise' }
      : { hours, rule: 'Set by a person' };
  return base ? { ...base, estimate } : { estimate, source: null, edited: ['all'] };
}

function valuesOf(context: Context, written: WrittenTask, key: TaskKey, base: DraftTask | undefined) {
  return {
    key,
    title: checked(context, written.title, base?.title, checkTitle),
    description: written.description,
    parent: parentOf(context, written),
    dependsOn: dependenciesOf(context, written, key, base),
    acceptanceCriteria: written.criteria,
    complexity: written.complexity ?? base?.complexity ?? 3,
    priority: written.priority ?? base?.priority ?? 'medium',
    category: checked(context, written.category, base?.category ?? 'feature', (text) => checkCategory(key, text)),
    tags: written.tags,
    covers: coversOf(context, written),
    included: written.included,
  };
}

/** Text that is new goes through `check`, which throws on what cannot be. */
function checked(
  { reader }: Context,
  text: Located<string> | undefined,
  before: string | undefined,
  check: (text: string) => string,
): string {
  if (!text || text.value === before) return before ?? '';
  try {
    return check(text.value);
  } catch (error) {
    if (!isConductorError(error)) throw error;
    reader.report(error.message, text.span);
    return '';
  }
}

function parentOf({ keys, keySet, reader }: Context, { parent }: WrittenTask): TaskKey | null {
  if (parent === null) return null;
  if (typeof parent === 'number') return keys[parent] ?? null;
  if (keySet.has(parent.value)) return parent.value as TaskKey;
  reader.report(`No task has the key "${parent.value}".`, parent.span);
  return null;
}

function dependenciesOf(
  { keySet, reader }: Context,
  { dependsOn }: WrittenTask,
  key: TaskKey,
  base: DraftTask | undefined,
): readonly Dependency[] {
  const before = new Map(base?.dependsOn.map((edge) => [edge.key, edge]));
  const seen = new Set<string>();
  return dependsOn.map(({ value, span }) => {
    if (!keySet.has(value)) reader.report(`No task has the key "${value}".`, span);
    else if (value === key) reader.report(`The task "${key}" cannot wait for itself.`, span);
    else if (seen.has(value)) reader.report(`"${value}" is listed twice.`, span);
    seen.add(value);
    return before.get(value as TaskKey) ?? manualDependency(value as TaskKey);
  });
}

function coversOf({ requirements, reader }: Context, { covers }: WrittenTask): readonly RequirementId[] {
  for (const { value, span } of covers) {
    if (!requirements.has(value)) reader.report(`The PRD has no requirement "${value}".`, span);
  }
  return covers.map(({ value }) => value as RequirementId);
}

/** The base's own list where nothing changed, and its order where only fields did: a document shows the tree alone. */
function inOrderOf({ tasks }: Plan, drafts: readonly DraftTask[]): readonly DraftTask[] {
  const placed = (list: readonly DraftTask[]): readonly string[] =>
    treeOf<TaskKey, DraftTask>(list).preorder.flatMap(({ key, parent }) => [key, parent ?? '']);
  const [before, after] = [placed(tasks), placed(drafts)];
  if (before.length !== after.length || before.some((name, index) => name !== after[index])) return drafts;
  const byKey = new Map(drafts.map((draft) => [draft.key, draft]));
  const ordered = tasks.map((task) => byKey.get(task.key) ?? task);
  return ordered.every((task, index) => task === tasks[index]) ? tasks : ordered;
}

function reportCycles(
  plan: Plan,
  written: readonly WrittenTask[],
  keys: readonly TaskKey[],
  reader: FieldReader,
): void {
  const taskOf = new Map(keys.map((key, place) => [key, written[place]]));
  for (const { members, cut } of findCycles(plan)) {
    const [edge] = cut;
    const task = edge && taskOf.get(edge.from);
    const span = task?.dependsOn.find(({ value }) => value === edge?.to)?.span ?? spanOfFirst(written);
    const inCycle = new Set<string>(members);
    const related = members.slice(0, MOST_RELATED).flatMap((key) => {
      const member = taskOf.get(key);
      return member ? [{ message: memberMessage(key, member, inCycle), span: member.key?.span ?? member.span }] : [];
    });
    reader.report(`These tasks wait for each other: ${members.join(', ')}.`, span, related);
  }
}

function memberMessage(key: TaskKey, { dependsOn }: WrittenTask, inCycle: ReadonlySet<string>): string {
  const on = dependsOn.map(({ value }) => value).filter((value) => inCycle.has(value));
  return on.length === 0 ? `${key} is part of the cycle` : `${key} waits for ${on.join(', ')}`;
}

function spanOfFirst([task]: readonly WrittenTask[]): Span {
  return task?.span ?? { line: 1, column: 1, endLine: 1, endColumn: 1 };
}
