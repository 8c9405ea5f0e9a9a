// The program of a database's thread: has the project's only connection of the editor and does what the other side asks for.
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { TaskStore } from '../../../core/ports.ts';
import { createStoreOpener } from '../opener.ts';
import { closedError } from '../failures.ts';
import {
  failureOf,
  type FromDatabase,
  type OpenedStore,
  type Question,
  type ThreadData,
  type ToDatabase,
} from './messages.ts';
import { pack, unpack } from './packed.ts';

type Methods = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

class Database {
  readonly #port: MessagePort;
  readonly #opener: ReturnType<typeof createStoreOpener>;
  readonly #stores = new Map<number, TaskStore>();
  readonly #running = new Map<number, { readonly done: Promise<void>; readonly controller: AbortController }>();
  #lastStore = 0;

  constructor(port: MessagePort, { projectDir }: ThreadData) {
    this.#port = port;
    this.#opener = createStoreOpener(projectDir);
  }

  hear(message: ToDatabase): void {
    if (message.type === 'cancel') this.#running.get(message.id)?.controller.abort();
    else this.#begin(message);
  }

  #begin(question: Question): void {
    const { id } = question;
    const controller = new AbortController();
    const done = this.#answer(question, controller).then((answer) => {
      this.#running.delete(id);
      this.#say(answer);
    });
    this.#running.set(id, { done, controller });
  }

  async #answer(question: Question, controller: AbortController): Promise<FromDatabase> {
    const { id } = question;
    try {
      const args = (await unpack(question.args)) as unknown[];
      const value = await this.#carryOut(question, withSignal(args, question, controller));
      return { type: 'answer', id, value: await pack(value) };
    } catch (error) {
      return { type: 'failure', id, failure: failureOf(error) };
    }
  }

  #carryOut({ of, store: number, method, id }: Question, args: readonly unknown[]): unknown {
    if (of === 'opener') return this.#open(method === 'openOrCreate' ? 'openOrCreate' : 'openExisting');
    const store = this.#stores.get(number);
    if (method === 'close') return this.#close(number, id);
    if (!store) throw closedError('of the project');
    const methods = (of === 'store' ? store : store.journal) as unknown as Methods;
    return methods[method]?.call(methods, ...args);
  }

  async #open(method: 'openOrCreate' | 'openExisting'): Promise<OpenedStore | null> {
    const store = await this.#opener[method]();
    const known = [...this.#stores].find(([, open]) => open === store)?.[0];
    // The opener has closed every other one.
    for (const number of this.#stores.keys()) if (number !== known) this.#stores.delete(number);
    if (!store) return null;
    if (known !== undefined) return { store: known, location: store.location };
    const number = ++this.#lastStore;
    this.#stores.set(number, store);
    store.onDidChange(() => {
      this.#say({ type: 'changed', store: number });
    });
    return { store: number, location: store.location };
  }

  /** Whatever was asked for before is done before. */
  async #close(number: number, id: number): Promise<void> {
    const before = [...this.#running].filter(([other]) => other < id);
    await Promise.all(before.map(([, { done }]) => done));
    this.#stores.get(number)?.close();
    this.#stores.delete(number);
  }

  #say(message: FromDatabase): void {
    this.#port.postMessage(message);
  }
}

/** The arguments with a signal among the options that sees a cancellation also where no message arrives. */
function withSignal(
  args: readonly unknown[],
  { optionsAt, cancelled }: Question,
  controller: AbortController,
): readonly unknown[] {
  if (optionsAt === null || !cancelled) return args;
  const { signal } = controller;
  const isAborted = signal.throwIfAborted.bind(signal);
  signal.throwIfAborted = () => {
    if (Atomics.load(cancelled, 0) !== 0) controller.abort();
    isAborted();
  };
  return args.with(optionsAt, { ...(args[optionsAt] as object), signal });
}

if (parentPort) {
  const database = new Database(parentPort, workerData as ThreadData);
  parentPort.on('message', (message: ToDatabase) => {
    database.hear(message);
  });
}
