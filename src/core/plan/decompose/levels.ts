// Level by level: first the roots, then the children of every task that is still too large, siblings side by side.
import { mapLimited } from '../../concurrency.ts';
import type { Requirement } from '../../prd/model.ts';
import type { DraftTask, Plan, PlanFault } from '../model.ts';
import type { ModelAnswer } from './answer.ts';
import type { Asked, Caller } from './calls.ts';
import { problemsOf, type Expectation } from './check.ts';
import { mergeTasks } from './merge.ts';
import { COVER_REST, PLAN_ROOTS, SPLIT_TASK } from './prompts.ts';
import { block, figuresIn, foldSpace, indexOf, prefixOf, type SourcePart, type SourceParts } from './source.ts';
import { withoutOwnCycles } from './untangle.ts';

export interface ExpandLimits {
  readonly maxDepth: number;
  readonly aboveHours: number;
  readonly aboveComplexity: number;
}

export interface SplitContext {
  readonly caller: Caller;
  readonly model: string;
  readonly outline: string;
}

export interface LevelContext extends SplitContext {
  readonly concurrency: number;
  readonly limits: ExpandLimits;
  readonly onPlan: (plan: Plan) => Promise<void>;
}

export const isTooLarge = ({ estimate, complexity, included }: DraftTask, limits: ExpandLimits): boolean =>
  included && (estimate.hours > limits.aboveHours || complexity > limits.aboveComplexity);

/** The plan with the roots of every part, planned side by side. */
export async function planRoots(start: Plan, parts: SourceParts, context: LevelContext): Promise<Plan> {
  const purpose = 'decompose: top level';
  return sideBySide(start, parts, context, {
    ask: (part) => askRoots(start, part, [PLAN_ROOTS], purpose, context),
    take: (plan, part, asked) => take(plan, null, part, asked, context),
  });
}

/** The plan with every task that is too large broken down, down to `maxDepth`. `partOf` tells where a task comes from. */
export async function expandLevels(
  start: Plan,
  partOf: (task: DraftTask) => SourcePart,
  context: LevelContext,
): Promise<Plan> {
  let plan = start;
  let level = plan.tasks.filter(({ parent }) => parent === null);
  for (let depth = 1; depth < context.limits.maxDepth && level.length > 0; depth++) {
    const parents = level.filter((task) => isTooLarge(task, context.limits) && !hasChildren(plan, task));
    const before = plan;
    plan = await sideBySide(before, parents, context, {
      ask: (task) => askSplit(before, task, partOf(task), context),
      take: (merging, task, asked) => take(merging, task, partOf(task), asked, context),
    });
    const keys = new Set(level.map(({ key }) => key));
    level = plan.tasks.filter(({ parent }) => parent !== null && keys.has(parent));
  }
  return plan;
}

/** One more round for the requirements that no task covers. */
export async function coverRest(
  plan: Plan,
  part: SourcePart,
  missing: readonly Requirement[],
  context: LevelContext,
): Promise<Plan> {
  const list = missing.map(({ id, text }) => `${id} ${text}`).join('\n');
  const asked = await askRoots(
    plan,
    part,
    [block('uncovered', list), COVER_REST],
    'decompose: what is not covered',
    context,
    (answer) => needless(answer, new Set(missing.map(({ id }) => id))),
  );
  const next = take(plan, null, part, asked, context);
  await context.onPlan(next);
  return next;
}

/** Tasks that cover nothing of what is missing were not asked for. */
const needless = ({ tasks }: ModelAnswer, missing: ReadonlySet<string>): readonly string[] =>
  tasks
    .filter(({ covers }) => !covers.some((id) => missing.has(id)))
    .map(({ key }) => `${key} covers none of the requirements that are missing.`);

interface Side<T> {
  readonly ask: (item: T) => Promise<Asked>;
  readonly take: (plan: Plan, item: T, asked: Asked) => Plan;
}

/**
 * Asks about all items at once. Answers are merged in the order of the items, not of their coming, so that a run that is
 * continued asks the same questions. Answers that come while a partial plan is being kept are merged together afterwards.
 */
async function sideBySide<T>(
  start: Plan,
  items: readonly T[],
  context: LevelContext,
  { ask, take: merge }: Side<T>,
): Promise<Plan> {
  const asked = new Map<T, Asked>();
  const before = new Set(start.tasks.map(({ key }) => key));
  let merged = 0;
  /** With the answers that no earlier one can come before any more. */
  let settledPlan = start;
  let inOrder = 0;
  let plan = start;
  let keeping = Promise.resolve();
  const keep = async (): Promise<void> => {
    if (merged === asked.size) return;
    merged = asked.size;
    for (let item = items[inOrder]; item !== undefined && asked.has(item); item = items[++inOrder])
      settledPlan = merge(settledPlan, item, asked.get(item) ?? NO_ANSWER);
    const ahead = items.slice(inOrder).filter((item) => asked.has(item));
    const grown = ahead.reduce((merging, item) => merge(merging, item, asked.get(item) ?? NO_ANSWER), settledPlan);
    plan = withoutOwnCycles(grown, (_, from) => !before.has(from));
    await context.onPlan(plan);
  };
  await mapLimited(items, context.concurrency, async (item) => {
    asked.set(item, await ask(item));
    keeping = keeping.then(keep);
    await keeping;
  });
  return plan;
}

const NO_ANSWER: Asked = { answer: null, problems: [] };

/** The plan with the subtasks of `askSplit` under the task. */
export function takeSplit(plan: Plan, task: DraftTask, part: SourcePart, asked: Asked, context: SplitContext): Plan {
  const before = new Set(plan.tasks.map(({ key }) => key));
  return withoutOwnCycles(take(plan, task, part, asked, context), (_, from) => !before.has(from));
}

async function askRoots(
  plan: Plan,
  part: SourcePart,
  asks: readonly string[],
  purpose: string,
  context: LevelContext,
  check: (answer: ModelAnswer) => readonly string[] = () => [],
): Promise<Asked> {
  const siblings = titlesOf(plan.tasks.filter(({ parent }) => parent === null));
  return context.caller.ask({
    prefix: prefixOf(part, context.outline, plan.answers ?? []),
    question: [block('siblings', siblings), settled(plan), ...asks].filter(Boolean).join('\n\n'),
    purpose,
    check: (answer) => [...check(answer), ...checkAnswer(answer, plan, null, part, context)],
  });
}

/** One task's children: what it is, where it stands, and who its siblings are. */
export async function askSplit(plan: Plan, task: DraftTask, part: SourcePart, context: SplitContext): Promise<Asked> {
  const siblings = plan.tasks.filter(({ parent, key }) => parent === task.parent && key !== task.key);
  const question = [
    block('outline', chainOf(plan, task)),
    block('siblings', titlesOf(siblings)),
    settled(plan),
    block('task', describe(task)),
    SPLIT_TASK,
  ];
  return context.caller.ask({
    prefix: prefixOf(part, context.outline, plan.answers ?? []),
    question: question.filter(Boolean).join('\n\n'),
    purpose: `decompose: ${task.key}`,
    check: (answer) => checkAnswer(answer, plan, task, part, context),
  });
}

/** The plan with an answer in it; what is still wrong with the answer becomes a fault of the plan. */
function take(
  plan: Plan,
  parent: DraftTask | null,
  part: SourcePart,
  { answer, problems }: Asked,
  context: SplitContext,
): Plan {
  const key = parent?.key ?? null;
  const faults: PlanFault[] = problems.map((message) => ({ key, message }));
  if (!answer) return { ...plan, faults: [...(plan.faults ?? []), ...faults] };
  const current = parent && (plan.tasks.find((task) => task.key === parent.key) ?? parent);
  const result = merged(plan, current, part, answer, context);
  return {
    ...result.plan,
    decisions: [...new Set([...(plan.decisions ?? []), ...answer.decisions.map(foldSpace)])],
    faults: [...(plan.faults ?? []), ...faults, ...result.faults],
  };
}

function checkAnswer(
  answer: ModelAnswer,
  plan: Plan,
  parent: DraftTask | null,
  part: SourcePart,
  context: SplitContext,
): readonly string[] {
  const expectation = expectationFor(plan, parent, part);
  return problemsOf(answer, expectation, merged(plan, parent, part, answer, context).plan);
}

export function expectationFor(plan: Plan, parent: DraftTask | null, part: SourcePart): Expectation {
  const { requirements: known, figures } = indexOf(part);
  const said = (plan.answers ?? []).map(({ answer }) => answer);
  const more = [...said, ...(plan.decisions ?? []), ...(parent?.acceptanceCriteria ?? [])];
  return {
    plan,
    parent,
    known,
    figures: [figures, new Set(more.flatMap(figuresIn))],
  };
}

function merged(plan: Plan, parent: DraftTask | null, part: SourcePart, answer: ModelAnswer, { model }: SplitContext) {
  const { requirements, foldedText } = indexOf(part);
  return mergeTasks(answer.tasks, { plan, parent, requirements, foldedText, model });
}

const hasChildren = (plan: Plan, { key }: DraftTask): boolean => plan.tasks.some(({ parent }) => parent === key);
export const titlesOf = (tasks: readonly DraftTask[]): string =>
  tasks.map(({ key, title }) => `${key}: ${title}`).join('\n');

export function settled({ decisions = [] }: Plan): string {
  return decisions.length === 0 ? '' : `Settled already:\n${decisions.map((decision) => `- ${decision}`).join('\n')}`;
}

function chainOf(plan: Plan, task: DraftTask): string {
  const byKey = new Map(plan.tasks.map((other) => [other.key, other]));
  const chain: string[] = [];
  for (let at = task.parent && byKey.get(task.parent); at; at = at.parent && byKey.get(at.parent))
    chain.unshift(`${at.key}: ${at.title}`);
  return chain.join('\n');
}

export function describe({
  key,
  title,
  description,
  acceptanceCriteria,
  estimate,
  complexity,
  covers,
}: DraftTask): string {
  return JSON.stringify(
    { key, title, description, acceptance_criteria: acceptanceCriteria, hours: estimate.hours, complexity, covers },
    null,
    1,
  );
}
