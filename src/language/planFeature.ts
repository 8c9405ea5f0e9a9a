// Plan documents: what is wrong, what can be written, what a key or a requirement means, and keys renamed everywhere.
import {
  ResponseError,
  ErrorCodes,
  type Hover,
  type Location,
  type Position,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { flowText } from '../core/plan/document/text.ts';
import { isTaskKey } from '../core/plan/keys.ts';
import type { DraftTask, StoredPlan } from '../core/plan/model.ts';
import type { Requirement } from '../core/prd/model.ts';
import type { LanguageFeature, OpenDocument } from './feature.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import { contains, rangeOf } from './places.ts';
import { completePlan } from './planCompletion.ts';
import { diagnosePlan } from './planDiagnostics.ts';
import { planActions } from './planFixes.ts';
import { linkedTasks } from './planned.ts';
import { planOutline } from './planOutline.ts';
import { keyPlaceAt, keyPlaces, type KeyPlace } from './planPlaces.ts';
import type { KnownPlan, PlanTexts } from './planTexts.ts';

export function planFeature(texts: PlanTexts): LanguageFeature {
  return {
    kinds: ['plan'],
    diagnose: async (document) => diagnosePlan(document, await texts.of(document)),
    complete: async (document, position) => {
      const { written, stored } = await texts.lastReadable(document);
      return completePlan(document.text, position, written, stored?.plan.requirements ?? []);
    },
    hover: async (document, position) => hover(document, await texts.of(document), position),
    symbols: async ({ ...document }) => planOutline(document.text, (await texts.of(document)).written),
    actions: async (document, params) => planActions(document, await texts.of(document), params),
    renameable: async (document, position) => renameable(document, await texts.of(document), position),
    rename: async (document, position, newName) => rename(document, await texts.of(document), position, newName),
    define: async (document, position) => places(document, await texts.of(document), position, ['key']),
    references: async (document, position) =>
      places(document, await texts.of(document), position, ['key', 'parent', 'depends_on']),
  };
}

async function hover(document: OpenDocument, known: KnownPlan, position: Position): Promise<Hover | null> {
  const requirement = requirementAt(known, position);
  if (requirement) {
    const { id, text, kind } = requirement;
    return { contents: { kind: 'markdown', value: `**${escapeMarkdown(id)}** ${kind}\n\n${escapeMarkdown(text)}` } };
  }
  const place = keyPlaceAt(known.written, position);
  if (!place) return null;
  const paragraphs = [...(await taskLines(document, known, place.key)), ...edgeLines(known.stored, place)];
  if (paragraphs.length === 0) return null;
  return { contents: { kind: 'markdown', value: paragraphs.join('\n\n') }, range: place.range };
}

function requirementAt({ written, stored }: KnownPlan, position: Position): Requirement | undefined {
  const id = written.tasks.flatMap(({ covers }) => covers).find(({ span }) => contains(rangeOf(span), position))?.value;
  return id === undefined ? undefined : stored?.plan.requirements.find((one) => one.id === id);
}

/** The task as the document has it now, or as the plan had it while the document is at fault. */
async function taskLines(
  { project }: OpenDocument,
  { plan, stored }: KnownPlan,
  key: string,
): Promise<readonly string[]> {
  const task = (plan ?? stored?.plan)?.tasks.find((one) => one.key === key);
  if (!task) return [];
  const { title, priority, category, estimate, complexity, description } = task;
  const facts = [
    priority,
    category,
    `${estimate.hours} h`,
    `complexity ${complexity}`,
    await statusOf(project, stored, task),
  ];
  return [
    `**${escapeMarkdown(title)}**`,
    facts.filter(Boolean).map(escapeMarkdown).join(' · '),
    ...(description === '' ? [] : [escapeMarkdown(description)]),
  ];
}

async function statusOf(project: OpenDocument['project'], stored: StoredPlan | null, task: DraftTask): Promise<string> {
  if (!project || !stored) return '';
  const row = (await linkedTasks(project, stored.plan.sourceFile))(task);
  return row ? `${row.id} ${row.status}` : task.included ? 'not imported yet' : 'left out';
}

/** Why one task waits for another. */
function edgeLines(stored: StoredPlan | null, { use, key, task }: KeyPlace): readonly string[] {
  if (use !== 'depends_on') return [];
  const waiting = stored?.plan.tasks.find((one) => one.key === task.key?.value);
  const edge = waiting?.dependsOn.find((one) => one.key === key);
  if (!edge) return ['A person wrote this dependency.'];
  const { reason, quote, confidence } = edge.evidence;
  return [
    `*${edge.kind}*, ${Math.round(confidence * 100)} %${reason ? `: ${escapeMarkdown(reason)}` : ''}`,
    ...(quote ? [`> ${escapeMarkdown(quote.replaceAll(/\s+/g, ' '))}`] : []),
  ];
}

function renameable({ text }: OpenDocument, { written }: KnownPlan, position: Position) {
  const place = keyPlaceAt(written, position);
  if (!place) return null;
  const isQuoted = /^["']/.test(text.getText(place.range));
  return { range: isQuoted ? inner(place.range) : place.range, placeholder: place.key };
}

const inner = ({ start, end }: Location['range']): Location['range'] => ({
  start: { ...start, character: start.character + 1 },
  end: { ...end, character: end.character - 1 },
});

function rename(
  { uri }: OpenDocument,
  { written }: KnownPlan,
  position: Position,
  newName: string,
): WorkspaceEdit | null {
  const all = keyPlaces(written);
  const place = all.find(({ range }) => contains(range, position));
  if (!place) return null;
  if (!isTaskKey(newName)) throw refusal(`"${newName}" cannot be a key: use lower-case words joined by hyphens.`);
  if (newName !== place.key && all.some(({ key, use }) => use === 'key' && key === newName)) {
    throw refusal(`Another task has the key "${newName}" already.`);
  }
  const edits = all.filter(({ key }) => key === place.key).map(({ range }) => ({ range, newText: flowText(newName) }));
  return { changes: { [uri]: edits } };
}

const refusal = (message: string): ResponseError<undefined> => new ResponseError(ErrorCodes.InvalidParams, message);

function places(
  { uri }: OpenDocument,
  { written }: KnownPlan,
  position: Position,
  uses: readonly KeyPlace['use'][],
): Location[] {
  const all = keyPlaces(written);
  const key = all.find(({ range }) => contains(range, position))?.key;
  return all.filter((place) => place.key === key && uses.includes(place.use)).map(({ range }) => ({ uri, range }));
}
