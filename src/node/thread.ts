// A thread of its own for work that would keep its owner waiting: questions go in, answers come back.
import { parentPort, Worker } from 'node:worker_threads';

interface Message {
  readonly id: number;
  readonly value?: unknown;
  /** Set when the question could not be answered. */
  readonly error?: unknown;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** Starts with the first question and keeps the process alive only while a question waits. A thread that dies is started again by the next one. */
export class Thread {
  readonly #program: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #lastId = 0;

  /** The program calls `answerQuestions` when it finds itself in a thread. */
  constructor(program: string) {
    this.#program = program;
  }

  /** What the other side's `answer` gives; both sides see copies. */
  ask(question: unknown): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const worker = this.#running();
      worker.ref();
      worker.postMessage({ id, value: question } satisfies Message);
    });
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#program);
    worker.on('message', ({ id, value, error }: Message) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) worker.unref();
      if (error === undefined) waiting?.resolve(value);
      else waiting?.reject(error);
    });
    worker.on('error', (error: unknown) => this.#end(worker, error));
    worker.on('exit', (code) => this.#end(worker, new Error(`The thread ended with code ${code}.`)));
    this.#worker = worker;
    return worker;
  }

  #end(worker: Worker, reason: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}

/** The other side: answers one question after the other. */
export function answerQuestions(answer: (question: unknown) => Promise<unknown>): void {
  parentPort?.on('message', ({ id, value }: Message) => {
    answer(value).then(
      (answered) => parentPort?.postMessage({ id, value: answered } satisfies Message),
      (error: unknown) => parentPort?.postMessage({ id, error: error ?? new Error('Unknown') } satisfies Message),
    );
  });
}
