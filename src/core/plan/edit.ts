// Everything that a person can do to a plan, as pure functions.
import { withCoverage } from './edit/coverage.ts';
import { depend, undepend } from './edit/dependencies.ts';
import { setFields, setIncluded } from './edit/fields.ts';
import { addTask, deleteTasks, moveTasks, renameKey } from './edit/hierarchy.ts';
import { mergeTasks, splitTask } from './edit/splitMerge.ts';
import type { DraftTask, Plan, PlanEdit } from './model.ts';

/** Throws ConductorError `plan.invalid` for an edit that names a missing task or would make a parent loop. */
export function applyEdits(plan: Plan, edits: readonly PlanEdit[]): Plan {
  const tasks = edits.reduce(applyEdit, plan.tasks);
  return tasks === plan.tasks ? plan : withCoverage(plan, tasks);
}

function applyEdit(tasks: readonly DraftTask[], edit: PlanEdit): readonly DraftTask[] {
  switch (edit.type) {
    case 'set':
      return setFields(tasks, edit.key, edit.fields);
    case 'include':
      return setIncluded(tasks, edit.key, edit.included);
    case 'move':
      return moveTasks(tasks, edit);
    case 'add':
      return addTask(tasks, edit.parent, edit.title);
    case 'delete':
      return deleteTasks(tasks, edit.keys);
    case 'split':
      return splitTask(tasks, edit.key, edit.titles);
    case 'merge':
      return mergeTasks(tasks, edit.keys);
    case 'depend':
      return depend(tasks, edit.key, edit.on);
    case 'undepend':
      return undepend(tasks, edit.key, edit.on);
    case 'rename-key':
      return renameKey(tasks, edit.key, edit.to);
  }
}
