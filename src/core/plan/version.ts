// Which state of which plan something was made from.
import type { StoredPlan } from './model.ts';

type Version = Pick<StoredPlan, 'createdAt' | 'revision'>;

/** For plans with the same id. That of a discarded plan is given again, so the revision alone does not tell them apart. */
export function isSameVersion(one: Version, other: Version): boolean {
  return one.createdAt === other.createdAt && one.revision === other.revision;
}
