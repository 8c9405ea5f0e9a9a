// Plans as files of the scheme `conductor-plan`: the text is made from the stored plan, and saving it saves the plan.
import * as vscode from 'vscode';
import { ConductorError } from '../../core/errors.ts';
import { formatPlanDocument, parsePlanDocument } from '../../core/plan/document.ts';
import type { StoredPlan } from '../../core/plan/model.ts';
import type { Project, Projects } from '../projects.ts';
import { planOfUri } from './uri.ts';

/** What an editor was last given of one plan. */
interface Shown {
  readonly stored: StoredPlan;
  readonly bytes: Uint8Array;
  /** True when the editor's text was saved but reads differently from the plan's own. */
  readonly isRewritten: boolean;
}

/**
 * The editor asks for `stat` right before each save and refuses the save when the file has moved on. So `stat` always asks
 * the database, and a save names the revision that `stat` saw: nothing that someone else saved is overwritten unseen.
 */
export class PlanFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #projects: Projects;
  readonly #shown = new Map<string, Shown>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChangeFile = this.#changed.event;

  constructor(projects: Projects) {
    this.#projects = projects;
    this.#subscription = projects.onDidChange((project) => void this.#tell(project));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { stored, bytes, isRewritten } = await this.#load(uri);
    const created = Date.parse(`${stored.createdAt.replace(' ', 'T')}Z`);
    const mtime = created + stored.revision * 1000 + (isRewritten ? 1 : 0);
    const isReadOnly = !vscode.workspace.isTrusted;
    return {
      type: vscode.FileType.File,
      ctime: created,
      mtime,
      size: bytes.byteLength,
      ...(isReadOnly && { permissions: vscode.FilePermission.Readonly }),
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.#load(uri)).bytes;
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const ref = planOfUri(this.#projects, uri);
    if (!ref) throw vscode.FileSystemError.FileNotFound(uri);
    const { stored: base } = this.#shown.get(uri.toString()) ?? (await this.#load(uri));
    const text = new TextDecoder().decode(content);
    const { plan, problems } = parsePlanDocument(text, base.plan);
    if (!plan) throw unavailable(invalid(problems[0]?.message, problems[0]?.span.line, problems.length));
    const canonical = formatPlanDocument(plan);
    const isSame = canonical === formatPlanDocument(base.plan);
    const stored = isSame ? base : await ref.project.conductor.plans.save(base, plan).catch(rethrow);
    this.#shown.set(uri.toString(), { stored, bytes: content, isRewritten: false });
    if (canonical !== text) this.#rewrite(uri, stored, canonical);
  }

  /** A plan is made by decomposing; files beside it, folders and links there are none. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  async #load(uri: vscode.Uri): Promise<Shown> {
    const ref = planOfUri(this.#projects, uri);
    if (!ref) throw vscode.FileSystemError.FileNotFound(uri);
    const stored = await ref.project.conductor.plans.load(ref.planId).catch((error: unknown) => {
      if (error instanceof ConductorError && error.code === 'plan.missing')
        throw vscode.FileSystemError.FileNotFound(uri);
      return rethrow(error);
    });
    const known = this.#shown.get(uri.toString());
    if (known?.stored.revision === stored.revision) return known;
    const shown = { stored, bytes: new TextEncoder().encode(formatPlanDocument(stored.plan)), isRewritten: false };
    this.#shown.set(uri.toString(), shown);
    return shown;
  }

  /** After the save is over, the editor takes the plan's own text: new tasks have their keys there. */
  #rewrite(uri: vscode.Uri, stored: StoredPlan, text: string): void {
    setTimeout(() => {
      if (this.#shown.get(uri.toString())?.stored !== stored) return;
      this.#shown.set(uri.toString(), { stored, bytes: new TextEncoder().encode(text), isRewritten: true });
      this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    });
  }

  /** The editor reloads a document only when its `stat` has changed, so telling it too often is harmless. */
  async #tell(project: Project | undefined): Promise<void> {
    const events = [...this.#shown.keys()].map(async (key): Promise<vscode.FileChangeEvent[]> => {
      const uri = vscode.Uri.parse(key);
      const ref = planOfUri(this.#projects, uri);
      if (project && ref?.project !== project) return [];
      const isThere = await this.#isThere(uri);
      if (!isThere) this.#shown.delete(key);
      return [{ type: isThere ? vscode.FileChangeType.Changed : vscode.FileChangeType.Deleted, uri }];
    });
    this.#changed.fire((await Promise.all(events)).flat());
  }

  async #isThere(uri: vscode.Uri): Promise<boolean> {
    const ref = planOfUri(this.#projects, uri);
    const plans = await ref?.project.conductor.plans.list();
    return plans?.some(({ id }) => id === ref?.planId) ?? false;
  }
}

function rethrow(error: unknown): never {
  throw unavailable(error);
}

function unavailable(error: unknown): vscode.FileSystemError {
  if (!(error instanceof ConductorError)) return vscode.FileSystemError.Unavailable(String(error));
  const { message, remedy } = error;
  return vscode.FileSystemError.Unavailable(remedy ? `${message} ${remedy.text}` : message);
}

function invalid(message = '', line = 1, count = 1): ConductorError {
  const sentence = vscode.l10n.t('The plan is not saved. Line {0}: {1}', line, message);
  return new ConductorError('plan.invalid', sentence, {
    ...(count > 1 && { remedy: vscode.l10n.t('The Problems panel shows all {0} problems.', count) }),
  });
}
