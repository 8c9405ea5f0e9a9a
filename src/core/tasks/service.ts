// Taskwerk's tasks for the editor and the command line; a project without a database simply has none.
import { ConductorError } from '../errors.ts';
import type { StoreOpener, TaskStore, WriteOptions } from '../ports.ts';
import type { BatchResult, BatchTask, Task, TaskChange, TaskDetails, TaskFilter, TaskId } from './model.ts';

export class TaskService {
  readonly #opener: StoreOpener;

  constructor(opener: StoreOpener) {
    this.#opener = opener;
  }

  async list(filter?: TaskFilter): Promise<readonly Task[]> {
    return (await this.#opener.openExisting())?.listTasks(filter) ?? [];
  }

  async ready(filter?: TaskFilter): Promise<readonly Task[]> {
    return (await this.#opener.openExisting())?.readyTasks(filter) ?? [];
  }

  async get(id: TaskId): Promise<TaskDetails> {
    return (await existingStore(this.#opener)).getTask(id);
  }

  async update(ids: readonly TaskId[], change: TaskChange, options?: WriteOptions): Promise<readonly Task[]> {
    return (await existingStore(this.#opener)).updateTasks(ids, change, options);
  }

  async add(batch: readonly BatchTask[], options?: WriteOptions): Promise<BatchResult> {
    return (await this.#opener.openOrCreate()).addTasks(batch, options);
  }
}

/** The project's database. Throws `store.missing` where there is none. */
export async function existingStore(opener: StoreOpener): Promise<TaskStore> {
  const store = await opener.openExisting();
  if (store) return store;
  throw new ConductorError('store.missing', 'This project has no Taskwerk database (.taskwerk/taskwerk.db).', {
    remedy: 'Import a plan first, or run the command in the project that has one.',
  });
}
