// The editor's end of a database's thread: what is asked goes over in order, and answers and news come back in order.
import { extname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { errorOf, type FromDatabase, type Question, type ThreadData } from './messages.ts';
import { pack, unpack } from './packed.ts';

export interface Asked extends Pick<Question, 'of' | 'store' | 'method' | 'optionsAt'> {
  readonly args: readonly unknown[];
  readonly signal?: AbortSignal | undefined;
}

interface Waiting {
  readonly worker: Worker;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  /** Ends listening to the signal. */
  readonly release: () => void;
}

interface Events {
  /** Somebody wrote to the database of a store. */
  readonly onChanged: (store: number) => void;
  /** The thread has died; gives what those who wait are told. */
  readonly onDeath: (reason: unknown) => Error;
}

const PROGRAM = join(import.meta.dirname, `databaseThread${extname(import.meta.filename)}`);

/** The thread starts with the first question and keeps the process alive only while one waits. */
export class ThreadClient {
  readonly #data: ThreadData;
  readonly #events: Events;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #ended: Promise<unknown> = Promise.resolve();
  /** What is still to be cut to pieces and sent, and what has come and is still being put together. */
  #outbox: Promise<void> = Promise.resolve();
  #inbox: Promise<void> = Promise.resolve();
  #lastId = 0;

  constructor(data: ThreadData, events: Events) {
    this.#data = data;
    this.#events = events;
  }

  /** How many answers are waited for. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Settles as the method does on the other side; both sides see copies of plain JSON. */
  ask({ args, signal, ...asked }: Asked): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const worker = this.#running();
      const cancelled = signal ? new Int32Array(new SharedArrayBuffer(4)) : null;
      const cancel = (): void => {
        if (cancelled) Atomics.store(cancelled, 0, 1);
        worker.postMessage({ type: 'cancel', id });
      };
      signal?.addEventListener('abort', cancel);
      const release = (): void => signal?.removeEventListener('abort', cancel);
      this.#waiting.set(id, { worker, resolve, reject, release });
      worker.ref();
      this.#outbox = this.#outbox.then(async () => {
        try {
          const question: Question = { type: 'question', id, ...asked, args: await pack(args, turn), cancelled };
          worker.postMessage(question);
        } catch (error) {
          this.#settle(id)?.reject(error);
        }
      });
    });
  }

  /** Ends the thread, which nobody may be waiting for. The next question starts another one. */
  end(): void {
    const worker = this.#worker;
    this.#worker = null;
    if (worker) this.#ended = worker.terminate();
  }

  /** Resolves when a thread that was told to end has ended. */
  async ended(): Promise<void> {
    await this.#ended;
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(PROGRAM, { workerData: this.#data });
    worker.unref();
    worker.on('message', (message: FromDatabase) => {
      this.#inbox = this.#inbox.then(() => this.#take(message));
    });
    // What came before the end is still an answer.
    const died = (reason: unknown): void => {
      this.#inbox = this.#inbox.then(() => {
        this.#bury(worker, reason);
      });
    };
    worker.on('error', died);
    worker.on('exit', (code) => {
      died(new Error(`The thread ended with code ${code}.`));
    });
    this.#worker = worker;
    return worker;
  }

  async #take(message: FromDatabase): Promise<void> {
    if (message.type === 'changed') {
      this.#events.onChanged(message.store);
      return;
    }
    if (message.type === 'answer') {
      const value = await unpack(message.value, turn);
      this.#settle(message.id)?.resolve(value);
      return;
    }
    this.#settle(message.id)?.reject(errorOf(message.failure));
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.release();
    if (this.#waiting.size === 0) this.#worker?.unref();
    return waiting;
  }

  #bury(worker: Worker, reason: unknown): void {
    const lost = [...this.#waiting].filter(([, waiting]) => waiting.worker === worker);
    if (this.#worker === worker) this.#worker = null;
    // It was told to end, or has been buried.
    else if (lost.length === 0) return;
    const error = this.#events.onDeath(reason);
    for (const [id] of lost) this.#settle(id)?.reject(error);
  }
}
