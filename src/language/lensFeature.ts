// Above each requirement of a planned document: how many tasks cover it, and how many of them are done.
import type { CodeLens } from 'vscode-languageserver';
import type { Analyst } from './analysis.ts';
import type { LanguageFeature, OpenDocument } from './feature.ts';
import { planOf } from './planned.ts';

/** What can be decomposed as it stands in an editor. */
const PROSE = new Set(['markdown', 'plaintext']);

export function lensFeature(analyst: Analyst): LanguageFeature {
  return {
    // A document that was decomposed has lenses, whether it looks like a PRD or not.
    kinds: ['prd', 'other'],
    lenses: (document) => (PROSE.has(document.text.languageId) ? lenses(document, analyst) : Promise.resolve([])),
  };
}

/** At each requirement of the document's plan, where it stands now. */
async function lenses(document: OpenDocument, analyst: Analyst): Promise<CodeLens[]> {
  const planned = await planOf(document);
  if (!planned) return [];
  const { stored, covering, taskOf } = planned;
  const lines = await analyst.locate(document.text.getText(), stored.plan.requirements);
  return [...covering].flatMap(([id, tasks]) => {
    const line = lines.get(id);
    if (line === undefined) return [];
    const done = tasks.filter((task) => taskOf(task)?.status === 'done').length;
    const title = `${tasks.length === 1 ? '1 task' : `${tasks.length} tasks`}${done > 0 ? ` · ${done} done` : ''}`;
    const subject = { uri: document.uri, planId: stored.id, keys: tasks.map(({ key }) => key) };
    const command = {
      title,
      tooltip: tasks.map((task) => task.title).join('\n'),
      command: 'conductor.plan.revealTasks',
      arguments: [subject],
    };
    const start = { line, character: 0 };
    return [{ range: { start, end: start }, command }];
  });
}
