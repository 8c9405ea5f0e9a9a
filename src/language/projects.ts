// The open workspace folders as the server knows them: which folder a document belongs to, and what changes in them.
import type { Disposable } from '../core/events.ts';
import type { PlanId } from '../core/plan/model.ts';
import type { TaskStore } from '../core/ports.ts';
import type { LanguageProject } from './feature.ts';
import { placeOfPlanUri } from './planTexts.ts';

export interface Folder {
  readonly uri: string;
  readonly name: string;
}

export interface LanguageProjectsOptions {
  readonly openProject: (uri: string, name: string) => LanguageProject;
  /** Told after every write to a project's database. */
  readonly onDidChange: () => void;
  readonly onError: (error: unknown) => void;
}

export class LanguageProjects {
  readonly #options: LanguageProjectsOptions;
  #followed: readonly FollowedProject[] = [];

  constructor(options: LanguageProjectsOptions) {
    this.#options = options;
  }

  change(added: readonly Folder[], removed: readonly Folder[]): void {
    const gone = new Set(removed.map(({ uri }) => bare(uri)));
    const [left, kept] = [true, false].map((isGone) =>
      this.#followed.filter(({ project }) => gone.has(project.uri) === isGone),
    );
    for (const followed of left ?? []) followed.dispose();
    const opened = added.map(
      ({ uri, name }) => new FollowedProject(this.#options.openProject(bare(uri), name), this.#options),
    );
    this.#followed = [...(kept ?? []), ...opened];
  }

  /** The innermost folder around a file; the folder that a plan's own document names. */
  of(uri: string): { readonly project: LanguageProject | null; readonly planId: PlanId | null } {
    const place = placeOfPlanUri(uri);
    const projects = this.#followed.map(({ project }) => project);
    if (place) return { project: named(projects, place.folder) ?? null, planId: place.planId };
    const [project = null] = projects
      .filter((one) => uri.startsWith(`${one.uri}/`))
      .sort((a, b) => b.uri.length - a.uri.length);
    return { project, planId: null };
  }

  dispose(): void {
    for (const followed of this.#followed) followed.dispose();
    this.#followed = [];
  }
}

const bare = (uri: string): string => uri.replace(/\/$/, '');

/** The second folder of the same name is "name~2". */
function named(projects: readonly LanguageProject[], wanted: string): LanguageProject | undefined {
  const counts = new Map<string, number>();
  return projects.find(({ name }) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const shown = name.replaceAll('/', ' ');
    return wanted === (count > 1 ? `${shown}~${count}` : shown);
  });
}

/** Listens to a project's database, also to one that appears later. */
class FollowedProject {
  readonly project: LanguageProject;
  readonly #options: LanguageProjectsOptions;
  readonly #subscription: Disposable;
  #open: { readonly store: TaskStore; readonly subscription: Disposable } | null = null;
  #isDisposed = false;

  constructor(project: LanguageProject, options: LanguageProjectsOptions) {
    this.project = project;
    this.#options = options;
    this.#subscription = project.store.onDidChange(() => {
      this.#follow();
      options.onDidChange();
    });
    this.#follow();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscription.dispose();
    this.#listenTo(null);
  }

  #follow(): void {
    this.project.store
      .openExisting()
      .then((store) => {
        if (this.#isDisposed) store?.close();
        else this.#listenTo(store);
      })
      .catch((error: unknown) => this.#options.onError(error));
  }

  #listenTo(store: TaskStore | null): void {
    if (this.#open?.store === (store ?? undefined)) return;
    this.#open?.subscription.dispose();
    this.#open?.store.close();
    this.#open = store && { store, subscription: store.onDidChange(() => this.#options.onDidChange()) };
  }
}
