// A model's tasks → draft tasks in the plan. What cannot be kept is reported, never dropped in silence.
import type { Requirement, RequirementId } from '../../prd/model.ts';
import type { Dependency, DraftTask, Plan, PlanFault, TaskKey } from '../model.ts';
import type { ModelTask } from './answer.ts';
import { foldSpace } from './source.ts';

export interface MergeContext {
  readonly plan: Plan;
  /** Under which task the new ones go; null for the first level. */
  readonly parent: DraftTask | null;
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** The whole document, white space folded: where quotes must be found. */
  readonly foldedText: string;
  readonly model: string;
  /** Keys that a task given again keeps as they are. */
  readonly keep?: ReadonlySet<string>;
}

export interface Merged {
  readonly plan: Plan;
  readonly added: readonly DraftTask[];
  readonly faults: readonly PlanFault[];
}

const MAX_KEY = 40;
/** Believed of an edge without words of the document, and of one with them. */
const CONFIDENCE = { unquoted: 0.5, quoted: 0.9 };

/** Adds the tasks under the parent, whose hours become their sum. Unknown references are left out and reported. */
export function mergeTasks(tasks: readonly ModelTask[], context: MergeContext): Merged {
  const keys = uniqueKeys(tasks, context);
  const known = new Set<string>([...context.plan.tasks.map(({ key }) => key), ...keys.values()]);
  const faults: PlanFault[] = [];
  const added = tasks.map((task): DraftTask => {
    const key = keys.get(task.key) ?? (task.key as TaskKey);
    const report = (message: string) => void faults.push({ key, message });
    const covers = keepCovers(task, context.requirements, report);
    const [first] = covers;
    return {
      key,
      title: foldSpace(task.title).slice(0, 255) || key,
      description: task.description.trim(),
      parent: context.parent?.key ?? null,
      dependsOn: keepEdges(task, { key, keys, known, context, report }),
      acceptanceCriteria: task.acceptance_criteria.map(foldSpace).filter(Boolean),
      estimate: { hours: task.hours, rule: `Estimated by ${context.model}.` },
      complexity: Math.round(task.complexity),
      priority: task.priority,
      category: foldSpace(task.category).slice(0, 50) || 'feature',
      tags: [...new Set(task.tags.map(foldSpace).filter(Boolean))],
      covers,
      source: (first && context.requirements.get(first)?.source) ?? context.parent?.source ?? null,
      included: true,
      edited: [],
      testStrategy: task.test_strategy.trim(),
      risks: task.risks.map(foldSpace).filter(Boolean),
    };
  });
  return { plan: insert(context.plan, context.parent, added), added, faults };
}

/** The key that each of the model's keys gets: a slug that nothing else in the plan has. */
function uniqueKeys(tasks: readonly ModelTask[], { plan, parent, keep }: MergeContext): Map<string, TaskKey> {
  const taken = new Set<string>(plan.tasks.map(({ key }) => key));
  const keys = new Map<string, TaskKey>();
  for (const { key: wished } of tasks) {
    const slug =
      wished
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')
        .slice(0, MAX_KEY) || 'task';
    const names = [
      ...(keep?.has(wished) ? [wished] : []),
      slug,
      ...(parent ? [`${parent.key}-${slug}`.slice(0, MAX_KEY)] : []),
    ];
    let key = names.find((name) => !taken.has(name));
    for (let n = 2; key === undefined; n++) key = taken.has(`${slug}-${n}`) ? undefined : `${slug}-${n}`;
    taken.add(key);
    if (!keys.has(wished)) keys.set(wished, key as TaskKey);
  }
  return keys;
}

function keepCovers(
  { covers }: ModelTask,
  requirements: ReadonlyMap<string, Requirement>,
  report: (message: string) => void,
): RequirementId[] {
  const unknown = covers.filter((id) => !requirements.has(id));
  if (unknown.length > 0) report(`The model cited ${unknown.join(', ')}, which the document does not have.`);
  return [...new Set(covers)].filter((id): id is RequirementId => requirements.has(id));
}

interface EdgeContext {
  readonly key: TaskKey;
  readonly keys: ReadonlyMap<string, TaskKey>;
  readonly known: ReadonlySet<string>;
  readonly context: MergeContext;
  readonly report: (message: string) => void;
}

function keepEdges({ depends_on: edges }: ModelTask, { key, keys, known, context, report }: EdgeContext): Dependency[] {
  const kept = new Map<TaskKey, Dependency>();
  for (const edge of edges) {
    const on = keys.get(edge.key) ?? (edge.key as TaskKey);
    if (!known.has(on) || on === key || on === context.parent?.key) {
      report(`The model made ${key} wait for "${edge.key}", which it cannot; the dependency was left out.`);
      continue;
    }
    const quote = foldSpace(edge.quote);
    const isFound = quote !== '' && context.foldedText.includes(quote);
    if (quote !== '' && !isFound)
      report(`The words that the model quoted for "${key} after ${on}" are not in the document; they were dropped.`);
    kept.set(on, {
      key: on,
      kind: edge.kind === 'stated' && !isFound ? 'entity' : edge.kind,
      evidence: {
        quote: isFound ? quote : '',
        source: null,
        confidence: isFound ? CONFIDENCE.quoted : CONFIDENCE.unquoted,
        reason: foldSpace(edge.reason),
      },
    });
  }
  return [...kept.values()];
}

/** Behind everything below the parent, so that siblings keep the model's order. */
function insert(plan: Plan, parent: DraftTask | null, added: readonly DraftTask[]): Plan {
  if (!parent) return { ...plan, tasks: [...plan.tasks, ...added] };
  const at = plan.tasks.findIndex(({ key }) => key === parent.key);
  const hours = added.reduce((sum, { estimate }) => sum + estimate.hours, 0);
  const summed: DraftTask = { ...parent, estimate: { hours, rule: 'Sum of its subtasks.' } };
  return { ...plan, tasks: [...plan.tasks.slice(0, at), summed, ...added, ...plan.tasks.slice(at + 1)] };
}
