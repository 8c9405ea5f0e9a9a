// Plans as files of the scheme `conductor-plan`: the text is made from the stored plan, and saving it saves the plan.
import * as vscode from 'vscode';
import { ConductorError, isConductorError } from '../../core/errors.ts';
import { formatPlanDocument, parsePlanDocument } from '../../core/plan/document.ts';
import type { StoredPlan } from '../../core/plan/model.ts';
import { isSameVersion } from '../../core/plan/version.ts';
import { sentenceOf } from '../notify.ts';
import type { Project, Projects } from '../projects.ts';
import { planOfUri } from './uri.ts';

/** What an editor was last given of one plan. */
interface Shown {
  /** Another folder may have the same address once folders came or went. */
  readonly project: Project;
  readonly stored: StoredPlan;
  readonly bytes: Uint8Array;
  /** The plan's own text where a save brought another one with the same meaning. */
  readonly ownText?: string;
  /** True once the own text has taken the saved one's place: the same revision is a newer file then. */
  readonly isRewritten?: boolean;
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
    const shown = await this.#load(uri);
    const { stored, bytes, isRewritten } = shown;
    if (shown.ownText !== undefined) setTimeout(() => this.#rewrite(uri, shown));
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
    const stored = plan === base.plan ? base : await ref.project.conductor.plans.save(base, plan).catch(rethrow);
    const ownText = formatPlanDocument(plan);
    this.#shown.set(uri.toString(), {
      project: ref.project,
      stored,
      bytes: content,
      ...(ownText !== text && { ownText }),
    });
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
      if (isConductorError(error) && error.code === 'plan.missing') throw vscode.FileSystemError.FileNotFound(uri);
      return rethrow(error);
    });
    const known = this.#shown.get(uri.toString());
    if (known?.project === ref.project && isSameVersion(known.stored, stored)) return known;
    const shown = { project: ref.project, stored, bytes: new TextEncoder().encode(formatPlanDocument(stored.plan)) };
    this.#shown.set(uri.toString(), shown);
    return shown;
  }

  /**
   * The editor takes the plan's own text, in which new tasks have their keys. It asks for `stat` at the end of a save;
   * told before that, it would take the own text for what it has just saved.
   */
  #rewrite(uri: vscode.Uri, saved: Shown): void {
    if (this.#shown.get(uri.toString()) !== saved) return;
    const bytes = new TextEncoder().encode(saved.ownText);
    this.#shown.set(uri.toString(), { project: saved.project, stored: saved.stored, bytes, isRewritten: true });
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
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

  /** Where the database cannot be read it counts as there: what the editor does next says why. */
  async #isThere(uri: vscode.Uri): Promise<boolean> {
    const ref = planOfUri(this.#projects, uri);
    if (!ref) return false;
    return ref.project.conductor.plans.list().then(
      (plans) => plans.some(({ id }) => id === ref.planId),
      () => true,
    );
  }
}

function rethrow(error: unknown): never {
  throw unavailable(error);
}

function unavailable(error: unknown): vscode.FileSystemError {
  return vscode.FileSystemError.Unavailable(sentenceOf(error));
}

function invalid(message = '', line = 1, count = 1): ConductorError {
  const sentence = vscode.l10n.t('The plan is not saved. Line {0}: {1}', line, message);
  return new ConductorError('plan.invalid', sentence, {
    ...(count > 1 && { remedy: vscode.l10n.t('The Problems panel shows all {0} problems.', count) }),
  });
}
