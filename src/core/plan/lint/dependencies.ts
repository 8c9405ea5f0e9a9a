// Dependencies that cannot be met, lead nowhere, or say nothing.
import type { Cycle, Edge, PlanAnalysis } from '../graph.ts';
import type { Dependency, DraftTask, Fix, LintFinding, PlanEdit } from '../model.ts';
import { listOf } from '../sentences.ts';
import { groupBy, nameOf, type Subject } from './common.ts';

export const undependOf = ({ from, to }: Edge): PlanEdit => ({ type: 'undepend', key: from, on: to });

const MOST_NAMED = 12;

export function lintCycles(subject: Subject, { cycles }: PlanAnalysis): readonly LintFinding[] {
  return cycles.map((cycle) => ({
    rule: 'cycle',
    severity: 'error',
    message: cycleMessage(subject, cycle),
    where: cycle.members,
    fix: cutFix(subject, cycle),
  }));
}

function cycleMessage(subject: Subject, { members }: Cycle): string {
  const names = members.slice(0, MOST_NAMED).map((key) => nameOf(subject, key));
  if (members.length === 1) return `${listOf(names)} waits for itself.`;
  const others = members.length > names.length ? [`${members.length - names.length} more tasks`] : [];
  return `${listOf([...names, ...others])} wait for each other, so none of them can start.`;
}

function cutFix(subject: Subject, { cut, isSmallest }: Cycle): Fix {
  const waits = cut
    .slice(0, MOST_NAMED)
    .map(({ from, to }) => `${nameOf(subject, from)} no longer waits for ${nameOf(subject, to)}`);
  const others = cut.length > waits.length ? [`${cut.length - waits.length} more`] : [];
  const kind = isSmallest ? 'the lightest cut' : 'a good cut, maybe not the lightest';
  return { title: `Cut the cycle: ${listOf([...waits, ...others])} (${kind})`, edits: cut.map(undependOf) };
}

/** Dangling references, self-edges and doubles. */
export function lintEdges(subject: Subject): readonly LintFinding[] {
  return subject.plan.tasks.flatMap((task) =>
    Array.from(groupBy(task.dependsOn, ({ key }) => key).values()).flatMap((edges) => {
      const [edge] = edges;
      if (!edge) return [];
      const doubled = edges.length > 1 ? [doubleFinding(subject, task, edge, edges.length)] : [];
      return [...edgeFindings(subject, task, edge), ...doubled];
    }),
  );
}

function edgeFindings(subject: Subject, task: DraftTask, { key: on }: Dependency): readonly LintFinding[] {
  const { key } = task;
  const severity = task.included ? 'error' : 'info';
  const name = nameOf(subject, key);
  const removal: Fix = { title: 'Remove the dependency', edits: [{ type: 'undepend', key, on }] };
  if (key === on) {
    return [{ rule: 'self-edge', severity, message: `${name} depends on itself.`, where: [key], fix: removal }];
  }
  const other = subject.byKey.get(on);
  if (!other) {
    const message = `${name} depends on "${on}", which is not in the plan.`;
    return [{ rule: 'dangling', severity, message, where: [key], fix: removal }];
  }
  if (other.included || !task.included) return [];
  const message = `${name} depends on ${nameOf(subject, on)}, which is left out, so the dependency is not imported.`;
  return [{ rule: 'dangling', severity: 'warning', message, where: [key, on], fix: removal }];
}

function doubleFinding(subject: Subject, { key }: DraftTask, { key: on }: Dependency, count: number): LintFinding {
  return {
    rule: 'duplicate-edge',
    severity: 'warning',
    message: `${nameOf(subject, key)} depends on ${nameOf(subject, on)} ${count} times.`,
    where: [key, on],
    fix: { title: 'Keep the best supported one', edits: key === on ? [] : [{ type: 'depend', key, on }] },
  };
}

export function lintRedundancy(subject: Subject, { redundant }: PlanAnalysis): readonly LintFinding[] {
  return redundant.map((edge) => ({
    rule: 'redundant',
    severity: 'info',
    message: `${nameOf(subject, edge.from)} waits for ${nameOf(subject, edge.to)} anyway, by its other dependencies or those of what it belongs to.`,
    where: [edge.from, edge.to],
    fix: { title: 'Remove the dependency', edits: [undependOf(edge)] },
  }));
}
