// What of the document is covered after an edit: each requirement by an included task, or listed with the reason.
import type { RequirementId } from '../../prd/model.ts';
import { deletedHeadings } from '../headings.ts';
import type { Plan, Uncovered } from '../model.ts';
import type { Tasks } from './common.ts';

export function withCoverage(plan: Plan, tasks: Tasks): Plan {
  const covered = coveredBy(tasks.filter(({ included }) => included));
  const leftOut = coveredBy(tasks.filter(({ included }) => !included));
  const before = coveredBy(plan.tasks);
  const known = new Map(plan.uncovered.map((item) => [item.id, item]));
  const uncovered = plan.requirements.flatMap(({ id }): readonly Uncovered[] => {
    if (covered.has(id)) return [];
    const title = leftOut.get(id);
    if (title !== undefined) return [{ id, reason: `Its task "${title}" is left out.` }];
    const lost = before.get(id);
    if (lost !== undefined) return [{ id, reason: `Its task "${lost}" was deleted.` }];
    return [known.get(id) ?? { id, reason: 'No task covers it.' }];
  });
  const headings = deletedHeadings(plan, tasks);
  return { ...plan, tasks, uncovered, ...(headings.length > 0 && { deletedHeadings: headings }) };
}

/** The title of the first task that covers each requirement. */
function coveredBy(tasks: Tasks): ReadonlyMap<RequirementId, string> {
  const titles = new Map<RequirementId, string>();
  for (const { covers, title } of tasks) for (const id of covers) if (!titles.has(id)) titles.set(id, title);
  return titles;
}
