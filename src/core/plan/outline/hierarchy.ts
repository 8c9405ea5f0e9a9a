// Sections and requirements → a forest of drafts, and the requirements that still look for a place.
import { withoutEstimate } from '../../prd/estimates.ts';
import { isIdentifier } from '../../prd/forms.ts';
import type { Requirement, RequirementId, Section } from '../../prd/model.ts';
import { dispositionByLabel, dispositionOf, isCheckSection, type Disposition } from './disposition.ts';
import { colonLabel } from '../../prd/text.ts';
import { adopt, cover, newDraft, type Draft } from './draft.ts';
import type { Outline } from './outline.ts';
import { isPerson } from './people.ts';
import { withoutStoryLabel } from './stories.ts';
import { baseForm, isVerb } from './verbs.ts';
import { plainWords } from './words.ts';

/** Headings that merely hold others: what stands below moves up in their stead. */
const WRAPPER =
  /^(?:(?:key|core|main|major|functional|product|system|detailed|technical|software|user|business|high[- ]level|proposed|new|all|and|the|&|mvp)\s+)*(?:features?|requirements?|components?|functionality|functions|capabilit(?:y|ies)|specifications?|scope|deliverables|details|user stories|stories|use cases|epics?|modules|functional requirements|solution|implementation|architecture|design|prd|spec|work(?: items| packages| breakdown)?|tasks?|to-?dos?|what (?:we|to) build|what (?:we(?:'re| are)|it is|is being) (?:building|built)|what we (?:will|want to) build|the (?:solution|product|features?|proposal))(?:\s+(?:list|overview|specification|requirements))?(?:\s*\(.*\))?$/iu;
/** "Must-haves for the demo", "P1": how urgent, not what. */
const URGENCY =
  /^(?:(?:must|should|could|nice[- ]to)[- ]haves?(?:\s.*)?|(?:p[0-3]|(?:critical|high|medium|low)[- ]priority)(?:\s+(?:features?|requirements?|items?))?)$/iu;
/** Headings that describe; without a requirement below there is nothing to build. */
const DESCRIPTIVE =
  /\b(?:overview|introduction|background|summary|purpose|vision|context|motivation|recommendation|decision|question|information|notes?|appendix|references?|history|updates?|changelog|version|diagrams?|(?:integration|system|overall|technical) architecture|personas?|users|audience|stakeholders|glossary|risks?|challenges?|metrics|timeline|approach|philosophy|principles?|strategy|considerations|questions|scope|flow|example|format)\b/iu;

/** A document of no more requirements than this is one feature; a longer list under its title alone is a list of features. */
const FEW = 3;

export interface Loose {
  readonly requirement: Requirement;
  readonly disposition: Disposition;
}

export interface Forest {
  readonly roots: Draft[];
  readonly loose: readonly Loose[];
  readonly bySection: Map<string, Draft>;
  readonly byRequirement: Map<RequirementId, Draft>;
}

export function growForest(outline: Outline): Forest {
  return new Grower(outline).grow();
}

class Grower {
  readonly #outline: Outline;
  readonly #phases: ReadonlySet<string>;
  readonly #loose: Loose[] = [];
  readonly #bySection = new Map<string, Draft>();
  readonly #byRequirement = new Map<RequirementId, Draft>();

  constructor(outline: Outline) {
    this.#outline = outline;
    this.#phases = new Set(outline.prd.phases.map(({ section }) => section));
  }

  grow(): Forest {
    const roots = [...this.#ownTasks(null), ...this.#outline.roots.flatMap((section) => this.#sectionDrafts(section))];
    return { roots, loose: this.#loose, bySection: this.#bySection, byRequirement: this.#byRequirement };
  }

  #sectionDrafts(section: Section): Draft[] {
    const below = [
      ...this.#ownTasks(section),
      ...this.#outline.childrenOf(section).flatMap((child) => this.#sectionDrafts(child)),
    ];
    if (!this.#isPlanned(section) || this.#isWrapper(section)) return below;
    const isFuture = this.#outline.roleOf(section) === 'future';
    if (isFuture && below.length === 1 && !this.#phases.has(section.id)) return below;
    if (below.length === 0 && !this.#isBuildable(section)) return [];
    const draft = newDraft(
      {
        wording: this.#phases.has(section.id) ? phaseWording(section) : sectionWording(section, isFuture),
        isNamed: true,
        section,
        source: section.span,
        details: section.text,
        isFuture,
      },
      below,
    );
    this.#bySection.set(section.id, draft);
    return [draft];
  }

  #isPlanned(section: Section): boolean {
    const role = this.#outline.roleOf(section);
    return (role === 'feature' || role === 'non-functional' || role === 'future') && !isCheckSection(section);
  }

  /** The document's own title, or a heading such as "Functional requirements". */
  #isWrapper(section: Section): boolean {
    const children = this.#outline.childrenOf(section);
    if (children.length === 0) {
      const isRoot = this.#outline.parentOf(section) === null;
      const isNameless = section.level === 1 || isWrapping(section);
      if (isRoot && this.#outline.roots.length === 1)
        return isNameless && this.#outline.requirementsIn(section).length > FEW;
      const isGroup = isRoot && /^(?:technical|software|system)\b/iu.test(section.title);
      return isWrapping(section) && !isGroup;
    }
    if (this.#outline.roleOf(section) === 'non-functional') return false;
    return isWrapping(section) || this.#isDocumentTitle(section);
  }

  #isDocumentTitle(section: Section): boolean {
    if (this.#outline.parentOf(section) || section.level > 1 || section.number !== undefined) return false;
    return this.#outline.roots.every((other) => other === section || this.#outline.childrenOf(other).length === 0);
  }

  /** Without any requirement below, a heading is work only where it names a thing to build. */
  #isBuildable(section: Section): boolean {
    const parent = this.#outline.parentOf(section);
    const isSpoken = this.#outline.requirementsIn(section).length > 0;
    if (isSpoken) return true;
    if (this.#outline.roleOf(section) !== 'feature' || !parent || WRAPPER.test(section.title)) return false;
    return !DESCRIPTIVE.test(section.title) && plainWords(section.title).length <= 8;
  }

  #ownTasks(section: Section | null): Draft[] {
    return this.#outline.requirementsIn(section).flatMap((requirement) => this.#requirementDrafts(requirement));
  }

  /** A quality is a check of the feature that it stands with; where the heading above is no feature, it is work of its own. */
  #isHomelessQuality(requirement: Requirement): boolean {
    const section = this.#outline.section(requirement.section);
    if (requirement.kind !== 'non-functional' || requirement.parent !== null || !section) return false;
    return this.#isPlanned(section) && this.#isWrapper(section) && dispositionByLabel(requirement) === null;
  }

  /** The draft of a requirement that is a task of its own; others wait in `loose`. */
  #requirementDrafts(requirement: Requirement): Draft[] {
    const disposition = dispositionOf(requirement, this.#outline);
    const nested = this.#outline.nestedIn(requirement);
    if (disposition.as !== 'task' && !this.#isHomelessQuality(requirement)) {
      this.#loose.push({ requirement, disposition });
      return nested.flatMap((inner) => this.#requirementDrafts(inner));
    }
    const section = this.#outline.section(requirement.section);
    const draft = newDraft({
      wording: wordingOf(requirement),
      isNamed: false,
      section,
      source: requirement.source,
      details: requirement.text,
      isFuture: section !== null && this.#outline.roleOf(section) === 'future',
    });
    this.#byRequirement.set(requirement.id, draft);
    const isMereLabel = nested.length > 0 && plainWords(requirement.text).length <= 5;
    cover(draft, requirement, isMereLabel ? null : withoutLabel(requirement));
    if (!isMereLabel) draft.core.push(requirement);
    adopt(
      draft,
      nested.flatMap((inner) => this.#requirementDrafts(inner)),
    );
    return [draft];
  }
}

function isWrapping({ title }: Section): boolean {
  const words = title.replace('’', "'");
  return WRAPPER.test(words) || URGENCY.test(words);
}

/** "(milestone: 1 July)", "(weeks 3–5)", "(Q2)": when, not what. */
const WHEN =
  /\b(?:milestone|due|until|eta|target|deadline|weeks?|months?|days?|quarter|q[1-4]|h[12]|20\d\d|jan\w*|feb\w*|march|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*)\b/iu;

/** "Deliver phase 2: workflow automation". */
export function phaseWording({ title, number }: Section): string {
  const digits = /\d+/.exec(number ?? title)?.[0];
  const name = title
    .replace(/^(?:phase|milestone|stage|sprint)\s*\w*\s*[:.–—-]*\s*/iu, '')
    .replaceAll(/\s*\([^()]*\)/gu, (remark) => (WHEN.test(remark) ? '' : remark))
    .trim();
  const phase = digits ? `phase ${digits}` : 'phase';
  return name ? `Deliver ${phase}: ${name}` : `Deliver ${phase}`;
}

const MOST_WORDS_OF_FIGURE = 6;

/** "Later" and "Icebox" name no work. */
function sectionWording({ title }: Section, isFuture: boolean): string {
  const isBare =
    /^(?:maybe |for )?(?:later|future|backlog|ice ?box|parking lot|wish ?list|nice[- ]to[- ]haves?|ideas)$/iu.test(
      title,
    );
  return isFuture && isBare ? 'Explore ideas for later' : title;
}

/** "99.5 % of each month", "below 2 seconds": says nothing without its label. */
function isFigure(text: string): boolean {
  if (plainWords(text).length > MOST_WORDS_OF_FIGURE && /\b(?:is|are|must|shall|can)\b/iu.test(text)) return false;
  return /^(?:(?:below|under|above|over|at (?:least|most)|less than|more than|within|up to|[<>≤≥]=?)\s)?\s*\d[\d.,]*\s?(?:%|\p{L}+)/iu.test(
    text,
  );
}

/** "Start: cold start < 2.5 s": the label alone would not say how much. */
function isLimited(requirement: Requirement): boolean {
  if (requirement.kind !== 'non-functional' || plainWords(requirement.label ?? '').length > 3) return false;
  return /(?:[<>≤≥]=?|\b(?:no later than|no more than|less than|within|at (?:most|least)))\s?\d/iu.test(
    withoutLabel(requirement),
  );
}

/** "Languages: English, German, Turkish": the label names what is listed. */
function isEnumeration({ label = '', text }: Requirement): boolean {
  return (
    /^\p{L}+s$/u.test(label) &&
    /^\p{L}+s:\s+[^\s,]+(?:\s[^\s,]+)?(?:,\s+(?:and\s+)?[^\s,]+(?:\s[^\s,]+)?)+$/u.test(text)
  );
}

/** A label of one to six words names the task; otherwise its text does. */
export function wordingOf(requirement: Requirement): string {
  if (requirement.estimate === undefined) return nameOf(requirement);
  const { label, ...others } = requirement;
  const text = withoutEstimate(requirement.text);
  // The words before the colon of "Export the list (estimate: 5 h)" are no label.
  const isLabel =
    label !== undefined && (isIdentifier(label) || !requirement.text.startsWith(label) || text.startsWith(label));
  return nameOf({ ...others, text, ...(isLabel ? { label } : {}) });
}

function nameOf(requirement: Requirement): string {
  const { label, text } = requirement;
  if (!label || withoutStoryLabel(text) !== text) return text;
  if (isIdentifier(label)) return nameIn(text) ?? text;
  const words = plainWords(label).length;
  if (isFigure(withoutLabel(requirement)) || isLimited(requirement)) return text;
  if (isEnumeration(requirement)) return `${label} (${withoutLabel(requirement)})`;
  const isTelling =
    !/^[A-Z]+[-_ ]?\d/u.test(label) &&
    words >= 2 &&
    words <= 7 &&
    !/^(?:updated|new|critical|for|resolved|as)\b/iu.test(label);
  return isTelling || (words === 1 && isThing(requirement)) ? label : withoutLabel(requirement);
}

/** "Search: full text over all posts": one word that names a thing, with words behind it that say no more than what it holds. */
function isThing(requirement: Requirement): boolean {
  const { label = '' } = requirement;
  const rest = withoutLabel(requirement);
  const isNoun =
    /^\p{L}{4,}$/u.test(label) && !/(?:[^m]ent|ant|al|ive|ic|ous|ble|ful|ed|ly|er|or|[^s]s)$/iu.test(label);
  const [first = ''] = plainWords(rest);
  if (rest === requirement.text || !isNoun || isPerson(label) || isVerb(first) || baseForm(first) !== null)
    return false;
  return !/\b(?:is|are|can|may|must|shall|should|will|has|have|gets?|never)\b/iu.test(rest);
}

/** "Receipt upload: Employees upload …" under a number of its own: the words before the colon name it. */
function nameIn(text: string): string | null {
  const name = colonLabel(text);
  if (name === undefined || isFigure(text.slice(name.length + 1).trim())) return null;
  const words = plainWords(name);
  return words.length <= 5 && (words.length > 1 || name.length >= 3) ? name : null;
}

/** The text after "Label: ", or the whole where nothing else is said. */
export function withoutLabel({ label, text }: Pick<Requirement, 'label' | 'text'>): string {
  if (!label || !text.startsWith(label)) return text;
  const rest = text.slice(label.length).replace(/^[\s:–—-]+/u, '');
  return plainWords(rest).length >= 2 ? rest : text;
}
