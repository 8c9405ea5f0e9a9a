// A log that tests can read.
import type { Log } from '../../src/core/ports.ts';

export class MemoryLog implements Log {
  readonly lines: string[] = [];
  readonly debug = (...args: unknown[]) => this.#add(args);
  readonly info = (...args: unknown[]) => this.#add(args);
  readonly warn = (...args: unknown[]) => this.#add(args);
  readonly error = (...args: unknown[]) => this.#add(args);

  get text(): string {
    return this.lines.join('\n');
  }

  #add(args: readonly unknown[]): void {
    this.lines.push(args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' '));
  }
}
