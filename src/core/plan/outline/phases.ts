// Phases give order and urgency to the tasks they name; what no task speaks of becomes a task of the phase.
import type { Phase, Requirement, RequirementId, Section } from '../../prd/model.ts';
import type { Uncovered } from '../model.ts';
import { dispositionByLabel } from './disposition.ts';
import { adopt, cover, newDraft, type Draft } from './draft.ts';
import { phaseWording, withoutLabel, wordingOf, type Forest } from './hierarchy.ts';
import type { Outline } from './outline.ts';
import type { DraftMatcher } from './placing.ts';
import { plainWords } from './words.ts';

const ALIKE = 0.5;
const SAME = 0.8;
/** "drafting for 10 agents" is drafting. */
const AUDIENCE = /\s(?:for|to)\s(?:everyone|everybody|all\s\p{L}+|(?:the first\s)?\d[\d.,]*\+?\s\p{L}+)$/iu;
/** A phase that bears a feature's name gathers in that feature. */
const NAMED = 0.85;

/** A phase, the words in it that name tasks of features, and the task that gathers the rest of it. */
export interface PhaseWork {
  readonly phase: Phase;
  readonly mentions: readonly Requirement[];
  readonly own: Draft | null;
}

export interface PhasePlan {
  readonly works: readonly PhaseWork[];
  readonly roots: readonly Draft[];
  readonly uncovered: readonly Uncovered[];
}

export function planPhases(forest: Forest, outline: Outline, matcher: DraftMatcher): PhasePlan {
  const planner = new PhasePlanner(forest, outline, matcher);
  const items = forest.loose
    .filter(({ disposition }) => disposition.as === 'phase')
    .map(({ requirement }) => requirement);
  const details = items.filter((requirement) => !planner.placeItem(requirement));
  const uncovered = details.flatMap((requirement) => planner.placeDetail(requirement));
  const instead = new Map(planner.roots.map((root) => [root, withoutLoneGathering(root)]));
  const works = planner.works().map((work) => ({ ...work, own: work.own && (instead.get(work.own) ?? work.own) }));
  return { works, roots: [...instead.values()], uncovered };
}

class PhasePlanner {
  readonly roots: Draft[] = [];
  readonly #forest: Forest;
  readonly #outline: Outline;
  readonly #matcher: DraftMatcher;
  readonly #phases: ReadonlyMap<string, Phase>;
  readonly #containers = new Map<string, Draft>();
  readonly #placed = new Map<RequirementId, Draft>();
  readonly #named = new Map<string, Map<Draft, Requirement>>();

  constructor(forest: Forest, outline: Outline, matcher: DraftMatcher) {
    this.#forest = forest;
    this.#outline = outline;
    this.#matcher = matcher;
    this.#phases = new Map(outline.prd.phases.map((phase) => [phase.section, phase]));
  }

  works(): PhaseWork[] {
    return Array.from(this.#phases.values(), (phase) => {
      const mentions = [...(this.#named.get(phase.section)?.values() ?? [])];
      const own = this.#containers.get(phase.section) ?? this.#forest.bySection.get(phase.section) ?? null;
      return { phase, mentions, own };
    }).toSorted((one, other) => one.phase.order - other.phase.order);
  }

  /** False for what only describes the phase. */
  placeItem(requirement: Requirement): boolean {
    if (requirement.kind === 'goal' || dispositionByLabel(requirement) || this.#isMereLabel(requirement)) return false;
    const above = requirement.parent === null ? undefined : this.#placed.get(requirement.parent);
    const text = withoutLabel(requirement);
    if (above) {
      cover(above, requirement, text);
      return true;
    }
    const isNow = ({ isFuture }: Draft): boolean => !isFuture;
    const match =
      this.#matcher.best(text, ALIKE, isNow) ?? this.#matcher.best(text.replace(AUDIENCE, ''), ALIKE, isNow);
    if (match) this.#name(match.target, requirement, match.score < SAME ? text : null);
    else this.#addTask(requirement, text);
    return true;
  }

  /** Scope, success criteria: to the phase's own task, else to the closest task that it names. */
  placeDetail(requirement: Requirement): Uncovered[] {
    const section = this.#outline.section(requirement.section);
    const text = withoutLabel(requirement);
    const isGoal = requirement.kind === 'goal';
    const target = this.#homeOf(section, text, isGoal);
    if (!target)
      return [
        { id: requirement.id, reason: `Describes a phase that names no task (section “${section?.title ?? ''}”).` },
      ];
    cover(target, requirement, isGoal || dispositionByLabel(requirement)?.isCheck === true ? text : null);
    return [];
  }

  #homeOf(section: Section | null, text: string, isGoal: boolean): Draft | undefined {
    const phase = this.#phaseOf(section);
    const own = section ? this.#containers.get(phase?.section ?? section.id) : undefined;
    if (own) return own;
    const spoken = isGoal ? this.#matcher.best(text, ALIKE, ({ isFuture }) => !isFuture)?.target : undefined;
    const named = phase ? this.#named.get(phase.section) : undefined;
    if (spoken || !named) return spoken;
    return this.#matcher.best(text, 0.2, (draft) => named.has(draft))?.target ?? [...named.keys()][0];
  }

  #isMereLabel(requirement: Requirement): boolean {
    return this.#outline.nestedIn(requirement).length > 0 && plainWords(requirement.text).length <= 5;
  }

  #name(draft: Draft, requirement: Requirement, criterion: string | null): void {
    cover(draft, requirement, criterion);
    this.#placed.set(requirement.id, draft);
    const phase = this.#phaseOf(this.#outline.section(requirement.section));
    if (!phase) return;
    const isFirst = draft.phase === null || phase.order < draft.phase;
    if (isFirst) draft.phase = phase.order;
    const named = this.#named.get(phase.section) ?? new Map<Draft, Requirement>();
    if (!named.has(draft)) named.set(draft, requirement);
    this.#named.set(phase.section, named);
  }

  #addTask(requirement: Requirement, text: string): void {
    const section = this.#outline.section(requirement.section);
    const draft = newDraft({
      wording: wordingOf(requirement),
      isNamed: false,
      section,
      source: requirement.source,
      details: requirement.text,
      isFuture: false,
    });
    cover(draft, requirement, text);
    draft.core.push(requirement);
    this.#placed.set(requirement.id, draft);
    draft.phase = this.#phaseOf(section)?.order ?? null;
    if (section) adopt(this.#container(section), [draft]);
    else this.roots.push(draft);
  }

  /** The task of a section within a phase; made when something needs it. */
  #container(section: Section): Draft {
    const known = this.#containers.get(section.id);
    if (known) return known;
    const phase = this.#phases.get(section.id);
    const feature = phase
      ? this.#matcher.best(section.title, NAMED, ({ isFuture, isNamed }) => isNamed && !isFuture)
      : null;
    if (feature) {
      this.#containers.set(section.id, feature.target);
      return feature.target;
    }
    const draft = newDraft({
      wording: phase ? phaseWording(section) : section.title,
      isNamed: true,
      section,
      source: section.span,
      details: section.text,
      isFuture: false,
    });
    draft.phase = this.#phaseOf(section)?.order ?? null;
    this.#containers.set(section.id, draft);
    const parent = phase ? null : this.#outline.parentOf(section);
    if (parent && this.#outline.roleOf(parent) === 'phase') adopt(this.#container(parent), [draft]);
    else this.roots.push(draft);
    return draft;
  }

  #phaseOf(section: Section | null): Phase | null {
    for (let at = section; at; at = this.#outline.parentOf(at)) {
      const phase = this.#phases.get(at.id);
      if (phase) return phase;
    }
    return null;
  }
}

/** A phase with one task of its own and nothing else to say is that task. */
function withoutLoneGathering(root: Draft): Draft {
  const [only, ...others] = root.children;
  if (!only || others.length > 0 || root.covers.length > 0 || !root.isNamed) return root;
  only.parent = null;
  return only;
}
