// The review at the terminal: what the agent says, why to look closely, the diffs, and the person's decision.
import type { Decision, ReviewRequest } from '../../core/review/approvals.ts';
import type { ChangeSet, FileContent } from '../../core/review/changeSet.ts';
import { settle } from '../../core/review/settle.ts';
import type { Reach } from '../context.ts';
import { drawDiff, drawFiles, nameOf } from '../draw/changes.ts';
import { hang } from '../draw/hang.ts';
import { count } from '../draw/words.ts';
import { sanitize } from '../sanitize.ts';
import { askLine, askWord, pause, type Dialog } from './dialog.ts';
import { editFile } from './editFile.ts';
import { showLong } from './paging.ts';

export interface ReviewDialog extends Dialog {
  readonly env: Reach['env'];
}

type Edits = Readonly<Record<string, FileContent>>;

const WORDS = ['accept', 'files', 'changes', 'reject', 'edit', 'diff', 'quit'] as const;
const MENU = '[a]ccept all, [f]iles, [c]hanges, [r]eject, [e]dit, [d]iff, [q]uit and pause: ';

const LEGEND = [
  'a takes all; f asks file by file; c sends it back with what you want changed; r rejects all;',
  'e opens a file in your editor; d shows the diff again; q pauses the run. Then Enter.',
].join(' ');

export async function reviewChanges(dialog: ReviewDialog, request: ReviewRequest): Promise<Decision> {
  let edited: Edits = {};
  dialog.terminal.forgetTyped();
  await dialog.terminal.print(headOf(request, dialog));
  await showDiffs(dialog, request.changes);
  for (;;) {
    const changes = withEdits(request.changes, edited);
    switch (await askWord(dialog, `\n${MENU}`, WORDS, LEGEND)) {
      case 'accept':
        return { kind: 'accept', rejected: [], edited };
      case 'files':
        return { kind: 'accept', rejected: await chooseRejected(dialog, changes), edited };
      case 'changes': {
        const asked = await askForChanges(dialog, request.changes);
        if (asked) return { kind: 'requestChanges', ...asked, edited };
        break;
      }
      case 'reject': {
        const reason = await askLine(dialog, 'Why? (Enter for no reason, "back" to look again): ');
        if (reason !== 'back') return { kind: 'reject', reason };
        break;
      }
      case 'edit':
        edited = await editOne(dialog, changes, edited);
        break;
      case 'diff':
        await showDiffs(dialog, changes);
        break;
      case 'quit':
        return pause();
    }
  }
}

function headOf(request: ReviewRequest, { terminal: { screen } }: Dialog): readonly string[] {
  const { taskId, title, round, summary, changes, mustLook } = sanitize(request);
  return [
    '',
    screen.paint('bold', `Review${round > 1 ? ` ${round}` : ''} of ${taskId}: ${title}`),
    ...(summary === '' ? [] : hang('  ', summary, screen)),
    ...(mustLook.length === 0
      ? []
      : [
          '',
          ...mustLook.flatMap(({ path, reason }) => hang('  ! ', `${path}: ${reason}`, screen)).map(warned(screen)),
        ]),
    '',
    `${count(changes.length, 'file')} ${changes.length === 1 ? 'changes' : 'change'}; nothing is written before you accept:`,
    ...drawFiles(request.changes, screen),
    '',
  ];
}

const warned =
  (screen: Dialog['terminal']['screen']) =>
  (line: string): string =>
    screen.paint('yellow', line);

function showDiffs(dialog: Dialog, changes: ChangeSet): Promise<void> {
  return showLong(
    dialog,
    changes.flatMap((change) => drawDiff(change, dialog.terminal.screen)),
  );
}

/** The change set as it would go in with what the person has edited so far. */
function withEdits(changes: ChangeSet, edited: Edits): ChangeSet {
  return settle(changes, { kind: 'accept', rejected: [], edited }).accepted;
}

async function chooseRejected(dialog: Dialog, changes: ChangeSet): Promise<readonly string[]> {
  const rejected: string[] = [];
  for (const change of changes) {
    let word = await askWord(dialog, `Take ${nameOf(change)}? [y]es, [n]o, show the [d]iff: `, ['yes', 'no', 'diff']);
    while (word === 'diff') {
      await showDiffs(dialog, [change]);
      word = await askWord(dialog, `Take ${nameOf(change)}? [y]es, [n]o, show the [d]iff: `, ['yes', 'no', 'diff']);
    }
    if (word === 'no') rejected.push(change.path);
  }
  return rejected;
}

/** Null when nothing was asked for. */
async function askForChanges(
  dialog: Dialog,
  changes: ChangeSet,
): Promise<Pick<Extract<Decision, { kind: 'requestChanges' }>, 'message' | 'comments'> | null> {
  const paths = new Set(changes.map(({ path }) => path));
  await dialog.terminal.print([
    'What shall change? Lines of text, and "PATH:LINE: TEXT" for a line of the new file; an empty line ends.',
  ]);
  const message: string[] = [];
  const comments: { readonly path: string; readonly line: number; readonly text: string }[] = [];
  for (;;) {
    const said = await askLine(dialog, '> ');
    if (said === '') break;
    const [, path = '', line, text = ''] = /^(.+?):(\d+):\s*(.+)$/.exec(said) ?? [];
    if (paths.has(path)) comments.push({ path, line: Number(line), text });
    else message.push(said);
  }
  return message.length + comments.length === 0 ? null : { message: message.join('\n'), comments };
}

async function editOne(dialog: ReviewDialog, changes: ChangeSet, edited: Edits): Promise<Edits> {
  const { terminal, env } = dialog;
  const editable = changes.flatMap((change) =>
    change.kind === 'delete' || !change.proposed ? [] : [{ change, proposed: change.proposed }],
  );
  const [only] = editable;
  if (!only) {
    await terminal.print(['There is no text to edit.']);
    return edited;
  }
  let chosen: typeof only | undefined = only;
  if (editable.length > 1) {
    await terminal.print(editable.map(({ change }, index) => `  ${index + 1} ${nameOf(change)}`));
    chosen = editable[Number(await askLine(dialog, `1 to ${editable.length}, or Enter to go back: `)) - 1];
  }
  if (!chosen) return edited;
  const { path } = chosen.change;
  const text = await terminal.lend(() => editFile(path, chosen.proposed.text, env));
  if (text === null) {
    await terminal.print(['Set VISUAL or EDITOR to the editor that you want to use.']);
    return edited;
  }
  const now = { ...edited, [path]: { ...chosen.proposed, text } };
  await showDiffs(
    dialog,
    withEdits(changes, now).filter((change) => change.path === path),
  );
  return now;
}
