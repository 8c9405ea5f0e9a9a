// Tasks put in a row for the sake of a row: each waits only for the one before, and little says that it must.
import type { DraftTask, LintFinding, TaskKey } from '../model.ts';
import { nameOf, type Subject } from './common.ts';
import { undependOf } from './dependencies.ts';

const LONG_CHAIN = 5;
const WEAK = 0.6;

export function lintChains(subject: Subject): readonly LintFinding[] {
  const before = weakLinks(subject);
  const after = new Map(Array.from(before, ([key, on]) => [on, key]));
  const starts = [...after.keys()].filter((key) => !before.has(key));
  return starts
    .map((start) => chainFrom(start, after))
    .filter((chain) => chain.length >= LONG_CHAIN)
    .map((chain) => chainFinding(subject, chain));
}

/** For each task with a single, weak dependency on a task that nothing else waits for, that task. */
function weakLinks({ included, byKey }: Subject): ReadonlyMap<TaskKey, TaskKey> {
  const waiting = new Map<TaskKey, number>();
  for (const { dependsOn } of included) for (const { key } of dependsOn) waiting.set(key, (waiting.get(key) ?? 0) + 1);
  const isWeak = ({ dependsOn: [edge, ...more] }: DraftTask): boolean =>
    edge !== undefined &&
    more.length === 0 &&
    edge.kind !== 'manual' &&
    edge.evidence.confidence < WEAK &&
    waiting.get(edge.key) === 1 &&
    byKey.get(edge.key)?.included === true;
  return new Map(
    included.filter(isWeak).flatMap(({ key, dependsOn }) => dependsOn.map((edge) => [key, edge.key] as const)),
  );
}

function chainFrom(start: TaskKey, after: ReadonlyMap<TaskKey, TaskKey>): readonly TaskKey[] {
  const chain = [start];
  for (let key = after.get(start); key !== undefined; key = after.get(key)) chain.push(key);
  return chain;
}

function chainFinding(subject: Subject, chain: readonly TaskKey[]): LintFinding {
  const [first, last] = [chain[0], chain.at(-1)].map((key) => (key === undefined ? '' : nameOf(subject, key)));
  const edges = chain.slice(1).flatMap((from, index) => {
    const to = chain[index];
    return to === undefined ? [] : [{ from, to }];
  });
  return {
    rule: 'pure-chain',
    severity: 'warning',
    message: `${chain.length} tasks from ${first ?? ''} to ${last ?? ''} each wait only for the one before, with little evidence; they could run side by side.`,
    where: chain,
    fix: { title: `Remove the ${edges.length} weak dependencies`, edits: edges.map(undependOf) },
  };
}
