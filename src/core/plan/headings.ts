// Which heading of the document a task stands for. A task of a heading alone covers no requirement; the title names it.
import type { Section } from '../prd/model.ts';
import type { DraftTask, Plan } from './model.ts';

/** Looks up the section of the plan whose heading a task stands for; none for a requirement's and for one by hand. */
export function headingIn({ sections }: Pick<Plan, 'sections'>): (task: DraftTask) => Section | undefined {
  const byPlace = new Map(sections.map((section) => [placeOf(section.span), section]));
  return ({ source, edited }) => (source && !edited.includes('all') ? byPlace.get(placeOf(source)) : undefined);
}

const placeOf = ({ line, column, page }: Section['span']): string => `${line}:${column}:${page ?? ''}`;

/** Titles of the headings deleted before and of those whose tasks are no more among `tasks`, with the headings below. */
export function deletedHeadings(plan: Plan, tasks: readonly DraftTask[]): readonly string[] {
  const heading = headingIn(plan);
  const idsOf = (some: readonly DraftTask[]): ReadonlySet<string> =>
    new Set(some.flatMap((task) => heading(task)?.id ?? []));
  const before = idsOf(plan.tasks);
  const after = idsOf(tasks);
  const gone = new Set<string>();
  const titles = new Set(plan.deletedHeadings);
  for (const { id, parent, title } of plan.sections) {
    if (after.has(id) || !(before.has(id) || gone.has(parent ?? ''))) continue;
    gone.add(id);
    titles.add(title);
  }
  return [...titles];
}
