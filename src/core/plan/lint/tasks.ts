// Single tasks: nothing to tell when they are done, too big, or to be looked at again.
import type { DraftTask, Fix, LintFinding, Plan } from '../model.ts';
import { nameOf, type Subject } from './common.ts';

/** About three days: more than a person or an agent finishes and a reviewer reads in one go. */
const MOST_HOURS = 24;
const MOST_COMPLEXITY = 8;
const MOST_PARTS = 5;

export function lintTasks(subject: Subject): readonly LintFinding[] {
  const attention = subject.included.flatMap(({ key, attention }): readonly LintFinding[] =>
    attention === undefined
      ? []
      : [
          {
            rule: 'attention',
            severity: 'warning',
            message: `${nameOf(subject, key)}: ${attention}`,
            where: [key],
            fix: null,
          },
        ],
  );
  return [
    ...subject.leaves.flatMap((task) => [...lintCriteria(subject, task), ...lintSize(subject, task)]),
    ...attention,
  ];
}

function lintCriteria(subject: Subject, { key, acceptanceCriteria }: DraftTask): readonly LintFinding[] {
  if (acceptanceCriteria.length > 0) return [];
  const message = `${nameOf(subject, key)} has no acceptance criteria.`;
  const fix = { title: 'Write down how to tell that it is done', edits: [] };
  return [{ rule: 'missing-criteria', severity: 'warning', message, where: [key], fix }];
}

function lintSize(subject: Subject, task: DraftTask): readonly LintFinding[] {
  const { key, estimate, complexity } = task;
  const reasons = [
    ...(estimate.hours > MOST_HOURS ? [`${estimate.hours} hours`] : []),
    ...(complexity > MOST_COMPLEXITY ? [`complexity ${complexity} of 10`] : []),
  ];
  if (reasons.length === 0) return [];
  const message = `${nameOf(subject, key)} is big for one task: ${reasons.join(', ')}.`;
  return [{ rule: 'oversize', severity: 'warning', message, where: [key], fix: splitFix(task) }];
}

/** One part for each third of a week or criterion, whichever gives fewer. */
function splitFix({ key, title, estimate, acceptanceCriteria }: DraftTask): Fix {
  const parts = Math.min(MOST_PARTS, acceptanceCriteria.length, Math.max(2, Math.ceil(estimate.hours / MOST_HOURS)));
  if (parts < 2) return { title: 'Split it', edits: [] };
  const stem = title.slice(0, 230).trimEnd();
  const titles = Array.from({ length: parts }, (_, index) => `${stem} (part ${index + 1} of ${parts})`);
  return { title: `Split it into ${parts} parts that share its criteria`, edits: [{ type: 'split', key, titles }] };
}

export function lintModelFaults({ faults = [] }: Plan): readonly LintFinding[] {
  return faults.map(({ key, message }) => ({
    rule: 'model-fault',
    severity: 'warning',
    message,
    where: key === null ? [] : [key],
    fix: null,
  }));
}
