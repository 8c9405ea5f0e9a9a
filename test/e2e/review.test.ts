// A person decides on an agent's changes in the editor, as a run asks for it: the view, the diff, comments, requests.
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { FileContent } from '../../src/core/review/changeSet.ts';
import { temporaryFolder } from '../support/vscode/cleanup.ts';
import { assertAccessible } from './support/accessibility.ts';
import { askCommand, askingExtension, type Asked } from './support/asker.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const content = (text: string): FileContent => ({ text, encoding: 'utf8', isExecutable: false });
const baseHash = '0'.repeat(64);

const original = `export interface Link {
  readonly code: string;
  readonly target: string;
}

export function shorten(target: string): Link {
  const code = Math.random().toString(36).slice(2, 8);
  return { code, target };
}
`;

const proposed = original
  .replace(
    '  readonly target: string;\n',
    '  readonly target: string;\n  /** Absent for links that stay. */\n  readonly expires?: Date;\n',
  )
  .replace('shorten(target: string)', 'shorten(target: string, expires?: Date)')
  .replace('{ code, target }', '{ code, target, ...(expires && { expires }) }');

const asked: Asked = {
  permissions: [
    {
      runId: 'run-1',
      taskId: 'TASK-004',
      tool: 'run_command',
      what: 'npm test -- --grep expiry',
      reason: 'The command is not on the list of allowed ones.',
      rememberAs: 'commands that start with `npm test`',
    },
  ],
  questions: [
    {
      id: 'question-1',
      runId: 'run-1',
      taskId: 'TASK-004',
      text: 'What happens when an expired link is opened?',
      choices: ['Answer 410 Gone', 'Answer 404 Not Found', 'Redirect to the start page'],
    },
  ],
  reviews: [
    {
      runId: 'run-1',
      taskId: 'TASK-004',
      title: 'Let links expire',
      round: 1,
      summary: 'Links take an optional date after which they no longer redirect.',
      changes: [
        {
          kind: 'modify',
          path: 'package.json',
          baseHash,
          original: content('{}\n'),
          proposed: content('{ "type": "module" }\n'),
        },
        {
          kind: 'add',
          path: 'src/expiry.ts',
          proposed: content('export const isExpired = (at: Date, now: Date): boolean => at <= now;\n'),
        },
        { kind: 'modify', path: 'src/links.ts', baseHash, original: content(original), proposed: content(proposed) },
        { kind: 'delete', path: 'src/old/cleanup.ts', baseHash, original: content('export {};\n') },
        {
          kind: 'rename',
          from: 'src/util.ts',
          path: 'src/time.ts',
          baseHash,
          original: content('export const day = 1;\n'),
          proposed: content('export const day = 24;\n'),
        },
      ],
      mustLook: [{ path: 'package.json', reason: 'The file is protected.' }],
    },
  ],
};

describe("the review of an agent's changes", () => {
  let workbench: Workbench;
  const folder = temporaryFolder('asking');
  const answers = join(folder.path, 'answers.jsonl');

  before(async () => {
    workbench = await openWorkbench({ extension: 'installed', beside: askingExtension(folder.path, asked, answers) });
    await workbench.openContainer('Conductor');
  });
  after(async () => {
    await workbench.close();
    folder.remove();
  });

  const row = (name: string | RegExp) => workbench.view('Review').getByRole('treeitem', { name });
  const answerOf = async (of: string): Promise<unknown> => {
    const end = Date.now() + 15_000;
    for (;;) {
      const lines = existsSync(answers) ? readFileSync(answers, 'utf8').split('\n').filter(Boolean) : [];
      const found = lines.map((line) => JSON.parse(line) as { of: string; answer: unknown }).find((it) => it.of === of);
      if (found) return found.answer;
      assert.ok(Date.now() < end, `Within 15 s there was no answer of ${of}.`);
      await setTimeout(50);
    }
  };

  it('says that there is nothing to review', async () => {
    await workbench.view('Review').getByText('Nothing to review').waitFor();
  });

  it('shows what waits for the person', async () => {
    await workbench.runCommand(askCommand);
    await row(/^Review of TASK-004/).waitFor();
    await row(/^package\.json, modified, .*needs your look/).waitFor();
    await workbench.editorTab('Review TASK-004').waitFor();
    await workbench.page.locator('.multiDiffEntry').nth(2).waitFor();
    await workbench.screenshot('review-changes');
    // Rows say in words what the eye sees as signs, and the size of the boxes is VS Code's own.
    await assertAccessible(workbench.view('Review').locator('.pane-body'), [
      'label-content-name-mismatch',
      'target-size',
    ]);
  });

  it('allows a command from its row', async () => {
    await row(/npm test/).hover();
    await workbench.screenshot('review-permission');
    await row(/npm test/)
      .getByRole('button', { name: 'Allow and Remember' })
      .click();
    assert.deepEqual(await answerOf('run_command'), { allow: true, remember: true });
    await row(/npm test/).waitFor({ state: 'detached' });
  });

  it('answers a question from its row', async () => {
    await row(/What happens/).click();
    await workbench.page
      .locator('.quick-input-widget')
      .getByRole('option', { name: /Answer 410/ })
      .waitFor();
    await workbench.screenshot('review-question');
    await workbench.page.keyboard.press('Enter');
    assert.equal(await answerOf('question-1'), 'Answer 410 Gone');
  });

  it('shows one file with its buttons', async () => {
    await row(/^src\/links\.ts/).click();
    await workbench.editorTab('links.ts (Proposed)').waitFor();
    await workbench.page
      .locator('.editor-actions')
      .getByRole('button', { name: /Reject File/ })
      .first()
      .waitFor();
    await workbench.screenshot('review-file');
  });

  it('takes a comment on a line', async () => {
    const { page } = workbench;
    await page.locator('.editor.modified .view-line').filter({ hasText: 'expires?: Date;' }).first().click();
    await workbench.runCommand('Comments: Add Comment on Current Selection');
    await page.locator('.review-widget .monaco-editor').first().waitFor();
    await page.keyboard.type('Use a number of seconds.');
    await page.locator('.review-widget').getByRole('button', { name: 'Comment' }).first().click();
    await page.locator('.review-widget .comment-body').getByText('Use a number of seconds.').waitFor();
    await workbench.screenshot('review-comment');
  });

  it('lets the person word their comment anew', async () => {
    const widget = workbench.page.locator('.review-widget');
    const edit = async (): Promise<void> => {
      await widget.locator('.review-comment').first().hover();
      await widget.getByRole('button', { name: 'Edit Comment' }).click();
      await widget.locator('.edit-container .monaco-editor').waitFor();
      await workbench.page.keyboard.press('Control+A');
    };
    await edit();
    await workbench.page.keyboard.type('Nothing of this.');
    await widget.locator('.edit-container').getByRole('button', { name: 'Cancel' }).click();
    await widget.locator('.comment-body').getByText('Use a number of seconds.').waitFor();
    await edit();
    await workbench.page.keyboard.type('Use milliseconds.');
    await workbench.screenshot('review-edit-comment');
    await widget.locator('.edit-container').getByRole('button', { name: 'Save' }).click();
    await widget.locator('.comment-body').getByText('Use milliseconds.').waitFor();
  });

  it('leaves a file out by its checkbox', async () => {
    await row(/^src\/expiry\.ts/)
      .locator('.monaco-custom-toggle')
      .click();
    await row(/^src\/expiry\.ts, .*rejected/).waitFor();
    await row(/^Review of TASK-004, .*1 rejected/).waitFor();
  });

  it('accepts from the editor of all changes', async () => {
    const tab = workbench.editorTab('Review TASK-004');
    await tab.click();
    await workbench.screenshot('review-all');
    await workbench.page
      .locator('.editor-actions')
      .getByRole('button', { name: /Accept Changes/ })
      .first()
      .click();
    assert.deepEqual(await answerOf('run-1'), { kind: 'accept', rejected: ['src/expiry.ts'], edited: {} });
    await tab.waitFor({ state: 'detached' });
    await workbench.view('Review').getByText('Nothing to review').waitFor();
  });

  it('leaves no editors behind when the window is loaded anew', async () => {
    await workbench.runCommand(askCommand);
    await workbench.editorTab('Review TASK-004').waitFor();
    await row(/^src\/links\.ts/).click();
    await workbench.editorTab('links.ts (Proposed)').waitFor();
    await workbench.page.reload();
    await workbench.view('Review').getByText('Nothing to review').waitFor({ timeout: 45_000 });
    for (const name of ['links.ts (Proposed)', 'Review TASK-004']) {
      await workbench.editorTab(name).waitFor({ state: 'detached' });
    }
  });
});
