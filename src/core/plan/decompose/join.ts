// The seams of a long document that was planned part by part: one name for one thing, no work twice, edges across parts.
import { applyEdits } from '../edit.ts';
import type { Dependency, DraftTask, Plan, PlanEdit, TaskKey } from '../model.ts';
import type { ModelTask } from './answer.ts';
import type { Caller } from './calls.ts';
import { INSTRUCTIONS, JOIN_PARTS } from './prompts.ts';
import { block, foldSpace } from './source.ts';
import { withoutOwnCycles } from './untangle.ts';

/** Works on the titles and what they cover; the text of the parts is not sent again. */
export async function joinParts(plan: Plan, outline: string, caller: Caller): Promise<Plan> {
  const tasks = plan.tasks.map(
    ({ key, title, covers, parent }) => `${key}: ${title} (${covers.join(', ')})${parent ? ` in ${parent}` : ''}`,
  );
  const known = new Set<string>(plan.tasks.map(({ key }) => key));
  const { answer, problems } = await caller.ask({
    prefix: [{ type: 'text', text: `${INSTRUCTIONS}\n\n${block('outline', outline)}` }],
    question: `${block('tasks', tasks.join('\n'))}\n\n${JOIN_PARTS}`,
    purpose: 'decompose: join the parts',
    check: (reply) =>
      reply.tasks.filter(({ key }) => !known.has(key)).map(({ key }) => `${key} is not one of the tasks.`),
  });
  const faults = problems.map((message) => ({ key: null, message }));
  const before = new Set(plan.tasks.flatMap(({ dependsOn }) => dependsOn));
  const edited = withoutOwnCycles((answer?.tasks ?? []).reduce(joinOne, plan), (edge) => !before.has(edge));
  return {
    ...edited,
    decisions: [...(plan.decisions ?? []), ...(answer?.decisions ?? [])],
    faults: [...(edited.faults ?? []), ...faults],
  };
}

function joinOne(plan: Plan, change: ModelTask): Plan {
  const task = plan.tasks.find(({ key }) => key === change.key);
  if (!task) return plan;
  const withNames = replace(plan, {
    ...task,
    title: foldSpace(change.title).slice(0, 255) || task.title,
    dependsOn: joinEdges(plan, task, change),
  });
  const others = withNames.tasks
    .filter(({ key }) => key !== task.key && change.same_as.includes(key))
    .map(({ key }) => key);
  if (others.length === 0) return withNames;
  const merge: PlanEdit = { type: 'merge', keys: [task.key, ...others] };
  // A merge is a person's edit elsewhere; here it is the planner's own, so nothing is marked as edited.
  const merged = applyEdits(withNames, [merge]);
  return {
    ...merged,
    tasks: merged.tasks.map((one) => (one.key === task.key ? { ...one, edited: task.edited } : one)),
  };
}

function joinEdges(plan: Plan, task: DraftTask, change: ModelTask): readonly Dependency[] {
  const known = new Set<string>(plan.tasks.map(({ key }) => key));
  const have = new Set<string>([task.key, ...task.dependsOn.map(({ key }) => key)]);
  const extra = change.depends_on
    .filter(({ key }) => known.has(key) && !have.has(key))
    .map(({ key, reason }): Dependency => ({
      key: key as TaskKey,
      kind: 'entity',
      evidence: { quote: '', source: null, confidence: 0.5, reason: foldSpace(reason) },
    }));
  return [...task.dependsOn, ...extra];
}

const replace = (plan: Plan, task: DraftTask): Plan => ({
  ...plan,
  tasks: plan.tasks.map((one) => (one.key === task.key ? task : one)),
});
