// Tasks that are there twice.
import type { DraftTask, LintFinding } from '../model.ts';
import { listOf } from '../sentences.ts';
import { groupBy, nameOf, type Subject } from './common.ts';

/** Share of words that two titles for the same requirements must have in common to be taken for one thing. */
const ALIKE = 0.6;
/** Of so many leaves for the same requirements each is compared with the next only. */
const MANY = 20;

export function lintDuplicates(subject: Subject): readonly LintFinding[] {
  const sameTitle = Array.from(groupBy(subject.leaves, ({ title }) => wordsOf(title).join(' ')).entries()).filter(
    ([words, tasks]) => words !== '' && tasks.length > 1,
  );
  const known = new Set(sameTitle.flatMap(([, tasks]) => tasks));
  return [
    ...sameTitle.map(([, tasks]) => titleFinding(subject, tasks)),
    ...sameCovers(subject, known).map((pair) => coversFinding(subject, pair)),
  ];
}

function wordsOf(title: string): readonly string[] {
  return title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Equal titles below different parents may well be different things: "Write tests". */
function titleFinding(subject: Subject, tasks: readonly DraftTask[]): LintFinding {
  const keys = tasks.map(({ key }) => key);
  const isOneParent = new Set(tasks.map(({ parent }) => parent)).size === 1;
  return {
    rule: 'duplicate',
    severity: isOneParent ? 'warning' : 'info',
    message: `${tasks.length} tasks are called ${keys
      .slice(0, 1)
      .map((key) => nameOf(subject, key))
      .join('')}: ${listOf(keys)}.`,
    where: keys,
    fix: { title: 'Merge them into the first', edits: [{ type: 'merge', keys }] },
  };
}

type Pair = readonly [DraftTask, DraftTask];

function sameCovers({ leaves }: Subject, known: ReadonlySet<DraftTask>): readonly Pair[] {
  const groups = groupBy(
    leaves.filter((task) => task.covers.length > 0 && !known.has(task)),
    ({ covers, category }) => `${category}\n${[...covers].sort().join('\n')}`,
  );
  return Array.from(groups.values()).flatMap((tasks) =>
    tasks.flatMap((task, index) => {
      const others = tasks.slice(index + 1, tasks.length > MANY ? index + 2 : undefined);
      return others.filter((other) => areAlike(task, other)).map((other): Pair => [task, other]);
    }),
  );
}

function areAlike(a: DraftTask, b: DraftTask): boolean {
  const words = new Set(wordsOf(a.title));
  const others = new Set(wordsOf(b.title));
  const shared = [...words].filter((word) => others.has(word)).length;
  return shared / Math.max(1, words.size + others.size - shared) >= ALIKE;
}

function coversFinding(subject: Subject, [first, second]: Pair): LintFinding {
  return {
    rule: 'duplicate',
    severity: 'info',
    message: `${nameOf(subject, first.key)} and ${nameOf(subject, second.key)} cover the same requirements in nearly the same words.`,
    where: [first.key, second.key],
    fix: { title: 'Merge them', edits: [{ type: 'merge', keys: [first.key, second.key] }] },
  };
}
