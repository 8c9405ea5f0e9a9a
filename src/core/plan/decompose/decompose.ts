// A whole decomposition by a model: questions, roots, levels, what is left, and a plan at every moment of it.
import { ConductorError, isCancellation, isConductorError } from '../../errors.ts';
import type { Usage } from '../../model/backend.ts';
import type { SourceDocument } from '../../prd/document.ts';
import type { Prd, Requirement } from '../../prd/model.ts';
import type { DraftTask, Plan } from '../model.ts';
import { Caller, type CallerOptions } from './calls.ts';
import { joinParts } from './join.ts';
import { coverRest, expandLevels, planRoots, type ExpandLimits, type LevelContext } from './levels.ts';
import { outlineOf, splitIntoParts } from './parts.ts';
import { findQuestions, type AskPerson } from './questions.ts';
import type { SourcePart, SourceParts } from './source.ts';

export interface DecomposeInput {
  readonly document: SourceDocument;
  readonly prd: Prd;
  /** Title, source and requirements of the plan; its tasks are ignored. */
  readonly base: Plan;
}

export interface ModelOptions extends CallerOptions {
  readonly limits: ExpandLimits;
  readonly concurrency: number;
  /** Names the run in the plan until it is finished. */
  readonly run: string;
  readonly askPerson: AskPerson;
  /** Told with the partial plan after each answer; awaited, so that what was told is kept. */
  readonly onPlan: (plan: Plan) => Promise<void>;
}

export interface Decomposed {
  /** All that there is; empty of tasks when the first call already failed. */
  readonly plan: Plan;
  readonly usage: Usage;
  readonly calls: number;
  readonly cost: number;
  /** What ended it early, cancellation included; null when it is complete. */
  readonly stopped: unknown;
}

/** Share of the window that the document may take; the rest is for questions and answers. */
export const WINDOW_SHARE = 0.6;
export const DEFAULT_WINDOW = 200_000;

/** Throws nothing but what `splitIntoParts` does: every later fault leaves the plan as far as it came. */
export async function decomposeByModel(input: DecomposeInput, options: ModelOptions): Promise<Decomposed> {
  const caller = new Caller(options);
  const window = options.model.maxInput ?? DEFAULT_WINDOW;
  const parts = splitIntoParts(input.document, input.prd, window * WINDOW_SHARE);
  let plan: Plan = { ...input.base, planner: 'model', tasks: [], uncovered: [], unfinishedRun: options.run };
  const context: LevelContext = {
    caller,
    model: options.model.id,
    outline: parts.length > 1 ? outlineOf(input.prd) : '',
    concurrency: options.concurrency,
    limits: options.limits,
    onPlan: async (partial) => {
      plan = withUncovered(partial);
      await options.onPlan(plan);
    },
  };
  try {
    const finished = await allSteps(plan, parts, context, options);
    plan = withUncovered(finish(finished));
    await options.onPlan(plan);
    return { plan, usage: caller.usage, calls: caller.calls, cost: options.budget.spent, stopped: null };
  } catch (stopped) {
    if (!isCancellation(stopped) && !isConductorError(stopped)) throw stopped;
    return { plan, usage: caller.usage, calls: caller.calls, cost: options.budget.spent, stopped };
  }
}

async function allSteps(start: Plan, parts: SourceParts, context: LevelContext, options: ModelOptions): Promise<Plan> {
  const questions = await findQuestions(context.caller, parts[0], context.outline);
  const answers = questions.length > 0 ? await options.askPerson(questions, options.signal) : [];
  if (!answers) throw new DOMException('The questions were dismissed.', 'AbortError');
  let plan = await planRoots({ ...start, answers }, parts, context);
  if (plan.tasks.length === 0) throw noPlan(plan, context.model);
  if (parts.length > 1) plan = await joinParts(plan, context.outline, context.caller);
  plan = await expandLevels(plan, (task) => partOf(parts, task), context);
  for (const part of parts) {
    const missing = missingIn(plan, part.requirements);
    if (missing.length > 0) plan = await coverRest(plan, part, missing, context);
  }
  return plan;
}

function noPlan({ faults }: Plan, model: string): ConductorError {
  const why = faults?.at(-1)?.message ?? 'It gave no tasks.';
  return new ConductorError('model.badAnswer', `${model} gave no usable plan: ${why}`, {
    remedy: 'Try another model, or use the outline planner.',
  });
}

/** The part that holds a requirement of the task; the first part for a task without one. */
export function partOf(parts: SourceParts, { covers }: DraftTask): SourcePart {
  return parts.find(({ requirements }) => requirements.some(({ id }) => covers.includes(id))) ?? parts[0];
}

/** What is work: goals, assumptions and what is out of scope need no task. */
const NEEDS_TASK = new Set<Requirement['kind']>(['functional', 'non-functional', 'constraint']);

function missingIn(plan: Plan, requirements: readonly Requirement[]): readonly Requirement[] {
  const covered = new Set(plan.tasks.flatMap(({ covers }) => covers));
  return requirements.filter(({ id, kind, done }) => NEEDS_TASK.has(kind) && !done && !covered.has(id));
}

function withUncovered(plan: Plan): Plan {
  const covered = new Set(plan.tasks.flatMap(({ covers }) => covers));
  const uncovered = plan.requirements
    .filter(({ id }) => !covered.has(id))
    .map(({ id, kind, done }) => ({ id, reason: reasonFor(kind, done === true) }));
  return { ...plan, uncovered };
}

function reasonFor(kind: Requirement['kind'], isDone: boolean): string {
  if (isDone) return 'The document marks it as done.';
  if (kind === 'out-of-scope') return 'The document puts it out of scope.';
  return NEEDS_TASK.has(kind) ? 'The model gave no task for it.' : 'It is no work in itself.';
}

function finish(plan: Plan): Plan {
  const { unfinishedRun: _, ...rest } = plan;
  return rest;
}
