// What became of a document's requirements since it was planned.
import type { Requirement, RequirementId } from '../../prd/model.ts';
import type { Plan } from '../model.ts';

export interface Rewording {
  readonly before: Requirement;
  readonly after: Requirement;
}

/** With the ids that the plan knows. What is in none of the lists is as it was. */
export interface DocumentChanges {
  readonly reworded: readonly Rewording[];
  readonly added: readonly Requirement[];
  /** No longer in the document, or put out of scope there. */
  readonly gone: readonly Requirement[];
}

/** `next` names requirements as `previous` does. */
export function documentChanges(previous: Plan, next: Plan): DocumentChanges {
  const old = new Map(previous.requirements.map((requirement) => [requirement.id, requirement]));
  const now = new Map(next.requirements.map((requirement) => [requirement.id, requirement]));
  return {
    reworded: next.requirements.flatMap((after) => {
      const before = old.get(after.id);
      return before && before.text !== after.text && isWanted(after) ? [{ before, after }] : [];
    }),
    added: next.requirements.filter((after) => {
      const before = old.get(after.id);
      return isWanted(after) && (!before || !isWanted(before));
    }),
    gone: previous.requirements.filter((before) => {
      const after = now.get(before.id);
      return !after || (isWanted(before) && !isWanted(after));
    }),
  };
}

export function hasChanges({ reworded, added, gone }: DocumentChanges): boolean {
  return reworded.length + added.length + gone.length > 0;
}

const isWanted = ({ kind }: Requirement): boolean => kind !== 'out-of-scope';

/** The changes that concern a task: of what it covers, and what is to be covered by it in addition. */
export class ChangeIndex {
  readonly #reworded: ReadonlyMap<RequirementId, Rewording>;
  readonly #gone: ReadonlyMap<RequirementId, Requirement>;
  readonly added: ReadonlyMap<RequirementId, Requirement>;

  constructor({ reworded, added, gone }: DocumentChanges) {
    this.#reworded = new Map(reworded.map((change) => [change.after.id, change]));
    this.#gone = new Map(gone.map((requirement) => [requirement.id, requirement]));
    this.added = new Map(added.map((requirement) => [requirement.id, requirement]));
  }

  of(covers: readonly RequirementId[]): DocumentChanges {
    return {
      reworded: covers.flatMap((id) => this.#reworded.get(id) ?? []),
      gone: covers.flatMap((id) => this.#gone.get(id) ?? []),
      added: covers.flatMap((id) => this.added.get(id) ?? []),
    };
  }
}
