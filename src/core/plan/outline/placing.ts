// Finds a place for what is no task of its own: details under their section, goals and constraints where a task speaks of them.
import type { Requirement } from '../../prd/model.ts';
import type { Uncovered } from '../model.ts';
import { cover, isWithin, withDescendants, type Draft } from './draft.ts';
import { withoutLabel, type Forest, type Loose } from './hierarchy.ts';
import { Matcher, type Match } from './matcher.ts';
import type { Outline } from './outline.ts';

/** How alike a loose requirement and a task must be: below its own feature, and anywhere in the plan. */
const ALIKE_AT_HOME = 0.35;
const ALIKE_ANYWHERE = 0.5;
/** A heading such as "Challenge: loop detection" must name the task in full. */
const NAMED = 0.7;
/** From here on two wordings say the same, and the second adds nothing to check. */
const SAME = 0.8;

export type DraftMatcher = Matcher<Draft>;

export function matcherOf(roots: readonly Draft[]): DraftMatcher {
  return new Matcher(
    Array.from(withDescendants(roots)).flatMap((draft) => sidesOf(draft).map((text) => [draft, text] as const)),
  );
}

/** A draft is known by its name, and where it is a requirement by its text as well. */
function sidesOf({ isNamed, wording, details }: Draft): readonly string[] {
  return isNamed || wording === details ? [wording] : [wording, details];
}

/** Covers what has a place, and returns the rest with reasons. Requirements of phases are not touched. */
export function placeLoose(forest: Forest, outline: Outline, matcher: DraftMatcher): Uncovered[] {
  const uncovered: Uncovered[] = [];
  const homes = new Homes(forest, outline);
  for (const { requirement, disposition } of forest.loose) {
    if (disposition.as === 'phase') continue;
    const reason = place(requirement, disposition, homes, matcher);
    if (reason !== null) uncovered.push({ id: requirement.id, reason });
  }
  return uncovered;
}

/** Null when it was placed, else why not. */
function place(
  requirement: Requirement,
  disposition: Exclude<Loose['disposition'], { as: 'phase' }>,
  homes: Homes,
  matcher: DraftMatcher,
): string | null {
  if (disposition.as === 'nothing') return disposition.reason;
  const text = withoutLabel(requirement);
  const home = homes.of(requirement);
  if (disposition.as === 'detail' && home) {
    cover(home, requirement, disposition.isCheck ? text : null);
    return null;
  }
  const match = closest(requirement, text, home, homes, matcher);
  const target = match?.target ?? home;
  if (target) {
    cover(target, requirement, (match?.score ?? 0) < SAME && !isTalk(disposition) ? text : null);
    return null;
  }
  return disposition.as === 'loose' ? disposition.reason : 'Says nothing that a single task could deliver.';
}

function closest(
  requirement: Requirement,
  text: string,
  home: Draft | null,
  homes: Homes,
  matcher: DraftMatcher,
): Match<Draft> | null {
  const named = subjectOf(text);
  const own = named === undefined || home ? null : matcher.best(named, NAMED, isNow);
  if (own) return own;
  return home
    ? matcher.best(text, ALIKE_AT_HOME, (draft) => isWithin(draft, home))
    : (matcher.best(text, ALIKE_ANYWHERE, isNow) ?? matcher.best(homes.topicOf(requirement), NAMED, isNow));
}

/** "Reporting depends on the calendar" is about reporting. */
function subjectOf(text: string): string | undefined {
  return /^(?:the )?(.{3,60}?)\s(?:depends? (?:up)?on|requires?|relies on|rely on|(?:is|are) blocked by|builds? (?:up)?on)\s/iu.exec(
    text,
  )?.[1];
}

function isNow({ isFuture }: Draft): boolean {
  return !isFuture;
}

function isTalk(disposition: Loose['disposition']): boolean {
  return disposition.as === 'detail' && !disposition.isCheck;
}

/** The nearest draft above a requirement: of the one it is nested in, else of a section around it. */
class Homes {
  readonly #forest: Forest;
  readonly #outline: Outline;

  constructor(forest: Forest, outline: Outline) {
    this.#forest = forest;
    this.#outline = outline;
  }

  /** The title of the risk that a mitigation stands under; empty elsewhere. */
  topicOf(requirement: Requirement): string {
    const section = this.#outline.section(requirement.section);
    return section && this.#outline.roleOf(section) === 'risks' ? section.title : '';
  }

  of(requirement: Requirement): Draft | null {
    const above = requirement.parent === null ? undefined : this.#forest.byRequirement.get(requirement.parent);
    if (above) return above;
    for (let at = this.#outline.section(requirement.section); at; at = this.#outline.parentOf(at)) {
      const draft = this.#forest.bySection.get(at.id);
      if (draft) return draft;
    }
    return null;
  }
}
