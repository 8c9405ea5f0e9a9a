// A small extension that asks Conductor for a person's decisions as a run does, and writes the answers into a file.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PermissionRequest, Question, ReviewRequest } from '../../../src/core/review/approvals.ts';

export interface Asked {
  readonly reviews?: readonly ReviewRequest[];
  readonly permissions?: readonly PermissionRequest[];
  readonly questions?: readonly Question[];
}

/** The command that asks, as the palette shows it. */
export const askCommand = 'Tests: Ask the Person';

const program = `
const vscode = require('vscode');
const { appendFileSync } = require('node:fs');
const { join } = require('node:path');
const { asked, answers } = require('./asked.json');
exports.activate = (context) => {
  context.subscriptions.push(vscode.commands.registerCommand('tests.ask', async () => {
    const { approvals, questions } = await vscode.extensions.getExtension('taskwerk.taskwerk-conductor').activate();
    const { signal } = new AbortController();
    const note = (of) => (answer) => appendFileSync(answers, JSON.stringify({ of, answer }) + '\\n');
    for (const request of asked.permissions ?? []) approvals.permit(request, signal).then(note(request.tool));
    for (const question of asked.questions ?? []) questions.ask(question, signal).then(note(question.id));
    for (const request of asked.reviews ?? []) approvals.review(request, signal).then(note(request.runId));
  }));
};
`;

/** Writes it into `folder` and gives its path. Answers come as lines of JSON, `{ of, answer }`, in the file `answers`. */
export function askingExtension(folder: string, asked: Asked, answers: string): string {
  const path = join(folder, 'asking-extension');
  mkdirSync(path, { recursive: true });
  const manifest = {
    name: 'asking',
    displayName: 'Asking',
    publisher: 'test',
    version: '0.0.0',
    engines: { vscode: '^1.100.0' },
    main: './main.js',
    activationEvents: ['onCommand:tests.ask'],
    contributes: { commands: [{ command: 'tests.ask', category: 'Tests', title: 'Ask the Person' }] },
  };
  writeFileSync(join(path, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(path, 'asked.json'), JSON.stringify({ asked, answers }));
  writeFileSync(join(path, 'main.js'), program);
  return path;
}
