// Stored plans and Taskwerk tasks for the tests of the tree.
import type { Plan, PlanId, StoredPlan, TaskKey } from '../../../../src/core/plan/model.ts';
import type { Task, TaskId } from '../../../../src/core/tasks/model.ts';
import type { LinkedTasks } from '../../../../src/vscode/plans/planIndex.ts';

export const taskId = (id: string): TaskId => id as TaskId;

export function stored(plan: Plan, revision = 1): StoredPlan {
  return { id: 1 as PlanId, status: 'draft', createdAt: '2026-01-02 03:04:05', revision, plan };
}

export function taskwerkTask(id: string, rest: Partial<Task> = {}): Task {
  return {
    id: taskId(id),
    name: `Do ${id}`,
    description: null,
    status: 'todo',
    priority: 'medium',
    assignee: null,
    estimate: null,
    progress: 0,
    parentId: null,
    category: null,
    tags: [],
    dependsOn: [],
    metadata: {},
    createdAt: '2026-01-02 03:04:05',
    updatedAt: '2026-01-02 03:04:05',
    ...rest,
  };
}

export function linkedTo(tasks: Readonly<Record<string, Task>>): LinkedTasks {
  return new Map(Object.entries(tasks).map(([name, task]) => [name as TaskKey, task]));
}
