// The longer fields of a draft task as text that a person edits, and back. Knows nothing of VS Code.
import type { DraftTask, TaskFields } from '../../core/plan/model.ts';

export type TaskText = 'description' | 'criteria';

export function formatText(field: TaskText, { description, acceptanceCriteria }: DraftTask): string {
  if (field === 'description') return description === '' ? '' : `${description}\n`;
  return acceptanceCriteria.map((criterion) => `- ${criterion}\n`).join('');
}

/** Criteria are one a line, with or without a bullet. */
export function parseText(field: TaskText, text: string): TaskFields {
  if (field === 'description') return { description: text.trim() };
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^\s*(?:[-*+]\s+)?(?:\[[ xX]\]\s+)?/, '').trim());
  return { acceptanceCriteria: lines.filter(Boolean) };
}
