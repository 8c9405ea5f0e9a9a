// A person at the terminal: lines printed, and lines asked for one at a time.
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Screen } from './draw/screen.ts';

export interface Terminal {
  readonly screen: Screen;
  /** Lines that fit the screen; `Infinity` where that is not known. */
  readonly rows: number;
  print(lines: readonly string[]): Promise<void>;
  /** The next line that the person enters; null at the end of the input. An aborted signal throws its reason. */
  ask(prompt: string, signal: AbortSignal): Promise<string | null>;
  /** What was typed before the question was there is no answer to it. */
  forgetTyped(): void;
  /** Leaves keyboard and screen to another program. */
  lend<T>(work: () => Promise<T>): Promise<T>;
}

/** Resolves when the text has left: the process may end right after. */
export function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => {
      resolve();
    });
  });
}

type Waiting = (line: string | null) => void;

/** The lines of an input. Reading starts with the first wish for one. */
export class LineReader {
  readonly #input: Readable;
  readonly #typed: string[] = [];
  #lines: Interface | undefined;
  #hasEnded = false;
  #waiting: Waiting | undefined;

  constructor(input: Readable) {
    this.#input = input;
  }

  /** Null at the end. */
  async next(signal: AbortSignal): Promise<string | null> {
    signal.throwIfAborted();
    this.#start();
    const typed = this.#typed.shift();
    if (typed !== undefined || this.#hasEnded) return typed ?? null;
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        this.#waiting = undefined;
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', cancel, { once: true });
      this.#waiting = (line) => {
        this.#waiting = undefined;
        signal.removeEventListener('abort', cancel);
        resolve(line);
      };
    });
  }

  forget(): void {
    this.#start();
    this.#typed.length = 0;
  }

  async lend<T>(work: () => Promise<T>): Promise<T> {
    this.#lines?.pause();
    try {
      return await work();
    } finally {
      this.#lines?.resume();
    }
  }

  close(): void {
    this.#lines?.close();
  }

  #start(): void {
    if (this.#lines || this.#hasEnded) return;
    if (this.#input.readableEnded) {
      this.#hasEnded = true;
      return;
    }
    // Not a `terminal`: readline would swallow Ctrl+C.
    this.#lines = createInterface({ input: this.#input, terminal: false });
    this.#lines.on('line', (line) => {
      if (this.#waiting) this.#waiting(line);
      else this.#typed.push(line);
    });
    this.#lines.once('close', () => {
      this.#hasEnded = true;
      this.#waiting?.(null);
    });
  }
}
