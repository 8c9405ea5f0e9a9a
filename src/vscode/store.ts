// The project's database as the editor may use it: read-only without trust, none on a virtual file system.
import * as vscode from 'vscode';
import { ConductorError } from '../core/errors.ts';
import type { Disposable, Listener } from '../core/events.ts';
import type { StoreOpener, TaskStore } from '../core/ports.ts';

/** Hands out the database within what the workspace allows, and tells of every write to it once it is open. */
export class GuardedOpener implements StoreOpener, vscode.Disposable {
  readonly onDidChange: (listener: Listener<void>) => Disposable;
  readonly #inner: StoreOpener;
  readonly #isTrusted: () => boolean;
  readonly #written = new vscode.EventEmitter<undefined>();
  #open: { readonly store: TaskStore; readonly subscription: Disposable } | undefined;

  /** `isTrusted` is asked each time: trust can be granted while the window is open. */
  constructor(inner: StoreOpener, isTrusted: () => boolean = () => vscode.workspace.isTrusted) {
    this.#inner = inner;
    this.#isTrusted = isTrusted;
    this.onDidChange = inner.onDidChange;
  }

  /** Told after every write to the open database, whoever made it. */
  readonly onDidWrite = this.#written.event;

  async openExisting(): Promise<TaskStore | null> {
    const store = await this.#inner.openExisting();
    return store && this.#guard(store);
  }

  async openOrCreate(): Promise<TaskStore> {
    if (!this.#isTrusted()) throw trustRequired();
    return this.#guard(await this.#inner.openOrCreate());
  }

  dispose(): void {
    this.#open?.subscription.dispose();
    this.#open?.store.close();
    this.#written.dispose();
  }

  #guard(store: TaskStore): TaskStore {
    if (this.#open?.store !== store) {
      this.#open?.subscription.dispose();
      const subscription = store.onDidChange(() => {
        this.#written.fire(undefined);
      });
      this.#open = { store, subscription };
    }
    return this.#isTrusted() ? store : readOnly(store);
  }
}

/** The opener of a folder that is not on disk: documents can be read there, but there is no place for a database. */
export function virtualOpener(folder: vscode.WorkspaceFolder): StoreOpener {
  return {
    openExisting: () => Promise.resolve(null),
    openOrCreate: () =>
      Promise.reject(
        new ConductorError(
          'workspace.virtual',
          vscode.l10n.t('The folder “{0}” is not on a disk, so it cannot hold a Taskwerk database.', folder.name),
          {
            remedy: {
              text: vscode.l10n.t('Open a folder on this machine or on a remote host.'),
              command: 'workbench.action.files.openFolder',
            },
          },
        ),
      ),
    onDidChange: () => ({ dispose: () => undefined }),
  };
}

/** Throws `trust.required` in a workspace that the person has not trusted. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) throw trustRequired();
}

function trustRequired(): ConductorError {
  return new ConductorError(
    'trust.required',
    vscode.l10n.t('Conductor writes nothing in a workspace that is not trusted.'),
    { remedy: { text: vscode.l10n.t('Trust this workspace first.'), command: 'workbench.trust.manage' } },
  );
}

/** All reads of `store`; every write throws `trust.required`. */
function readOnly(store: TaskStore): TaskStore {
  const refuse = (): Promise<never> => Promise.reject(trustRequired());
  return {
    location: store.location,
    journal: {
      listSessions: () => store.journal.listSessions(),
      readRun: (id, after) => store.journal.readRun(id, after),
      listRuns: (filter) => store.journal.listRuns(filter),
      listInteractions: (taskId) => store.journal.listInteractions(taskId),
      startSession: refuse,
      updateSession: refuse,
      createRun: refuse,
      claimRun: refuse,
      keepRun: refuse,
      releaseRun: refuse,
      append: refuse,
    },
    onDidChange: store.onDidChange,
    listPlans: () => store.listPlans(),
    loadPlan: (id) => store.loadPlan(id),
    previewImport: (id) => store.previewImport(id),
    linkedTasks: (sourceFile) => store.linkedTasks(sourceFile),
    listTasks: (filter) => store.listTasks(filter),
    getTask: (id) => store.getTask(id),
    readyTasks: (filter) => store.readyTasks(filter),
    createPlan: refuse,
    savePlan: refuse,
    setPlanStatus: refuse,
    deletePlan: refuse,
    importPlan: refuse,
    undoImport: refuse,
    updateTasks: refuse,
    addTasks: refuse,
    recallAnswer: (run, key) => store.recallAnswer(run, key),
    recordAnswer: refuse,
    forgetRun: refuse,
    close: () => {
      store.close();
    },
  };
}
