// Making one task wait for another, and no longer.
import type { Dependency, TaskKey } from '../model.ts';
import { edited, findTask, refusal, replaceTask, type Tasks } from './common.ts';

/** Afterwards the dependency is there once; what supports it already stays. */
export function depend(tasks: Tasks, key: TaskKey, on: TaskKey): Tasks {
  const before = findTask(tasks, key);
  if (key === on) throw refusal(`The task "${key}" cannot wait for itself.`, 'Pick another task to wait for.');
  findTask(tasks, on);
  const known = before.dependsOn.some((edge) => edge.key === on);
  const dependsOn = withoutDoubles(known ? before.dependsOn : [...before.dependsOn, manualDependency(on)]);
  return replaceTask(tasks, before, edited(before, { ...before, dependsOn }));
}

/** Also takes away what points nowhere. */
export function undepend(tasks: Tasks, key: TaskKey, on: TaskKey): Tasks {
  const before = findTask(tasks, key);
  const dependsOn = before.dependsOn.filter((edge) => edge.key !== on);
  return replaceTask(tasks, before, edited(before, { ...before, dependsOn }));
}

export function manualDependency(on: TaskKey): Dependency {
  return { key: on, kind: 'manual', evidence: { quote: '', source: null, confidence: 1, reason: 'A person said so.' } };
}

/** Of dependencies on the same task the best supported one stays, at the place of the first. */
export function withoutDoubles(edges: readonly Dependency[]): readonly Dependency[] {
  const best = new Map<TaskKey, Dependency>();
  for (const edge of edges) {
    const other = best.get(edge.key);
    if (!other || edge.evidence.confidence > other.evidence.confidence) best.set(edge.key, edge);
  }
  return best.size === edges.length ? edges : [...best.values()];
}
