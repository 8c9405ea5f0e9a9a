// The project's files as the person sees them: what they have not saved yet counts, and what is applied can be undone in the editor.
import * as vscode from 'vscode';
import { planApply } from '../../core/review/apply.ts';
import type { ChangeSet, FileContent, TextEncoding } from '../../core/review/changeSet.ts';
import { encodeFile, hashBytes } from '../../core/review/content.ts';
import type { AppliedFile, ApplyResult, WorkspaceFile, WorkspacePort } from '../../core/review/workspacePort.ts';
import { applyInEditor, type ApplyTarget } from './editorApply.ts';

/** VS Code's names of encodings. Others cannot be in a change set. */
const encodings: Readonly<Record<string, TextEncoding>> = {
  utf8: 'utf8',
  utf8bom: 'utf8bom',
  utf16le: 'utf16le',
  utf16be: 'utf16be',
  windows1252: 'latin1',
  iso88591: 'latin1',
};

/**
 * `disk` is the same folder without the editor: it knows links, ignored files and executable bits, and has the last word on
 * the bytes. Formatters and other participants may change a file while the editor saves it; the accepted bytes are then
 * written over that, so what was reviewed is what arrives.
 */
export class EditorWorkspace implements WorkspacePort {
  readonly root: string;
  readonly #folder: vscode.Uri;
  readonly #disk: WorkspacePort;

  constructor(folder: vscode.Uri, disk: WorkspacePort) {
    this.root = disk.root;
    this.#folder = folder;
    this.#disk = disk;
  }

  async read(path: string): Promise<WorkspaceFile | null> {
    const file = await this.#disk.read(path);
    const document = documentAt(this.#uri(path));
    return document?.isDirty ? readDirty(document, file) : file;
  }

  list(signal?: AbortSignal): Promise<readonly string[]> {
    return this.#disk.list(signal);
  }

  async apply(changes: ChangeSet): Promise<ApplyResult> {
    const read = (path: string): Promise<WorkspaceFile | null> => this.read(path);
    const plan = await planApply(changes, read);
    if (plan.kind === 'stale') return plan;
    const target: ApplyTarget = {
      disk: this.#disk,
      uri: (path) => this.#uri(path),
      document: (path) => documentAt(this.#uri(path)),
      replan: () => planApply(changes, read),
    };
    const stale = await applyInEditor(target, changes, plan);
    if (stale) return stale;
    const files: AppliedFile[] = [];
    for (const { path } of plan.files) files.push({ path, hash: (await this.#disk.read(path))?.hash ?? null });
    return { kind: 'applied', files };
  }

  #uri(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.#folder, path);
  }
}

function documentAt(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find((document) => !document.isClosed && document.uri.toString() === key);
}

/** As the editor would save it; a text that no change set can hold counts as binary. */
async function readDirty(document: vscode.TextDocument, file: WorkspaceFile | null): Promise<WorkspaceFile> {
  const text = document.getText();
  const encoding = encodings[document.encoding];
  const content: FileContent | null = encoding
    ? { text, encoding, isExecutable: file?.content?.isExecutable ?? false }
    : null;
  const bytes = content ? encodeFile(content) : new TextEncoder().encode(text);
  const link = file?.link === undefined ? {} : { link: file.link };
  return { content, hash: await hashBytes(bytes), size: bytes.length, ...link };
}
