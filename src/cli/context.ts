// What a command works with, and what the program must supply.
import type { Readable, Writable } from 'node:stream';
import type { Conductor } from '../core/conductor.ts';
import type { OrchestrationPorts } from '../core/orchestrate/runContext.ts';
import type { Log } from '../core/ports.ts';
import type { Screen } from './draw/screen.ts';
import type { Outcome } from './outcome.ts';
import type { Terminal } from './terminal.ts';

/** Conductor on one project. */
export interface Connection {
  readonly conductor: Conductor;
  /** The database file, for a person; null while there is none. */
  databaseFile(): Promise<string | null>;
  close(): Promise<void>;
}

/** Who decides and answers in a run. */
export type People = Pick<OrchestrationPorts, 'approvals' | 'questions' | 'person'>;

type Stream<T> = T & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

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
  /** What runs need is loaded with `people` alone. */
  connect(projectDir: string, log: Log, env: World['env'], people?: People): Promise<Connection>;
}

export interface Context extends Connection {
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly stdin: Readable;
  /** The command line that a person types to run these words on the same project. */
  readonly callWith: (words: string) => string;
  /** Prints what has happened, line by line; nothing with --json. What it draws must be harmless. */
  readonly say: (draw: (screen: Screen) => readonly string[]) => Promise<void>;
  /** Shows what is going on, where a person is watching. */
  readonly progress: (message: string) => void;
  /** Asks a question with choices, the first being recommended; the answer is null when it is skipped. Null where nobody can be asked. */
  readonly choose: ((question: string, choices: readonly string[]) => Promise<string | null>) | null;
  /** Shows text and asks for yes or no; null where nobody can be asked. */
  readonly confirm: ((outcome: Outcome, question: string) => Promise<boolean>) | null;
}

/** Who can be reached while a command runs. */
export interface Reach extends Pick<Context, 'callWith'> {
  /** Null where nobody can be asked. */
  readonly terminal: Terminal | null;
  readonly env: World['env'];
}

/** Runs one command: connects, shows its outcome or failure, and notes the exit code. Commands about runs name their people. */
export type Run = (
  action: (context: Context) => Promise<Outcome>,
  peopleFor?: (reach: Reach) => People,
) => Promise<void>;
