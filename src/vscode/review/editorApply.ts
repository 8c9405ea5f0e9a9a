// Accepted changes go in as one edit that the editor can undo, are saved, and are held against the bytes that were accepted.
import * as vscode from 'vscode';
import { ConductorError, isConductorError } from '../../core/errors.ts';
import type { ApplyPlan, ApplyStep } from '../../core/review/apply.ts';
import type { ChangeSet, FileChange, FileContent, TextEncoding } from '../../core/review/changeSet.ts';
import { encodeFile, isSameContent } from '../../core/review/content.ts';
import type { ApplyResult, WorkspaceFile, WorkspacePort } from '../../core/review/workspacePort.ts';
import { editsTowards, hasCaughtUp } from './textEdits.ts';

export interface ApplyTarget {
  readonly disk: WorkspacePort;
  readonly uri: (path: string) => vscode.Uri;
  /** The open document, with or without an editor. */
  readonly document: (path: string) => vscode.TextDocument | undefined;
  /** Looks at the files anew. */
  readonly replan: () => Promise<ApplyPlan>;
}

type Ready = Extract<ApplyPlan, { readonly kind: 'ready' }>;
type Stale = Extract<ApplyResult, { readonly kind: 'stale' }>;

/** How a file was before: on disk, and in an editor that was open. */
interface Before {
  readonly file: WorkspaceFile | null;
  readonly text: string | null;
  readonly wasDirty: boolean;
  /** Of a binary file. */
  readonly bytes: Uint8Array | null;
}

const encodings: Readonly<Record<TextEncoding, string>> = {
  utf8: 'utf8',
  utf8bom: 'utf8bom',
  utf16le: 'utf16le',
  utf16be: 'utf16be',
  latin1: 'windows1252',
};

/** All or none. Gives what became stale in the meantime; throws `apply.failed`. */
export async function applyInEditor(target: ApplyTarget, changes: ChangeSet, plan: Ready): Promise<Stale | null> {
  const paths = plan.files.map(({ path }) => path);
  const edit = await editFor(target, plan.steps);
  const before = await lookAt(target, paths);
  const shown = shownUris();
  try {
    if (edit && !(await vscode.workspace.applyEdit(edit))) throw refused();
    await save(target, paths);
    await settle(target, changes);
  } catch (error) {
    await takeBack(target, before);
    const again = await target.replan();
    if (again.kind === 'stale') return again;
    throw isConductorError(error) && error.code === 'apply.failed' ? error : failed(error);
  } finally {
    await closeNew(target, paths, shown);
  }
  return null;
}

/** Texts first: where a document has moved on, the editor refuses before any file came or went. Null where there is nothing to do: the editor refuses that. */
async function editFor(target: ApplyTarget, steps: readonly ApplyStep[]): Promise<vscode.WorkspaceEdit | null> {
  const edit = new vscode.WorkspaceEdit();
  const created = new Set<ApplyStep>();
  for (const step of steps) {
    if (step.kind === 'delete' || !step.content) continue;
    const path = step.kind === 'move' ? step.from : step.path;
    const file = await target.disk.read(path);
    if (!file && !target.document(path)) created.add(step);
    else await addText(edit, target, { path, file, content: step.content });
  }
  // It counts texts alone.
  let isEmpty = edit.size === 0;
  // In the order of the steps: what makes room comes first.
  for (const step of steps) {
    if (step.kind !== 'write' || created.has(step)) isEmpty = false;
    if (step.kind === 'delete') edit.deleteFile(target.uri(step.path));
    else if (step.kind === 'move') edit.renameFile(target.uri(step.from), target.uri(step.path));
    else if (created.has(step)) edit.createFile(target.uri(step.path), { contents: encodeFile(step.content) });
  }
  return isEmpty ? null : edit;
}

interface TextChange {
  readonly path: string;
  readonly file: WorkspaceFile | null;
  readonly content: FileContent;
}

/** A document that has not heard yet of what another program wrote could not be saved: `settle` writes its file. */
async function addText(edit: vscode.WorkspaceEdit, target: ApplyTarget, change: TextChange): Promise<void> {
  const { path, file, content } = change;
  let document = target.document(path);
  if (!document) {
    // Read in the encoding that the file really has.
    document = await vscode.workspace.openTextDocument(target.uri(path), { encoding: encodings[content.encoding] });
  } else if (!(await hasCaughtUp(document, file))) return;
  edit.set(document.uri, [...editsTowards(document, content.text)]);
}

async function save(target: ApplyTarget, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const document = target.document(path);
    if (!document?.isDirty) continue;
    const isSaved = await document.save();
    if (!isSaved || target.document(path)?.isDirty) throw unsaved(path);
  }
}

/** Where saving changed the bytes, or the editor cannot express them (mixed line endings, an executable bit), they are written as they were accepted. */
async function settle({ disk }: ApplyTarget, changes: ChangeSet): Promise<void> {
  const repairs: FileChange[] = [];
  for (const change of changes) {
    if (change.kind === 'delete' || !change.proposed) continue;
    const { path, proposed } = change;
    const found: WorkspaceFile | null = await disk.read(path);
    if (!found) throw unsaved(path);
    const repair = repairOf(path, found, proposed);
    if (repair) repairs.push(repair);
  }
  if (repairs.length > 0 && (await disk.apply(repairs)).kind === 'stale') throw refused();
}

function repairOf(path: string, found: WorkspaceFile, proposed: FileContent): FileChange | null {
  if (isSameContent(found.content, proposed)) return null;
  // The original is not looked at for a file that is written.
  return { kind: 'modify', path, baseHash: found.hash, original: found.content ?? proposed, proposed };
}

async function lookAt(target: ApplyTarget, paths: readonly string[]): Promise<ReadonlyMap<string, Before>> {
  const before = new Map<string, Before>();
  for (const path of paths) {
    const document = target.document(path);
    const text = document?.getText() ?? null;
    const file = await target.disk.read(path);
    const isBinary = file !== null && file.content === null && file.link === undefined;
    const bytes = isBinary ? await vscode.workspace.fs.readFile(target.uri(path)) : null;
    before.set(path, { file, text, wasDirty: document?.isDirty ?? false, bytes });
  }
  return before;
}

/** Texts of open editors, then what is on disk. */
async function takeBack(target: ApplyTarget, before: ReadonlyMap<string, Before>): Promise<void> {
  await takeBackTexts(target, before);
  const inverse: FileChange[] = [];
  for (const [path, { file }] of before) {
    const change = changeBetween(path, await target.disk.read(path), file);
    if (change) inverse.push(change);
  }
  if (inverse.length > 0) await target.disk.apply(inverse);
  for (const [path, { file, bytes }] of before) {
    if (!bytes || (await target.disk.read(path))?.hash === file?.hash) continue;
    await vscode.workspace.fs.writeFile(target.uri(path), bytes);
  }
}

async function takeBackTexts(target: ApplyTarget, before: ReadonlyMap<string, Before>): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const [path, { text }] of before) {
    const document = target.document(path);
    if (document && text !== null && document.getText() !== text) {
      edit.set(document.uri, [...editsTowards(document, text)]);
    }
  }
  if (edit.size > 0) await vscode.workspace.applyEdit(edit);
  for (const [path, { wasDirty }] of before) {
    const document = target.document(path);
    if (document?.isDirty && !wasDirty) await document.save();
  }
}

function changeBetween(path: string, now: WorkspaceFile | null, wanted: WorkspaceFile | null): FileChange | null {
  if (now?.hash === wanted?.hash) return null;
  if (!wanted) return now && { kind: 'delete', path, baseHash: now.hash, original: now.content };
  const proposed = wanted.content;
  if (!proposed) return null;
  return now
    ? { kind: 'modify', path, baseHash: now.hash, original: now.content ?? proposed, proposed }
    : { kind: 'add', path, proposed };
}

/** The editor opens what an edit made dirty; whoever did not have the file open does not want it open now. */
async function closeNew(target: ApplyTarget, paths: readonly string[], shown: ReadonlySet<string>): Promise<void> {
  const ours = new Set(paths.map((path) => target.uri(path).toString()));
  const left = textTabs().filter(({ tab, key }) => ours.has(key) && !shown.has(key) && !tab.isDirty);
  if (left.length === 0) return;
  await vscode.window.tabGroups.close(
    left.map(({ tab }) => tab),
    true,
  );
}

function shownUris(): ReadonlySet<string> {
  return new Set(textTabs().map(({ key }) => key));
}

function textTabs(): readonly { readonly tab: vscode.Tab; readonly key: string }[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap((tab) => (tab.input instanceof vscode.TabInputText ? [{ tab, key: tab.input.uri.toString() }] : []));
}

function refused(): ConductorError {
  return new ConductorError('apply.failed', vscode.l10n.t('The editor refused the changes; none was written.'), {
    remedy: vscode.l10n.t('Look whether a file is read-only or in use, and apply the changes again.'),
  });
}

function unsaved(path: string): ConductorError {
  return new ConductorError('apply.failed', vscode.l10n.t('{0} could not be saved; no change was kept.', path), {
    remedy: vscode.l10n.t('Look whether the file is read-only or in use, and apply the changes again.'),
    details: { path },
  });
}

function failed(cause: unknown): ConductorError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConductorError('apply.failed', vscode.l10n.t('The changes could not be applied: {0}', reason), { cause });
}
