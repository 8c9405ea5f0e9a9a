// What a person linked in Taskwerk and what the plan links can make a loop together, though neither does alone.
import type { TaskId } from '../../tasks/model.ts';
import { knotsOf } from '../graph/cycles.ts';
import { networkOf } from '../graph/network.ts';
import type { TaskContent } from '../importContent.ts';
import type { CurrentTask } from '../importDiff.ts';
import { treeOf } from '../tree.ts';
import type { ContentField } from './merge.ts';
import type { Step } from './steps.ts';

type Links = Pick<TaskContent, 'parent' | 'dependsOn'>;

const PARENT_REASON =
  'Its parent stays: with what was moved in Taskwerk the tasks would lie in a circle or wait for each other.';
const EDGE_REASON = 'Its dependencies stay: with those made in Taskwerk the tasks would wait for each other.';

/** The steps, with those parents and dependencies held back that would close a loop in Taskwerk. */
export function withoutLoops(steps: readonly Step[], current: ReadonlyMap<TaskId, CurrentTask>): readonly Step[] {
  if (!steps.some(changesLinks)) return steps;
  const inCircle = circles(linksAfter(steps, current));
  const settled = hold(steps, 'parent', inCircle, PARENT_REASON);
  const untied = hold(settled, 'dependsOn', knots(linksAfter(settled, current)), EDGE_REASON);
  if (knots(linksAfter(untied, current)).size === 0) return untied;
  const moved = new Set(untied.flatMap(({ write }) => (write?.kind === 'change' ? [write.taskId] : [])));
  return hold(untied, 'parent', moved, PARENT_REASON);
}

function changesLinks({ write }: Step): boolean {
  return write?.kind === 'change' && (write.fields.parent !== undefined || write.fields.dependsOn !== undefined);
}

function linksAfter(steps: readonly Step[], current: ReadonlyMap<TaskId, CurrentTask>): ReadonlyMap<TaskId, Links> {
  const links = new Map<TaskId, Links>(Array.from(current, ([id, { content }]) => [id, content]));
  for (const { write } of steps) {
    if (write?.kind === 'add') links.set(write.taskId, write.written);
    const before = write && links.get(write.taskId);
    if (write?.kind === 'change' && before) links.set(write.taskId, { ...before, ...write.fields });
  }
  return links;
}

/** Tasks that are their own ancestors. */
function circles(links: ReadonlyMap<TaskId, Links>): ReadonlySet<TaskId> {
  const waits = Array.from(links, ([key, { parent }]) => ({
    key,
    parent: null,
    hours: 0,
    waitsFor: parent === null ? [] : [{ key: parent, weight: 1 }],
  }));
  return membersOf(waits);
}

/** Tasks whose dependencies lie on a cycle. */
function knots(links: ReadonlyMap<TaskId, Links>): ReadonlySet<TaskId> {
  const items = Array.from(links, ([key, { parent, dependsOn }]) => ({ key, parent, dependsOn }));
  const { preorder } = treeOf<TaskId, (typeof items)[number]>(items);
  return membersOf(
    preorder.map(({ key, parent, dependsOn }) => ({
      key,
      parent,
      hours: 0,
      waitsFor: dependsOn.map((on) => ({ key: on, weight: 1 })),
    })),
  );
}

function membersOf(items: Parameters<typeof networkOf<TaskId>>[0]): ReadonlySet<TaskId> {
  const network = networkOf(items);
  return new Set(knotsOf(network).flatMap(({ members }) => members.flatMap((place) => network.keys[place] ?? [])));
}

function hold(
  steps: readonly Step[],
  field: ContentField,
  tasks: ReadonlySet<TaskId>,
  reason: string,
): readonly Step[] {
  if (tasks.size === 0) return steps;
  return steps.map((step) => {
    const { write } = step;
    const isMember = write?.kind === 'change' && tasks.has(write.taskId) && write.fields[field] !== undefined;
    return isMember && step.holding ? step.holding(new Map([[field, reason]])) : step;
  });
}
