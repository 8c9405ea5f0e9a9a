// Which requirement is which: word for word first, then alike within the same section, then alike anywhere.
import type { Requirement, RequirementId, Section } from '../../prd/model.ts';
import type { Steps } from '../../steps.ts';
import type { Plan } from '../model.ts';
import { Matcher } from '../outline/matcher.ts';

const ALIKE_IN_SECTION = 0.55;
const ALIKE_ANYWHERE = 0.75;
/** So many likenesses are looked up in one step. */
const IN_ONE_STEP = 200;

/** `next` with the ids of `previous` for the same requirements; new ones get ids that were never used. */
export function* withKnownRequirements(previous: Plan, next: Plan): Steps<Plan> {
  const ids = newIds(previous, next, yield* pairRequirements(previous, next));
  yield;
  const rename = (id: RequirementId): RequirementId => ids.get(id) ?? id;
  return {
    ...next,
    requirements: next.requirements.map((requirement) => ({
      ...requirement,
      id: rename(requirement.id),
      parent: requirement.parent === null ? null : rename(requirement.parent),
    })),
    tasks: next.tasks.map((task) => ({ ...task, covers: task.covers.map(rename) })),
    uncovered: next.uncovered.map((item) => ({ ...item, id: rename(item.id) })),
  };
}

/** The id in `next` → the id in `previous`. */
function* pairRequirements(previous: Plan, next: Plan): Steps<Map<RequirementId, RequirementId>> {
  const pairing = new Pairing(previous, next);
  pairing.byText((requirement, section) => `${section}\n${requirement.text}`);
  yield;
  pairing.byText(({ text }) => text);
  yield;
  pairing.byText(({ text }) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' '));
  yield;
  yield* pairing.byLikeness(ALIKE_IN_SECTION, true);
  yield* pairing.byLikeness(ALIKE_ANYWHERE, false);
  return pairing.pairs;
}

class Pairing {
  readonly pairs = new Map<RequirementId, RequirementId>();
  readonly #old: readonly Requirement[];
  readonly #new: readonly Requirement[];
  readonly #sectionOf: (requirement: Requirement) => string;
  readonly #used = new Set<RequirementId>();

  constructor(previous: Plan, next: Plan) {
    this.#old = previous.requirements;
    this.#new = next.requirements;
    const titles = new Map<Requirement, string>();
    for (const plan of [previous, next]) {
      const sections = new Map(plan.sections.map((section: Section) => [section.id, section.title]));
      for (const requirement of plan.requirements)
        titles.set(requirement, sections.get(requirement.section ?? '') ?? '');
    }
    this.#sectionOf = (requirement) => titles.get(requirement) ?? '';
  }

  /** Equal ones are paired in document order. */
  byText(keyOf: (requirement: Requirement, section: string) => string): void {
    const waiting = Map.groupBy(this.#openOld(), (requirement) => keyOf(requirement, this.#sectionOf(requirement)));
    const next = new Map<string, number>();
    for (const requirement of this.#openNew()) {
      const key = keyOf(requirement, this.#sectionOf(requirement));
      const place = next.get(key) ?? 0;
      const old = waiting.get(key)?.[place];
      if (!old) continue;
      next.set(key, place + 1);
      this.#pair(requirement, old);
    }
  }

  *byLikeness(atLeast: number, inSection: boolean): Steps<void> {
    const open = this.#openOld();
    if (open.length === 0) return;
    const matcher = new Matcher(open.map((requirement) => [requirement, requirement.text] as const));
    for (const [place, requirement] of this.#openNew().entries()) {
      if (place % IN_ONE_STEP === 0) yield;
      const section = this.#sectionOf(requirement);
      const match = matcher.best(
        requirement.text,
        atLeast,
        (old) => !this.#used.has(old.id) && (!inSection || this.#sectionOf(old) === section),
      );
      if (match) this.#pair(requirement, match.target);
    }
  }

  #pair(requirement: Requirement, old: Requirement): void {
    this.pairs.set(requirement.id, old.id);
    this.#used.add(old.id);
  }

  #openOld(): readonly Requirement[] {
    return this.#old.filter(({ id }) => !this.#used.has(id));
  }

  #openNew(): readonly Requirement[] {
    return this.#new.filter(({ id }) => !this.pairs.has(id));
  }
}

/** An unpaired requirement keeps its id unless `previous` used it for something else. */
function newIds(
  previous: Plan,
  next: Plan,
  pairs: ReadonlyMap<RequirementId, RequirementId>,
): ReadonlyMap<RequirementId, RequirementId> {
  const taken = new Set<string>(previous.requirements.map(({ id }) => id));
  let highest = Math.max(0, ...[...taken, ...next.requirements.map(({ id }) => id)].map(numberOf));
  const ids = new Map(pairs);
  for (const { id } of next.requirements) {
    if (ids.has(id)) continue;
    if (!taken.has(id)) {
      ids.set(id, id);
      continue;
    }
    highest += 1;
    ids.set(id, id.replace(/\d+$/, (digits) => String(highest).padStart(digits.length, '0')) as RequirementId);
  }
  return ids;
}

function numberOf(id: string): number {
  return Number(/\d+$/.exec(id)?.[0] ?? 0);
}
