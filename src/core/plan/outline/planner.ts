// PRD → plan from the document's own structure: no model, no key, no network.
import type { Prd, RequirementId } from '../../prd/model.ts';
import { atOnce, type Steps } from '../../steps.ts';
import type { Plan, Uncovered } from '../model.ts';
import type { Draft } from './draft.ts';
import { inferDependencies } from './dependencies.ts';
import { finishDrafts, type Finished } from './finish.ts';
import { growForest, withoutLabel } from './hierarchy.ts';
import { learnNames } from './names.ts';
import { outlineOf } from './outline.ts';
import { planPhases } from './phases.ts';
import { matcherOf, placeLoose } from './placing.ts';
import { mergeRepeats } from './repeats.ts';
import { shapeForest } from './shape.ts';

export interface OutlineOptions {
  readonly sourceFile: string;
  readonly sourceHash: string;
  /** Levels of the task tree: 1 gives only roots. */
  readonly maxDepth: number;
}

/**
 * Each requirement ends in the `covers` of an included task or in `uncovered` with the reason. Work for later (tag `future`) and
 * work that the document marks as finished (tag `done-in-document`) is planned but not included.
 */
export function planFromOutline(prd: Prd, options: OutlineOptions): Plan {
  return atOnce(planInSteps(prd, options));
}

export function* planInSteps(prd: Prd, { sourceFile, sourceHash, maxDepth }: OutlineOptions): Steps<Plan> {
  const outline = outlineOf(prd);
  const forest = growForest(outline);
  yield;
  yield* mergeRepeats(forest);
  yield;
  const matcher = matcherOf(forest.roots);
  const unplaced = placeLoose(forest, outline, matcher);
  yield;
  const phases = planPhases(forest, outline, matcher);
  const roots = [...forest.roots, ...phases.roots].toSorted(inDocumentOrder);
  shapeForest(roots, maxDepth);
  yield;
  const isName = learnNames(prd.requirements.map(withoutLabel).concat(prd.sections.map(({ text }) => text)));
  yield;
  const finished = yield* finishDrafts(roots, { isName, phaseCount: prd.phases.length });
  const plan: Plan = {
    title: prd.title,
    sourceFile,
    sourceHash,
    planner: 'outline',
    sections: prd.sections,
    requirements: prd.requirements,
    tasks: finished.map(({ task }) => task),
    uncovered: uncoveredAmong(prd, finished, [...unplaced, ...phases.uncovered]),
  };
  yield;
  return yield* inferDependencies(plan, { prd, phases: phases.works, finished });
}

function inDocumentOrder({ source: one }: Draft, { source: other }: Draft): number {
  if (!one || !other) return 0;
  return (one.page ?? 0) - (other.page ?? 0) || one.line - other.line || one.column - other.column;
}

/** What only left-out tasks cover is not covered either, for the reason that they are left out. */
function uncoveredAmong(prd: Prd, finished: readonly Finished[], unplaced: readonly Uncovered[]): readonly Uncovered[] {
  const reasons = new Map(unplaced.map(({ id, reason }) => [id, reason]));
  for (const { draft, task } of finished) {
    if (task.included) continue;
    const why = draft.isFuture ? 'The document leaves this for later' : 'The document marks this as done';
    for (const id of task.covers) reasons.set(id, `${why}; its task “${task.title}” is left out.`);
  }
  return prd.requirements.flatMap(({ id }: { id: RequirementId }) => {
    const reason = reasons.get(id);
    return reason === undefined ? [] : [{ id, reason }];
  });
}
