// The longer texts of a draft task as files of their own (scheme conductor-task): opened in an editor, saved into the plan.
import * as vscode from 'vscode';
import { isConductorError } from '../../core/errors.ts';
import type { DraftTask, PlanId, TaskKey } from '../../core/plan/model.ts';
import type { Projects, TaskRef } from '../projects.ts';
import type { PlanEditor } from './planEditor.ts';
import type { PlansTree } from './plansTree.ts';
import { formatText, parseText, type TaskText } from './textFields.ts';

export const taskTextScheme = 'conductor-task';

/** The folder is kept in the query, so that an editor that was left open finds its plan again after a restart. */
export function taskTextUri({ project, planId, key }: TaskRef, field: TaskText): vscode.Uri {
  return vscode.Uri.from({
    scheme: taskTextScheme,
    path: `/${planId}/${key}.${field}.md`,
    query: project.folder.uri.toString(),
  });
}

interface Place {
  readonly ref: TaskRef;
  readonly field: TaskText;
}

/** `mtime` moves only when the text does: an edit elsewhere in the plan leaves an open editor alone. */
interface Known {
  readonly text: string;
  readonly mtime: number;
}

export class TaskTexts implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #projects: Projects;
  readonly #tree: PlansTree;
  readonly #editor: PlanEditor;
  readonly #known = new Map<string, Known>();
  readonly #watched = new Map<string, vscode.Uri>();
  readonly #didChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChangeFile = this.#didChangeFile.event;

  constructor(projects: Projects, tree: PlansTree, editor: PlanEditor) {
    this.#projects = projects;
    this.#tree = tree;
    this.#editor = editor;
    this.#subscription = tree.onDidLook(() => {
      const changes = [...this.#watched.values()].map((uri) => ({ type: vscode.FileChangeType.Changed, uri }));
      if (changes.length > 0) this.#didChangeFile.fire(changes);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#didChangeFile.dispose();
  }

  watch(uri: vscode.Uri): vscode.Disposable {
    this.#watched.set(uri.toString(), uri);
    return new vscode.Disposable(() => this.#watched.delete(uri.toString()));
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { text, mtime } = await this.#read(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime, size: encode(text).length };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return encode((await this.#read(uri)).text);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const { ref, field } = this.#place(uri);
    const fields = parseText(field, new TextDecoder().decode(content));
    const task = await this.#task(ref);
    // Other white space is no other text.
    if (task && formatText(field, { ...task, ...fields }) === formatText(field, task)) return;
    const saved = await this.#editor.edit(ref, () => [{ type: 'set', key: ref.key, fields }]);
    if (!saved) throw vscode.FileSystemError.Unavailable(vscode.l10n.t('The plan was changed elsewhere. Save again.'));
  }

  readDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.FileNotADirectory(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  async #read(uri: vscode.Uri): Promise<Known> {
    const { ref, field } = this.#place(uri);
    const task = await this.#task(ref);
    if (!task) throw vscode.FileSystemError.FileNotFound(uri);
    const text = formatText(field, task);
    const known = this.#known.get(uri.toString());
    if (known?.text === text) return known;
    const fresh = { text, mtime: Math.max(Date.now(), (known?.mtime ?? 0) + 1) };
    this.#known.set(uri.toString(), fresh);
    return fresh;
  }

  async #task(ref: TaskRef): Promise<DraftTask | undefined> {
    try {
      return (await this.#tree.rows.index(ref)).task(ref.key);
    } catch (error) {
      if (isConductorError(error) && error.code === 'plan.missing') return undefined;
      throw error;
    }
  }

  #place(uri: vscode.Uri): Place {
    const match = /^\/(\d+)\/(.+)\.(description|criteria)\.md$/.exec(uri.path);
    const project = this.#projects.all.find(({ folder }) => folder.uri.toString() === uri.query);
    if (!match || !project) throw vscode.FileSystemError.FileNotFound(uri);
    const [, planId, key, field] = match;
    return { ref: { project, planId: Number(planId) as PlanId, key: key as TaskKey }, field: field as TaskText };
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
