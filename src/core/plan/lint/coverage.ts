// Requirements that no task covers.
import type { Requirement } from '../../prd/model.ts';
import type { Fix, LintFinding, TaskKey } from '../model.ts';
import type { Subject } from './common.ts';

/** With no reason a warning; with one a functional requirement is mentioned, others may well be left to no task. */
export function lintCoverage({ plan, included }: Subject): readonly LintFinding[] {
  const covered = new Set(included.flatMap(({ covers }) => covers));
  const reasons = new Map(plan.uncovered.map(({ id, reason }) => [id, reason]));
  const leftOut = new Map(
    plan.tasks.filter((task) => !task.included).flatMap(({ key, covers }) => covers.map((id) => [id, key] as const)),
  );
  return plan.requirements.flatMap((requirement): readonly LintFinding[] => {
    const { id, kind } = requirement;
    const reason = reasons.get(id);
    if (covered.has(id) || requirement.done || (reason !== undefined && kind !== 'functional')) return [];
    if (reason === undefined && kind === 'out-of-scope') return [];
    const why = reason ?? 'no task covers it, and no reason is given';
    return [
      {
        rule: 'orphan-requirement',
        severity: reason === undefined ? 'warning' : 'info',
        message: `The requirement "${shorten(requirement)}" is not covered: ${why.replace(/\.$/u, '')}.`,
        where: [id],
        fix: coverFix(leftOut.get(id)),
      },
    ];
  });
}

function coverFix(key: TaskKey | undefined): Fix {
  if (key === undefined) return { title: 'Add a task for it', edits: [] };
  return { title: 'Include its task again', edits: [{ type: 'set', key, fields: { included: true } }] };
}

function shorten({ text }: Requirement): string {
  return text.length > 80 ? `${text.slice(0, 79).trimEnd()}…` : text;
}
