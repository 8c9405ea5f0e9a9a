// Task ids (`TASK-012`, `TASK-012.1`) wherever they stand: what the task is, where it comes from, where it is named.
import type { Hover, Location, Position } from 'vscode-languageserver';
import type { Span } from '../core/prd/document.ts';
import type { Task, TaskId } from '../core/tasks/model.ts';
import type { LanguageFeature, LanguageProject, OpenDocument } from './feature.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import { rangeOf, wordAt, wordsIn } from './places.ts';

const TASK_ID = /\b[A-Z]+-\d+(?:\.\d+)*\b/g;

export const taskIdFeature: LanguageFeature = {
  kinds: ['prd', 'plan', 'config', 'other'],
  hover,
  define,
  references,
};

async function hover(document: OpenDocument, position: Position): Promise<Hover | null> {
  const found = await taskAt(document, position);
  if (!found) return null;
  const { task, range } = found;
  const facts = [
    task.status,
    task.priority,
    task.estimate === null ? '' : `${task.estimate} h`,
    task.assignee ?? '',
  ].filter(Boolean);
  const waits = task.dependsOn.length > 0 ? `\n\nWaits for ${task.dependsOn.join(', ')}` : '';
  const value = `**${task.id}** ${escapeMarkdown(task.name)}\n\n${facts.join(' · ')}${waits}${task.description ? `\n\n${escapeMarkdown(task.description)}` : ''}`;
  return { contents: { kind: 'markdown', value }, range };
}

/** The requirement that the task was made for, in its document. */
async function define(document: OpenDocument, position: Position): Promise<readonly Location[]> {
  const found = await taskAt(document, position);
  if (!found || !document.project) return [];
  const { project } = document;
  const origin = await originOf(project, found.task.id);
  // A PDF or Word document has no lines to lead to.
  if (!origin || origin.source.page !== undefined) return [];
  return [{ uri: `${project.uri}/${encodeURI(origin.sourceFile)}`, range: rangeOf(origin.source) }];
}

async function references(
  { text, project }: OpenDocument,
  position: Position,
  signal: AbortSignal,
): Promise<readonly Location[]> {
  const id = wordAt(text, position, TASK_ID);
  if (!id || !project) return [];
  const lines = await project.search(id.word, signal);
  return lines.flatMap(({ uri, line, text: content }) =>
    wordsIn(content, line, TASK_ID)
      .filter(({ word }) => word === id.word)
      .map(({ range }) => ({ uri, range })),
  );
}

async function taskAt(
  { text, project }: OpenDocument,
  position: Position,
): Promise<{ task: Task; range: Location['range'] } | null> {
  const id = wordAt(text, position, TASK_ID);
  if (!id || !project) return null;
  const task = (await project.conductor.tasks.list()).find((one) => one.id === id.word);
  return task ? { task, range: id.range } : null;
}

/** Where the draft task stands, in the newest plan that has it, that an import made this task from. */
async function originOf(
  { conductor, store }: LanguageProject,
  id: TaskId,
): Promise<{ source: Span; sourceFile: string } | null> {
  const opened = await store.openExisting();
  for (const { id: planId, sourceFile } of (await opened?.listPlans()) ?? []) {
    const links = Object.entries((await opened?.linkedTasks(sourceFile)) ?? {});
    const key = links.find(([, taskId]) => taskId === id)?.[0];
    if (key === undefined) continue;
    const { plan } = await conductor.plans.load(planId);
    const task = plan.tasks.find((one) => one.key === key);
    const requirement = plan.requirements.find((one) => one.id === task?.covers[0]);
    const source = requirement?.source ?? task?.source;
    if (source) return { source, sourceFile };
  }
  return null;
}
