// What a command works with, and what the program must supply.
import type { Readable, Writable } from 'node:stream';
import type { Conductor } from '../core/conductor.ts';
import type { Log } from '../core/ports.ts';
import type { Outcome } from './outcome.ts';

/** Conductor on one project. */
export interface Connection {
  readonly conductor: Conductor;
  /** The database file, for a person; null while there is none. */
  databaseFile(): Promise<string | null>;
  close(): Promise<void>;
}

type Stream<T> = T & { readonly isTTY?: boolean; readonly columns?: number };

/** The world around one call of the command line. */
export interface World {
  readonly stdin: Stream<Readable>;
  readonly stdout: Stream<Writable>;
  readonly stderr: Stream<Writable>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly version: string;
  /** Aborted when the person presses Ctrl+C. */
  readonly signal: AbortSignal;
  connect(projectDir: string, log: Log, env: World['env']): Promise<Connection>;
}

export interface Context extends Connection {
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly stdin: Readable;
  /** The command line that a person types to run these words on the same project. */
  readonly callWith: (words: string) => string;
  /** Shows what is going on, where a person is watching. */
  readonly progress: (message: string) => void;
  /** Asks a question with choices, the first being recommended; the answer is null when it is skipped. Null where nobody can be asked. */
  readonly choose: ((question: string, choices: readonly string[]) => Promise<string | null>) | null;
  /** Shows text and asks for yes or no; null where nobody can be asked. */
  readonly confirm: ((outcome: Outcome, question: string) => Promise<boolean>) | null;
}

/** Runs one command: connects, shows its outcome or failure, and notes the exit code. */
export type Run = (action: (context: Context) => Promise<Outcome>) => Promise<void>;
