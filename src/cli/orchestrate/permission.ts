// A call of the agent that needs a person's yes: what would happen, and why it is asked.
import type { PermissionAnswer, PermissionRequest } from '../../core/review/approvals.ts';
import { proseColumns } from '../draw/screen.ts';
import { wrap } from '../draw/width.ts';
import { sanitize } from '../sanitize.ts';
import { askLine, askWord, pause, type Dialog } from './dialog.ts';

export async function askPermission(dialog: Dialog, request: PermissionRequest): Promise<PermissionAnswer> {
  const { terminal } = dialog;
  const { taskId, tool, what, reason, rememberAs } = sanitize(request);
  const { screen } = terminal;
  const width = Math.min(screen.columns, proseColumns);
  terminal.forgetTyped();
  await terminal.print([
    '',
    screen.paint('bold', `${taskId}: may this happen? (${tool})`),
    ...what.split('\n').map((line) => `  ${screen.paint('cyan', line)}`),
    ...wrap(`It is asked because ${withStop(lowerFirst(reason))}`, width),
  ]);
  const always = rememberAs === undefined ? '' : `, [a]lways in this run (${rememberAs})`;
  const words = ['yes', ...(rememberAs === undefined ? [] : (['always'] as const)), 'no', 'quit'] as const;
  const word = await askWord(dialog, `[y]es${always}, [n]o, [q]uit and pause: `, words);
  if (word === 'quit') return pause();
  if (word !== 'no') return { allow: true, remember: word === 'always' };
  if (request.hearsWhy === false) return { allow: false, remember: false };
  const message = await askLine(dialog, 'What shall the agent be told? (Enter for nothing): ');
  return { allow: false, remember: false, ...(message !== '' && { message }) };
}

/** Reasons are sentences or their ends. */
const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

const withStop = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
