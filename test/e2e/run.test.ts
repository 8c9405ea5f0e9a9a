// A person has an agent do a task: question, refused command, three reviews, a failing test, the commit, and its undo.
// Claude is a strict Messages server on loopback; the repository, its tests and git are real.
import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import { scriptedAgent, type ScriptStep } from '../support/messages/scriptedAgent.ts';
import { MessagesServer } from '../support/messages/server.ts';
import { makeProject, projectPrd, type ProjectRepository } from '../support/vscode/repository.ts';
import { assertAccessible } from './support/accessibility.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const use = (name: string, input: Readonly<Record<string, unknown>>) => ({ name, input });

const expiry = (operator: string, comment = ''): string => `${comment}export function isExpired({ expires }, now) {
  return expires !== undefined && expires ${operator} now;
}
`;

const expiryTest = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isExpired } from '../src/expiry.js';

test('a link is gone from the moment that it expires', () => {
  const expires = new Date(1_000);
  assert.equal(isExpired({ expires }, new Date(999)), false);
  assert.equal(isExpired({ expires }, new Date(1_000)), true);
});
`;

const linksEdits = [
  {
    old_text: 'const links = new Map();\n',
    new_text: "import { isExpired } from './expiry.js';\n\nconst links = new Map();\n",
  },
  {
    old_text: 'export function shorten(code, target) {\n  links.set(code, { target });',
    new_text: 'export function shorten(code, target, expires) {\n  links.set(code, { target, expires });',
  },
  {
    old_text: '  if (!link) return { status: 404 };\n',
    new_text: '  if (!link) return { status: 404 };\n  if (isExpired(link, new Date())) return { status: 410 };\n',
  },
];

const script: readonly ScriptStep[] = [
  {
    text: 'I look at what is there.',
    uses: [use('read_file', { path: 'src/links.js' }), use('read_file', { path: 'test/links.test.js' })],
  },
  {
    uses: [
      use('ask_person', {
        question: 'What does a visitor of an expired link get?',
        choices: ['410 Gone', '404 Not Found', 'The start page'],
      }),
    ],
  },
  ({ results }) => {
    assert.match(results[0]?.text ?? '', /410 Gone/);
    return { uses: [use('run_command', { command: 'git push origin HEAD' })] };
  },
  ({ results }) => {
    assert.match(results[0]?.text ?? '', /Not run: the person did not allow it: I push it myself/);
    return {
      uses: [
        use('write_file', { path: 'src/expiry.js', text: expiry('<') }),
        use('edit_file', { path: 'src/links.js', edits: linksEdits }),
        use('write_file', { path: 'test/expiry.test.js', text: expiryTest }),
        use('write_file', { path: 'README.md', text: '# Shortlane\n\nThe best short links there are.\n' }),
      ],
    };
  },
  { uses: [use('complete', { summary: 'Links take a date after which they answer 410 Gone.' })] },
  ({ texts }) => {
    assert.match(texts.join('\n'), /src\/expiry\.js:1: Say when a link is gone\./);
    const edits = [
      {
        old_text: 'export function isExpired',
        new_text: '/** A link is gone from its date on. */\nexport function isExpired',
      },
    ];
    return { uses: [use('edit_file', { path: 'src/expiry.js', edits })] };
  },
  { uses: [use('complete', { summary: 'Links take a date after which they answer 410 Gone.' })] },
  ({ texts }) => {
    assert.match(texts.join('\n'), /a link is gone from the moment that it expires/);
    assert.match(texts.join('\n'), /did not take the changes to README\.md/);
    const edits = [{ old_text: 'expires < now', new_text: 'expires <= now' }];
    return { uses: [use('edit_file', { path: 'src/expiry.js', edits })] };
  },
  { uses: [use('complete', { summary: 'Links take a date from which on they answer 410 Gone.' })] },
];

/** So that the rows of the views can be read in the pictures. */
async function widenSideBar(page: Page): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width + 1, 400);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width + 130, 400, { steps: 3 });
  await page.mouse.up();
}

/** A run with nothing to ask and nothing to mend. */
const short: readonly ScriptStep[] = [
  {
    uses: [
      use('write_file', { path: 'src/expiry.js', text: expiry('<=') }),
      use('write_file', { path: 'test/expiry.test.js', text: expiryTest }),
    ],
  },
  { uses: [use('complete', { summary: 'Tells expired links.' })] },
];

describe('a run of a task', function () {
  // Each step builds on the one before.
  this.bail(true);
  let workbench: Workbench;
  let server: MessagesServer;
  let project: ProjectRepository;
  let initial: readonly string[];
  let play = scriptedAgent(script);

  before(async function () {
    this.timeout(120_000);
    server = await MessagesServer.start({ answer: (request) => play(request) });
    project = await makeProject();
    workbench = await openWorkbench({
      workspace: project.path,
      settings: {
        'conductor.claude.baseUrl': server.url,
        'conductor.planning.planner': 'outline',
        // The panel of all comments would take half of the pictures.
        'comments.openView': 'never',
      },
    });
  });
  after(async () => {
    await workbench.close();
    await server[Symbol.asyncDispose]();
    project.remove();
  });

  const input = () => workbench.page.locator('.quick-input-widget input.input').first();
  const dialog = () => workbench.page.locator('.monaco-dialog-box');
  const option = (name: string | RegExp) =>
    workbench.page.locator('.quick-input-widget').getByRole('option', { name }).first();
  const row = (name: string | RegExp) => workbench.view('Review').getByRole('treeitem', { name });
  const statusBar = () => workbench.page.locator('.part.statusbar');
  const task = (name: string | RegExp) => workbench.view('Plans').getByRole('treeitem', { name });

  const setKey = async (): Promise<void> => {
    await workbench.runCommand('Conductor: Set API Key…');
    await input().waitFor({ state: 'visible' });
    await input().fill(server.apiKey);
    await workbench.page.keyboard.press('Enter');
    await workbench.message('The API key is stored');
  };
  const expand = async (): Promise<void> => {
    await task(/short links/i).click();
    await workbench.page.keyboard.press('ArrowRight');
  };
  const accept = async (name: RegExp): Promise<void> => {
    await row(name).waitFor();
    await row(name).hover();
    await row(name).getByRole('button', { name: 'Accept Changes' }).click();
  };

  it('starts with tasks in Taskwerk and a key', async () => {
    await widenSideBar(workbench.page);
    await workbench.openFile(projectPrd);
    await workbench.runCommand('Conductor: Decompose and Import');
    await workbench.page.locator('.quick-input-widget').getByText('New in Taskwerk').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.message('Imported into Taskwerk');
    await setKey();
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('says what a run may do before anything is sent', async () => {
    initial = await project.fingerprint();
    await expand();
    await task(/^Let a link expire/).hover();
    await task(/^Let a link expire/)
      .getByRole('button', { name: 'Run Task' })
      .click();
    await dialog().getByText('Let claude-sonnet-5-5 work on TASK-002 “Let a link expire”?').waitFor();
    await workbench.screenshot('run-consent');
    assert.equal(server.calls.length, 0);
    await dialog().getByRole('button', { name: 'Run', exact: true }).click();
  });

  it('asks the person what the task does not tell', async () => {
    await row(/What does a visitor/).waitFor();
    await workbench.message(/asks: What does a visitor/);
    await workbench.screenshot('run-question-message');
    await workbench.page.keyboard.press('Escape');
    await row(/What does a visitor/).click();
    await option(/410 Gone/).waitFor();
    await workbench.screenshot('run-question');
    await workbench.page.keyboard.press('Enter');
  });

  it('runs no command that the person denies', async () => {
    await row(/git push/).hover();
    await statusBar().getByText('TASK-002: waits for you').waitFor();
    await workbench.screenshot('run-permission');
    await row(/git push/)
      .getByRole('button', { name: 'Deny' })
      .click();
    await workbench.page.locator('.quick-input-widget').getByText('What shall the agent be told?').waitFor();
    await input().fill('I push it myself');
    await workbench.screenshot('run-deny');
    await workbench.page.keyboard.press('Enter');
    await row(/git push/).waitFor({ state: 'detached' });
  });

  it('shows all changes, none of them on disk', async () => {
    await row(/^Review of TASK-002/).waitFor();
    await workbench.page.locator('.multiDiffEntry').nth(3).waitFor();
    const names = await workbench.page.locator('.multiDiffEntry .file-path').allInnerTexts();
    assert.doesNotMatch(names.join('\n'), /\d{8}t\d{6}/, 'The run’s id is no place of a file.');
    // Its tooltip would lie over the rows.
    await workbench.page.mouse.move(700, 5);
    await workbench.page.locator('.workbench-hover').waitFor({ state: 'hidden' });
    await workbench.screenshot('run-review');
    assert.deepEqual(await project.git('status', '--porcelain'), '');
    await assertAccessible(workbench.view('Review').locator('.pane-body'), [
      'label-content-name-mismatch',
      'target-size',
    ]);
  });

  it('sends a comment on a line back to the agent', async () => {
    const { page } = workbench;
    await row(/^src\/expiry\.js/).click();
    await workbench.editorTab('expiry.js (New)').waitFor();
    await page.locator('.view-line').filter({ hasText: 'export function isExpired' }).first().click();
    await workbench.runCommand('Comments: Add Comment on Current Selection');
    await page.locator('.review-widget .monaco-editor').first().waitFor();
    await page.keyboard.type('Say when a link is gone.');
    await page.locator('.review-widget').getByRole('button', { name: 'Comment' }).first().click();
    await page.locator('.review-widget .comment-body').getByText('Say when a link is gone.').waitFor();
    await row(/^Review of TASK-002/).hover();
    await row(/^Review of TASK-002/)
      .getByRole('button', { name: 'Request Changes' })
      .click();
    await page.getByText('Your comment on a line goes along').waitFor();
    await workbench.screenshot('run-request');
    await page.keyboard.press('Enter');
  });

  it('takes what the person writes into the second proposal, and leaves out what they untick', async () => {
    const { page } = workbench;
    await row(/^Review of TASK-002, .*round 2/).waitFor();
    await page.mouse.move(900, 300);
    await row(/^README\.md/)
      .locator('.monaco-custom-toggle')
      .click();
    await row(/^README\.md, .*rejected/).waitFor();
    await row(/^src\/links\.js/).click();
    await workbench.editorTab('links.js (Proposed)').waitFor();
    await page
      .locator('.editor.modified .view-line')
      .filter({ hasText: 'Keeps the address under a code.' })
      .first()
      .click();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('Until it expires. ');
    await page.keyboard.press('Control+s');
    await page.keyboard.press('Home');
    await row(/^src\/links\.js, .*edited by you/).waitFor();
    await workbench.screenshot('run-edited');
    await accept(/^Review of TASK-002/);
  });

  it('has the agent mend what the tests find, and commits', async () => {
    await row(/^Review of TASK-002, .*round 3/).waitFor();
    await workbench.screenshot('run-mended');
    await workbench.runCommand('Notifications: Clear All Notifications');
    await accept(/^Review of TASK-002/);
    await workbench.message(/TASK-002 “Let a link expire” is done/);
    await task(/^Let a link expire, .*done/).waitFor();
    await task(/^Plan Links That Expire, .*1 of 3 done/).waitFor();
    await workbench.page.locator('.workbench-hover').waitFor({ state: 'hidden' });
    await workbench.screenshot('run-done');
    const branch = (await project.git('branch', '--show-current')).trim();
    assert.match(branch, /^feature\/TASK-002-let-a-link-expire$/);
    const paths = (await project.git('show', '--name-only', '--format=', 'HEAD')).trim().split('\n');
    assert.deepEqual(paths, ['src/expiry.js', 'src/links.js', 'test/expiry.test.js']);
    assert.match(await project.git('log', '-1', '--format=%B'), /^feat: let a link expire\n[^]*TASK-002/);
    assert.match(await project.text('src/expiry.js', 'HEAD'), /^\/\*\* A link is gone[^]*expires <= now/);
    assert.match(await project.text('src/links.js', 'HEAD'), /Until it expires\./);
    assert.equal(await project.git('status', '--porcelain'), '');
  });

  it('puts everything back when the run is undone', async () => {
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand('Conductor: Undo Run…');
    await dialog().getByText('Undo the run of TASK-002 “Let a link expire”?').waitFor();
    await workbench.screenshot('run-undo');
    await dialog().getByRole('button', { name: 'Undo Run' }).click();
    await workbench.message(/The run of TASK-002 was undone/);
    await task(/^Let a link expire, .*to do/).waitFor();
    assert.deepEqual(await project.fingerprint(), initial);
  });

  it('goes on with a run whose window was killed during the review, and asks the agent nothing twice', async function () {
    this.timeout(120_000);
    play = scriptedAgent(short);
    await workbench.runCommand('Notifications: Clear All Notifications');
    await task(/^Let a link expire/).hover();
    await task(/^Let a link expire/)
      .getByRole('button', { name: 'Run Task' })
      .click();
    await dialog().getByRole('button', { name: 'Run', exact: true }).click();
    await row(/^Review of TASK-002/).waitFor();
    const calls = server.calls.length;
    workbench.killExtensionHost();
    await row(/^Review of TASK-002/).waitFor({ state: 'detached' });
    await workbench.page.reload();
    await task(/short links/i).waitFor({ timeout: 60_000 });
    // A served VS Code keeps secrets no longer than its page.
    await setKey();
    const offer = await workbench.message('The run of TASK-002 “Let a link expire” is not finished.');
    await workbench.screenshot('run-interrupted');
    await offer.getByRole('button', { name: 'Resume' }).click();
    await accept(/^Review of TASK-002/);
    await workbench.message(/TASK-002 “Let a link expire” is done/);
    assert.equal(server.calls.length, calls);
    assert.equal(await project.text('src/expiry.js', 'HEAD'), expiry('<='));
  });

  it('lets a person do a task themselves, to the same review, checks and commit', async () => {
    const { page } = workbench;
    await workbench.runCommand('Notifications: Clear All Notifications');
    await expand();
    await task(/^Count visits of a link/).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Do Task Myself' }).hover();
    // A menu that has just opened takes no click yet.
    await page.keyboard.press('Enter');
    await workbench.editorTab('TASK-003.md').waitFor();
    await row(/You work on “Count visits of a link”/).waitFor();
    await workbench.screenshot('run-manual');
    await workbench.openFile('links.js');
    await page.locator('.view-line').filter({ hasText: 'What a visitor of the link gets.' }).first().click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('// Counted by the caller.');
    await row(/You work on “Count visits of a link”/).click();
    await option('I am finished').waitFor();
    assert.equal(await option(/recommended/).count(), 0);
    await workbench.screenshot('run-manual-finished');
    await page.keyboard.press('Enter');
    await dialog().getByText('links.js is not saved.').waitFor();
    await workbench.screenshot('run-manual-unsaved');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await accept(/^Review of TASK-003/);
    await workbench.message(/TASK-003 “Count visits of a link” is done/);
    assert.equal(await project.git('show', '--name-only', '--format=', 'HEAD'), 'src/links.js\n');
    assert.match(await project.text('src/links.js', 'HEAD'), /\n\/\/ Counted by the caller\.\n/);
    assert.equal(await project.git('status', '--porcelain'), '');
  });
});
