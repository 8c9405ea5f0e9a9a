// From an open document to a text: the smallest replacement, so that cursors, folds and marks elsewhere stay.
import * as vscode from 'vscode';
import type { WorkspaceFile } from '../../core/review/workspacePort.ts';

/** How long an editor may take to notice what another program wrote. */
const longestLagMs = 1500;

/** False when the document still shows what the file was before another program wrote to it. */
export async function hasCaughtUp(document: vscode.TextDocument, file: WorkspaceFile | null): Promise<boolean> {
  const text = file?.content?.text;
  const isSame = (): boolean => document.isDirty || (text !== undefined && withLf(document.getText()) === withLf(text));
  if (isSame()) return true;
  return new Promise((resolve) => {
    const finish = (answer: boolean): void => {
      clearTimeout(timer);
      listener.dispose();
      resolve(answer);
    };
    const listener = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document && isSame()) finish(true);
    });
    const timer = setTimeout(() => {
      finish(isSame());
    }, longestLagMs);
  });
}

/** Mixed line endings cannot be had in an editor; the caller looks at the bytes afterwards. */
export function editsTowards(document: vscode.TextDocument, text: string): readonly vscode.TextEdit[] {
  const eol = lineEnding(text);
  const edits: vscode.TextEdit[] = [];
  if (eol !== null && eol !== document.eol) edits.push(vscode.TextEdit.setEndOfLine(eol));
  const now = document.getText();
  // Compared with the document's own line endings, in which offsets count.
  const wanted = text.replaceAll(/\r?\n/g, document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
  if (now === wanted) return edits;
  const [start, end] = commonEnds(now, wanted);
  const range = new vscode.Range(document.positionAt(start), document.positionAt(now.length - end));
  return [...edits, vscode.TextEdit.replace(range, wanted.slice(start, wanted.length - end))];
}

/** How many characters are the same at the start and at the end; never half a line break or half a pair. */
function commonEnds(one: string, other: string): readonly [number, number] {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one.charCodeAt(start) === other.charCodeAt(start)) start += 1;
  start = one.lastIndexOf('\n', start - 1) + 1;
  let end = 0;
  while (end < most - start && one.charCodeAt(one.length - 1 - end) === other.charCodeAt(other.length - 1 - end)) {
    end += 1;
  }
  const lineBreak = one.indexOf('\n', one.length - end);
  return [start, lineBreak < 0 ? 0 : one.length - lineBreak - 1];
}

function lineEnding(text: string): vscode.EndOfLine | null {
  if (text.includes('\r\n')) return vscode.EndOfLine.CRLF;
  return text.includes('\n') ? vscode.EndOfLine.LF : null;
}

const withLf = (text: string): string => text.replaceAll('\r\n', '\n');
