// The open workspace folders, each with its own Conductor, and one event for all that changes in them.
import * as vscode from 'vscode';
import { createConductor, type Conductor } from '../core/conductor.ts';
import type { PlanId, TaskKey } from '../core/plan/model.ts';
import type { Ports, StoreOpener } from '../core/ports.ts';
import { ClaimWatch } from './runs/claims.ts';
import { GuardedOpener } from './store.ts';

/** One open workspace folder with its Conductor. */
export interface Project {
  readonly folder: vscode.WorkspaceFolder;
  readonly conductor: Conductor;
  readonly store: StoreOpener;
}

export interface Projects {
  /** In the order of the workspace's folders. */
  readonly all: readonly Project[];
  of(uri: vscode.Uri): Project | undefined;
  /** Fires (coalesced) when plans or tasks of a project changed; without a project when folders came or went. */
  readonly onDidChange: vscode.Event<Project | undefined>;
}

/** What rows of plans and commands pass around. */
export interface PlanRef {
  readonly project: Project;
  readonly planId: PlanId;
}

/** What rows of draft tasks and commands pass around. */
export interface TaskRef extends PlanRef {
  readonly key: TaskKey;
}

export function isPlanRef(value: unknown): value is PlanRef {
  return typeof value === 'object' && value !== null && 'project' in value && 'planId' in value;
}

export function isTaskRef(value: unknown): value is TaskRef {
  return isPlanRef(value) && 'key' in value;
}

/** Changes that come within this many milliseconds are told as one. */
const coalesceFor = 30;

interface OpenProject extends Project {
  readonly subscriptions: vscode.Disposable;
}

export class WorkspaceProjects implements Projects, vscode.Disposable {
  readonly #makePorts: (folder: vscode.WorkspaceFolder) => Ports;
  readonly #changed = new vscode.EventEmitter<Project | undefined>();
  readonly #pending = new Map<Project | undefined, NodeJS.Timeout>();
  readonly #folders: vscode.Disposable;
  #projects: readonly OpenProject[] = [];

  readonly onDidChange = this.#changed.event;

  constructor(makePorts: (folder: vscode.WorkspaceFolder) => Ports) {
    this.#makePorts = makePorts;
    this.#followFolders();
    this.#folders = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      this.#followFolders();
      this.#announce(undefined);
    });
  }

  get all(): readonly Project[] {
    return this.#projects;
  }

  of(uri: vscode.Uri): Project | undefined {
    const key = vscode.workspace.getWorkspaceFolder(uri)?.uri.toString();
    return this.#projects.find(({ folder }) => folder.uri.toString() === key);
  }

  /** Resolves when no run works any more. */
  async pauseRuns(): Promise<void> {
    await Promise.all(this.#projects.map(({ conductor }) => conductor.dispose()));
  }

  dispose(): void {
    this.#folders.dispose();
    for (const { subscriptions } of this.#projects) subscriptions.dispose();
    for (const timer of this.#pending.values()) clearTimeout(timer);
    this.#changed.dispose();
  }

  /** Folders that stay keep their open database. */
  #followFolders(): void {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const open = new Map(this.#projects.map((project) => [project.folder.uri.toString(), project]));
    this.#projects = folders.map((folder) => {
      const key = folder.uri.toString();
      const project = open.get(key) ?? this.#open(folder);
      open.delete(key);
      return project;
    });
    for (const { subscriptions } of open.values()) subscriptions.dispose();
  }

  #open(folder: vscode.WorkspaceFolder): OpenProject {
    const ports = this.#makePorts(folder);
    const store = new GuardedOpener(ports.store);
    const conductor = createConductor({ ...ports, store });
    const announce = (): void => {
      this.#announce(project);
      claims.look();
    };
    const claims = new ClaimWatch(store, announce);
    const subscriptions = vscode.Disposable.from(
      claims,
      store,
      store.onDidChange(announce),
      store.onDidWrite(announce),
      conductor.plans.onDidChange(announce),
    );
    const project: OpenProject = { folder, conductor, store, subscriptions };
    return project;
  }

  #announce(project: Project | undefined): void {
    if (this.#pending.has(project)) return;
    const fire = (): void => {
      this.#pending.delete(project);
      this.#changed.fire(project);
    };
    this.#pending.set(project, setTimeout(fire, coalesceFor));
  }
}
