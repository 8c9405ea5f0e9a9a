// Shaped drafts → draft tasks with titles, keys, criteria, estimates and the rest of what a person reviews.
import { foreignTitle, isForeignDocument } from './foreign.ts';
import type { Steps } from '../../steps.ts';
import type { DraftTask, Estimate, TaskKey } from '../model.ts';
import { categoryOf } from './category.ts';
import { testable } from './criteria.ts';
import { withDescendants, type Draft } from './draft.ts';
import {
  difficulties,
  leafComplexity,
  leafEstimate,
  parentComplexity,
  parentEstimate,
  statedEstimate,
} from './effort.ts';
import { KeyMaker, slugOf } from './keys.ts';
import type { IsName } from './names.ts';
import { titleOf } from './title.ts';
import { isTwoFaced, isVerb } from './verbs.ts';
import { cleanWording } from './wording.ts';
import { highest, phaseOf, urgencyOf } from './urgency.ts';

const LONGEST_DESCRIPTION = 1000;

export interface Finished {
  readonly draft: Draft;
  /** Without dependencies yet. */
  readonly task: DraftTask;
}

export interface FinishOptions {
  readonly isName: IsName;
  readonly phaseCount: number;
}

/** In document order, parents before children. */
export function* finishDrafts(
  roots: readonly Draft[],
  { isName, phaseCount }: FinishOptions,
): Steps<readonly Finished[]> {
  const drafts = Array.from(withDescendants(roots));
  const titles = yield* titlesOf(drafts, isName);
  const keys = new KeyMaker();
  const keyOf = new Map<Draft, TaskKey>();
  for (const draft of drafts) {
    keyOf.set(
      draft,
      keys.keyFor(titles.get(draft) ?? draft.wording, draft.parent ? (keyOf.get(draft.parent) ?? null) : null),
    );
    yield;
  }
  const isWanted = wantedAmong(drafts);
  const tasks = new Map<Draft, DraftTask>();
  for (const draft of drafts.toReversed()) {
    const parts = draft.children.flatMap((child) => tasks.get(child) ?? []);
    const title = titles.get(draft) ?? draft.wording;
    const key = keyOf.get(draft) ?? keys.keyFor(title, null);
    const parent = draft.parent ? (keyOf.get(draft.parent) ?? null) : null;
    const base = { key, parent, title, description: describe(draft, title), included: isWanted(draft) };
    tasks.set(draft, { ...base, ...fieldsOf(draft, title, parts, phaseCount) });
    yield;
  }
  return drafts.flatMap((draft) => {
    const task = tasks.get(draft);
    return task ? [{ draft, task }] : [];
  });
}

type Fields = Omit<DraftTask, 'key' | 'parent' | 'title' | 'description' | 'included'>;

function fieldsOf(draft: Draft, title: string, parts: readonly DraftTask[], phaseCount: number): Fields {
  const text = [...new Set([draft.details, ...draft.criteria])].join('\n');
  const own = urgencyOf(draft, phaseCount);
  const work = parts.length > 0 ? gathered(parts, title, text) : single(draft, title, text);
  return {
    dependsOn: [],
    acceptanceCriteria: criteriaOf(draft, title, parts),
    ...work,
    priority: parts.length > 0 ? (highest(parts.map(({ priority }) => priority)) ?? own) : own,
    tags: tagsOf(draft),
    covers: draft.covers.map(({ id }) => id),
    source: draft.source,
    edited: [],
  };
}

type Work = Pick<DraftTask, 'category' | 'complexity'> & { readonly estimate: Estimate };

function single(draft: Draft, title: string, text: string): Work {
  const category = categoryOf(title, text, draft.section?.title ?? '');
  const hard = difficulties(`${title}\n${text}`);
  const count = draft.criteria.length;
  const estimate = statedEstimate(draft) ?? leafEstimate(count, category, hard);
  return { category, estimate, complexity: leafComplexity(count, hard) };
}

/** What is left out does not count, unless all of it is. */
function gathered(parts: readonly DraftTask[], title: string, text: string): Work {
  const wanted = parts.filter(({ included }) => included);
  const counted = wanted.length > 0 ? wanted : parts;
  return {
    category: commonCategory(parts) ?? categoryOf(title, text, ''),
    estimate: parentEstimate(counted.map(({ estimate }) => estimate.hours)),
    complexity: parentComplexity(counted.map(({ complexity }) => complexity)),
  };
}

function criteriaOf(draft: Draft, title: string, parts: readonly DraftTask[]): string[] {
  const stated = [...new Set(draft.criteria.map(testable))];
  if (parts.length > 0) return [...stated, `All ${parts.length} subtasks meet their acceptance criteria.`];
  if (stated.length > 0) return stated;
  const where = draft.section ? ` as section “${draft.section.title}” of the document describes it` : '';
  return [`“${title}” is done${where}, and a test or a demonstration shows it.`];
}

/** The category of more than half of the parts. */
function commonCategory(parts: readonly DraftTask[]): string | null {
  const counts = Map.groupBy(parts, ({ category }) => category);
  for (const [category, group] of counts) if (group.length * 2 > parts.length) return category;
  return null;
}

function tagsOf(draft: Draft): string[] {
  const phase = phaseOf(draft);
  let root = draft;
  while (root.parent) root = root.parent;
  return [
    ...(root.isNamed && root !== draft ? [slugOf(cleanWording(root.wording))] : []),
    ...(phase === null ? [] : [`phase-${phase}`]),
    ...(draft.isFuture ? ['future'] : []),
    ...(isDone(draft) ? ['done-in-document'] : []),
  ];
}

function describe(draft: Draft, title: string): string {
  const where = draft.section ? `Section “${draft.section.title}” of the document.` : '';
  const details = draft.isNamed ? withoutLeadIns(draft.details) : draft.details;
  const parts = details ? [details] : [`${title}.`];
  if (where && !draft.isNamed) parts.push(where);
  const text = parts.join('\n\n');
  return text.length > LONGEST_DESCRIPTION ? `${text.slice(0, LONGEST_DESCRIPTION - 1)}…` : text;
}

const MOST_WORDS_OF_LEAD_IN = 5;

/** "Acceptance criteria:" over a list says nothing without the list. */
function withoutLeadIns(text: string): string {
  const isLeadIn = (words: string): boolean =>
    words.split(/\s+/u).length <= MOST_WORDS_OF_LEAD_IN && /^[^.!?]+:?$/u.test(words.trim()) && !/:\s*\S/u.test(words);
  return text
    .split('\n\n')
    .filter((paragraph) => !isLeadIn(paragraph))
    .join('\n\n');
}

/** Marked as finished by the document, with all below it. */
function isDone(draft: Draft): boolean {
  const own = draft.core.every(({ done }) => done === true);
  if (draft.children.length > 0) return own && draft.children.every(isDone);
  return own && draft.core.length > 0;
}

/**
 * Work for later and work that the document marks as finished is left out at first; a person can tick it again.
 * Where nothing would be left, finished work is in, then all.
 */
function wantedAmong(drafts: readonly Draft[]): (draft: Draft) => boolean {
  const leaves = drafts.filter(({ children }) => children.length === 0);
  const rules = [(draft: Draft) => !draft.isFuture && !isDone(draft), (draft: Draft) => !draft.isFuture, () => true];
  const rule = rules.find((isWanted) => leaves.some(isWanted)) ?? (() => true);
  const wanted = new Set<Draft>();
  for (const leaf of leaves.filter(rule)) for (let at: Draft | null = leaf; at; at = at.parent) wanted.add(at);
  return (draft) => wanted.has(draft);
}

/** So many texts tell the language of a document. */
const TELLING = 500;

/** Equal titles get their parent's name behind, so that each says what it is. */
function* titlesOf(drafts: readonly Draft[], isName: IsName): Steps<Map<Draft, string>> {
  const plain = new Map<Draft, string>();
  const isForeign = isForeignDocument(drafts.slice(0, TELLING).map(({ wording }) => wording));
  for (const draft of drafts) {
    plain.set(draft, foreignTitle(draft.wording, isForeign) ?? titleOf(draft.wording, draft.isNamed, isName));
    yield;
  }
  const equals = Map.groupBy(drafts, (draft) => plain.get(draft)?.toLowerCase());
  for (const [, group] of equals) {
    if (group.length < 2) continue;
    for (const draft of group) {
      const context = draft.parent ?? null;
      const named = context ? plain.get(context) : draft.section?.title;
      const title = plain.get(draft);
      if (named && title) plain.set(draft, withContext(title, subjectOf(named)));
    }
  }
  return plain;
}

function withContext(title: string, subject: string): string {
  return title.includes(' for ') || isPlainVerb(subject.split(' ', 1)[0] ?? '')
    ? `${title} (${subject})`
    : `${title} for ${subject}`;
}

function isPlainVerb(word: string): boolean {
  return isVerb(word) && !isTwoFaced(word);
}

function subjectOf(title: string): string {
  return title.replace(/^(?:build|implement|add|provide|create|set up|write|generate)\s+(?:an?\s+|the\s+)?/iu, '');
}
