// Dependencies that the document states in words, resolved to the tasks that those words name.
import { isIdentifier } from '../../prd/forms.ts';
import { isReference } from '../../prd/references.ts';
import { normalise } from '../../prd/text.ts';
import type { Prd, RequirementId, Section, StatedDependency } from '../../prd/model.ts';
import type { TaskKey } from '../model.ts';
import { quoted, type Candidate, type Ground } from './ground.ts';
import { Matcher } from './matcher.ts';
import type { PhaseWork } from './phases.ts';
import { stems } from './words.ts';

const ALIKE = 0.45;
const CERTAIN = 0.7;
/** The very name of a task, which counts before a phase that merely holds the word. */
const EXACT = 0.95;

export function statedEdges(prd: Prd, phases: readonly PhaseWork[], ground: Ground): Candidate[] {
  const resolver = new Resolver(prd, phases, ground);
  return prd.dependencies.flatMap((stated) =>
    resolver.waiting(stated).flatMap((from) =>
      resolver.awaited(stated, from).map(({ key, score }) => ({
        from,
        to: key,
        kind: 'stated' as const,
        evidence: {
          quote: stated.quote,
          source: stated.source,
          confidence: Math.round((0.6 + 0.35 * score) * 100) / 100,
          reason: `The document says that this waits for ${quoted(stated.on)}.`,
        },
      })),
    ),
  );
}

interface Resolved {
  readonly key: TaskKey;
  readonly score: number;
}

class Resolver {
  readonly #ground: Ground;
  readonly #phases: readonly PhaseWork[];
  readonly #tasksOf = new Map<string, TaskKey[]>();
  readonly #numbers: ReadonlyMap<string, Section>;
  /** By what numbers it in the document, such as "REQ-5". */
  readonly #numbered: ReadonlyMap<string, RequirementId>;
  readonly #parents: ReadonlyMap<string, string | null>;
  readonly #matcher: Matcher<TaskKey>;

  constructor(prd: Prd, phases: readonly PhaseWork[], ground: Ground) {
    this.#ground = ground;
    this.#phases = phases;
    this.#parents = new Map(prd.sections.map(({ id, parent }) => [id, parent]));
    this.#numbers = new Map(
      prd.sections.flatMap((section) => (section.number ? [[plainNumber(section.number), section]] : [])),
    );
    this.#numbered = new Map(
      prd.requirements.flatMap(({ id, label }) => (label && isIdentifier(label) ? [[normalise(label), id]] : [])),
    );
    for (const task of ground.tasks) this.#register(task.key);
    this.#matcher = new Matcher(
      ground.tasks.flatMap((task) => {
        const draft = ground.draftOf(task.key);
        const said = draft && !draft.isNamed ? [[task.key, draft.details] as const] : [];
        return [[task.key, draft?.wording ?? task.title] as const, ...said];
      }),
    );
  }

  /** The task of a requirement; in the prose of a section, the task that the sentence names, else the section's topmost tasks. */
  waiting({ from, subject }: StatedDependency): readonly TaskKey[] {
    const covering = this.#ground.coveredBy(from as RequirementId);
    const isOwn = covering !== undefined && this.#ground.draftOf(covering)?.core.some(({ id }) => id === from) === true;
    const named = subject === undefined || isOwn ? [] : this.#subjects(subject);
    if (named.length > 0) return named;
    return covering === undefined ? this.#topOf(from) : [covering];
  }

  /** "secrets vault and profiles" are two, unless one task bears the whole name. */
  #subjects(words: string): readonly TaskKey[] {
    const whole = this.#matcher.best(words, CERTAIN);
    const parts = words.split(/\s*(?:,|\band\b)\s*/iu).filter((part) => part.length > 2);
    const each = parts.flatMap((part) => this.#matcher.best(part, CERTAIN)?.target ?? []);
    const isEach = parts.length > 1 && each.length === parts.length && new Set(each).size === parts.length;
    return isEach && (whole?.score ?? 0) < EXACT ? each : whole ? [whole.target] : [];
  }

  awaited({ on, to }: StatedDependency, from: TaskKey): readonly Resolved[] {
    const exact = to !== undefined ? this.#at(to) : isReference(on) ? this.#pointedAt(on) : null;
    if (exact) return exact.filter((key) => !this.#ground.isKin(key, from)).map((key) => ({ key, score: 1 }));
    const whole = this.#named(on, from);
    if (whole && whole.score >= EXACT) return [whole];
    const pointed = this.#pointedAt(on).filter((key) => !this.#ground.isKin(key, from));
    if (pointed.length > 0) return pointed.map((key) => ({ key, score: 1 }));
    const parts = on.split(/\s*(?:,|;|\band\b|&|\+)\s*/iu).filter((part) => part.length > 2);
    const each = parts.length > 1 ? parts.flatMap((part) => this.#named(part, from) ?? []) : [];
    const isEachNamed = each.length === parts.length && each.every(({ score }) => score >= CERTAIN);
    if (isEachNamed && new Set(each.map(({ key }) => key)).size > 1) return each;
    if (whole && whole.score >= CERTAIN) return [whole];
    return each.length > 1 ? each : whole ? [whole] : each;
  }

  /** The task of a requirement, or the topmost tasks of a section. */
  #at(id: string): readonly TaskKey[] {
    const covering = this.#ground.coveredBy(id as RequirementId);
    return covering === undefined ? (this.#tasksOf.get(id) ?? []) : [covering];
  }

  /** "REQ-5", "phase 1", "section 3.2", "step 4". */
  #pointedAt(on: string): readonly TaskKey[] {
    const numbered = this.#ground.coveredBy(this.#numbered.get(normalise(on)) ?? ('' as RequirementId));
    if (numbered !== undefined) return [numbered];
    const titled = this.#phaseTitled(on);
    if (titled.length > 0) return titled;
    const phase = /\b(?:phase|milestone|stage)\s+(\w+)/iu.exec(on)?.[1];
    if (phase) return this.#phaseTasks(phase);
    const number = /(?:^|\b(?:section|feature|chapter|epic|step|requirement)\s+|§\s*)(\d+(?:\.\d+)*)\b/iu.exec(on)?.[1];
    const section = number ? this.#numbers.get(number) : undefined;
    return section ? this.#topOf(section.id) : [];
  }

  /** "after verification" means the phase "Verification and assessment", or all phases that are called so. */
  #phaseTitled(on: string): readonly TaskKey[] {
    const asked = stems(on);
    if (asked.size === 0) return [];
    const works = this.#phases.filter(({ phase }) => isWithin(asked, stems(phase.title)));
    return works.flatMap((work) => this.#tasksOfPhase(work));
  }

  #phaseTasks(number: string): readonly TaskKey[] {
    const work = this.#phases.find(
      ({ phase }) => new RegExp(`\\b${number}\\b`, 'iu').test(phase.title) || String(phase.order) === number,
    );
    return work ? this.#tasksOfPhase(work) : [];
  }

  #tasksOfPhase(work: PhaseWork): readonly TaskKey[] {
    const own = work.own ? this.#ground.keyOf(work.own) : undefined;
    return own === undefined ? work.mentions.flatMap(({ id }) => this.#ground.coveredBy(id) ?? []) : [own];
  }

  #named(words: string, from: TaskKey): Resolved | null {
    const match = this.#matcher.best(
      words,
      stems(words).size > 1 || /^\p{Lu}{2,}\b/u.test(words) ? ALIKE : CERTAIN,
      (key) => !this.#ground.isKin(key, from),
    );
    return match ? { key: match.target, score: match.score } : null;
  }

  #register(key: TaskKey): void {
    const draft = this.#ground.draftOf(key);
    const id = draft?.section?.id;
    if (!draft || id === undefined) return;
    const parent = this.#ground.task(key)?.parent;
    if (!draft.isNamed && parent && this.#ground.draftOf(parent)?.section?.id === id) return;
    const known = this.#tasksOf.get(id);
    if (draft.isNamed) this.#tasksOf.set(id, [key]);
    else if (!known) this.#tasksOf.set(id, [key]);
    else known.push(key);
  }

  #topOf(sectionId: string): readonly TaskKey[] {
    for (let at: string | null = sectionId; at !== null; at = this.#parents.get(at) ?? null) {
      const keys = this.#tasksOf.get(at);
      if (keys) return keys.slice(0, 8);
    }
    return [];
  }
}

function isWithin(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((stem) => whole.has(stem));
}

function plainNumber(number: string): string {
  return /\d+(?:\.\d+)*/.exec(number)?.[0] ?? number;
}
