// The rows of the Review view, what they say, and what waits there besides reviews.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { Decision, PermissionRequest, Question, ReviewRequest } from '../../src/core/review/approvals.ts';
import type { ChangeSet } from '../../src/core/review/changeSet.ts';
import { EditorApprovals } from '../../src/vscode/review/approvals.ts';
import { Inbox } from '../../src/vscode/review/inbox.ts';
import { EditorQuestions } from '../../src/vscode/review/questions.ts';
import { Review } from '../../src/vscode/review/review.ts';
import { ReviewTree, type ReviewRow } from '../../src/vscode/review/tree.ts';
import { content } from './reviewSetup.ts';

const hash = 'b'.repeat(64);
const changes: ChangeSet = [
  { kind: 'add', path: 'a.ts', proposed: content('1\n2\n') },
  { kind: 'delete', path: 'lib/logo.png', baseHash: hash, original: null },
  { kind: 'modify', path: 'lib/b.ts', baseHash: hash, original: content('1\n'), proposed: content('2\n3\n') },
  {
    kind: 'rename',
    path: 'lib/d.ts',
    from: 'c.ts',
    baseHash: hash,
    original: content('1\n'),
    proposed: content('1\n'),
  },
];
const request: ReviewRequest = {
  runId: 'view-run',
  taskId: 'TASK-003',
  title: 'Count',
  round: 2,
  summary: 'Counts now.',
  changes,
  mustLook: [{ path: 'c.ts', reason: 'The file is protected.' }],
};
const permission: PermissionRequest = {
  runId: 'view-run',
  taskId: 'TASK-003',
  tool: 'run_command',
  what: 'npm test',
  reason: 'It is a command.',
};
const question: Question = {
  id: 'q',
  runId: 'view-run',
  taskId: 'TASK-003',
  text: 'Which?\n\nBoth were named in the output.',
  choices: ['This', 'That'],
};

const log = vscode.window.createOutputChannel('Review view tests', { log: true });

describe('the rows of the Review view', () => {
  let inbox: Inbox;
  let tree: ReviewTree;
  let stop: AbortController;

  beforeEach(() => {
    inbox = new Inbox();
    tree = new ReviewTree(inbox, { of: () => [{ path: 'lib/b.ts', line: 1, text: 'Why?' }] });
    stop = new AbortController();
  });
  afterEach(() => {
    stop.abort();
    inbox.dispose();
  });

  /** Without the editors, which the running extension shows. */
  const review = () => {
    const decision = inbox.wait<Decision, Review>(stop.signal, {
      make: (settle) => new Review(request, settle, () => inbox.tellChange()),
      show: () => undefined,
    });
    decision.catch(() => undefined);
    return decision;
  };
  const rows = (row?: ReviewRow) => tree.getChildren(row);
  const item = (row: ReviewRow | undefined) => {
    assert.ok(row);
    return tree.getTreeItem(row);
  };
  const spoken = (row: ReviewRow) => item(row).accessibilityInformation?.label;

  it('tell the task, the round, and what becomes of each file', () => {
    void review();
    const [head] = rows();
    assert.ok(head);
    assert.equal(item(head).label, 'TASK-003 Count');
    assert.equal(item(head).description, 'Round 2 · 4 files · +4 −1');
    assert.equal(spoken(head), 'Review of TASK-003, Count, round 2, 4 files, 4 lines added, 1 removed');
    assert.deepEqual(
      rows(head).map((row) => [item(row).label, item(row).description]),
      [
        ['a.ts', '+2'],
        ['logo.png', 'lib · binary'],
        ['b.ts', 'lib · +2 −1 · 1 comment'],
        ['d.ts', 'lib · ← c.ts'],
      ],
    );
    assert.deepEqual(rows(head).map(spoken), [
      'a.ts, added, 2 lines added, 0 removed',
      'lib/logo.png, deleted, binary file',
      'lib/b.ts, modified, 2 lines added, 1 removed, 1 comment',
      'lib/d.ts, renamed, from c.ts, 0 lines added, 0 removed, needs your look: The file is protected.',
    ]);
    assert.ok(rows(head).every((row) => tree.getParent(row) === head));
  });

  it('show a shield where a person must look, and nothing to open for binary files', () => {
    void review();
    const icons = rows(rows()[0]).map((row) => (item(row).iconPath as vscode.ThemeIcon).id);
    assert.deepEqual(icons, ['file', 'file', 'file', 'shield']);
    const commands = rows(rows()[0]).map((row) => item(row).command?.command);
    const open = 'conductor.review.openFile';
    assert.deepEqual(commands, [open, undefined, open, open]);
  });

  it('follow what is taken out and what is edited', async () => {
    const decision = review();
    let repaints = 0;
    tree.onDidChangeTreeData(() => (repaints += 1));
    const [open] = inbox.reviews;
    assert.ok(open);
    const [first, , third] = open.files;
    assert.ok(first && third);
    open.setRejected([first], true);
    third.write('2\n3\n4\n');
    assert.equal(repaints, 2);
    assert.equal(item(first).checkboxState && typeof item(first).checkboxState, 'object');
    assert.equal(item(first).contextValue, 'file.rejected.text.');
    assert.equal(item(third).description, 'lib · +3 −1 · edited · 1 comment');
    open.settle(open.acceptance(new Map()));
    assert.deepEqual(await decision, {
      kind: 'accept',
      rejected: ['a.ts'],
      edited: { 'lib/b.ts': content('2\n3\n4\n') },
    });
    assert.deepEqual(rows(), []);
  });

  it('refuse typed text that the file’s encoding does not have', () => {
    const proposed = content('Grüße\n', { encoding: 'latin1' });
    const one: ReviewRequest = { ...request, changes: [{ kind: 'add', path: 'a.txt', proposed }] };
    const open = new Review(
      one,
      () => undefined,
      () => undefined,
    );
    open.files[0]?.write('Grüße 🙂\n');
    assert.throws(() => open.acceptance(new Map()), { code: 'usage' });
  });

  it('do not take uniform line endings for an edit of mixed ones', () => {
    const proposed = content('a\r\nb\n');
    const one: ReviewRequest = { ...request, changes: [{ kind: 'add', path: 'a.txt', proposed }] };
    const open = new Review(
      one,
      () => undefined,
      () => undefined,
    );
    open.files[0]?.write('a\r\nb\r\n');
    assert.deepEqual(open.acceptance(new Map()), { kind: 'accept', rejected: [], edited: {} });
  });

  it('put what stops an agent first, and go with the answer', async () => {
    void review();
    const allowed = new EditorApprovals(inbox, log).permit(permission, stop.signal);
    const answered = new EditorQuestions(inbox).ask(question, stop.signal);
    const [one, two, three] = rows();
    assert.deepEqual(
      [one, two, three].map((row) => row?.type),
      ['permission', 'question', 'review'],
    );
    assert.equal(item(one).contextValue, 'permission.');
    assert.equal(item(one).description, 'TASK-003 · It is a command.');
    assert.equal(item(two).label, 'Which?');
    assert.equal(spoken(one!), 'TASK-003 asks to: npm test (It is a command.)');
    assert.ok(one?.type === 'permission' && two?.type === 'question');
    one.answer({ allow: true, remember: false });
    two.answer('This');
    assert.deepEqual(await allowed, { allow: true, remember: false });
    assert.equal(await answered, 'This');
    assert.equal(rows().length, 1);
  });

  it('go when the run is stopped', async () => {
    const waiting = [
      review(),
      new EditorApprovals(inbox, log).permit(permission, stop.signal),
      new EditorQuestions(inbox).ask(question, stop.signal),
    ];
    stop.abort();
    for (const promise of waiting) await assert.rejects(promise, { name: 'AbortError' });
    assert.deepEqual(rows(), []);
    await assert.rejects(new EditorQuestions(inbox).ask(question, stop.signal), { name: 'AbortError' });
  });
});

describe('the keys of the review', () => {
  it('are nobody else’s where a diff is looked at', async () => {
    const uri = vscode.Uri.from({ scheme: 'vscode', authority: 'defaultsettings', path: '/keybindings.json' });
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    const commands = (key: string) =>
      [...text.matchAll(/"key": "([^"]+)",\s+"command": "([^"]+)"/g)]
        .filter(([, of]) => of === key)
        .map(([, , command]) => command ?? '')
        .filter((command) => !command.startsWith('notebook.'));
    assert.deepEqual(commands('ctrl+k y'), ['conductor.review.acceptFile']);
    assert.deepEqual(commands('ctrl+k n'), ['conductor.review.rejectFile']);
    assert.deepEqual(new Set(commands('ctrl+k ctrl+y')), new Set(['conductor.review.accept']));
  });
});
