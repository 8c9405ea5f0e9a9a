// The Taskwerk that the tests put next to Conductor: its stand-in always, and the real one where TASKWERK_BIN names it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import path from 'node:path';
import { addWithRealTaskwerk, RealTaskwerk } from './realTaskwerk.ts';
import { TaskwerkCli } from './taskwerkCli.ts';

/** A row of the database, as Taskwerk's JSON gives it. */
export type TaskwerkRow = Readonly<Record<string, unknown>>;

export interface TaskwerkFields {
  readonly name?: string;
  readonly priority?: string;
  readonly assignee?: string;
  readonly estimate?: number;
  readonly status?: string;
  readonly progress?: number;
}

export interface NewTaskwerkTask extends Pick<TaskwerkFields, 'priority' | 'assignee' | 'estimate'> {
  readonly parent?: string;
  readonly tags?: readonly string[];
  readonly description?: string;
}

export interface Annotation {
  readonly addTag?: string;
  readonly removeTag?: string;
  readonly text?: string;
}

export interface ShownTask {
  readonly task: TaskwerkRow;
  readonly tags: readonly unknown[];
  readonly timeline: readonly TaskwerkRow[];
  readonly notes: readonly TaskwerkRow[];
}

/** The commands of Taskwerk in one project's folder. Each throws where the command line ends with another code than 0. */
export interface Taskwerk {
  /** `init` in a folder with an empty configuration. */
  init(): void;
  /** `addtask`; gives the new id. */
  addTask(name: string, task?: NewTaskwerkTask): string;
  /** `updatetask` with fields. */
  updateTask(id: string, fields: TaskwerkFields): void;
  /** `updatetask` with tags and a note, which leave the row untouched. */
  annotate(id: string, annotation: Annotation): void;
  statusTask(id: string, status: string, note?: string): void;
  /** `splittask`; gives the new ids. */
  splitTask(id: string, names: readonly string[], options?: { readonly divideEstimate?: boolean }): readonly string[];
  /** `deletetask -f` */
  deleteTask(id: string, options?: { readonly cascade?: boolean }): void;
  /** `list --all --format json`; also throws where Taskwerk complains of what it reads. */
  list(): readonly TaskwerkRow[];
  /** `showtask --format json`; also throws where the text for a person would be broken. */
  showTask(id: string): ShownTask;
  /** `export --all`: Markdown, the one place where Taskwerk shows dependencies. */
  exportMarkdown(): string;
}

export interface TaskwerkProgram {
  /** For titles of tests. */
  readonly name: string;
  /** Each command is a process of its own, so properties are tried on fewer cases. */
  readonly isReal: boolean;
  readonly in: (projectDir: string) => Taskwerk;
  /** Adds so many tasks named "taskwerk" in other processes, again where two of them chose the same number. */
  readonly addInProcess: (projectDir: string, count: number) => Promise<unknown>;
}

/** Defines the tests for each Taskwerk there is. */
export function withTaskwerk(title: string, define: (program: TaskwerkProgram) => void): void {
  for (const program of programs()) describe(`${title} (${program.name})`, () => define(program));
}

function programs(): readonly TaskwerkProgram[] {
  const bin = process.env['TASKWERK_BIN'] ?? '';
  const standIn: TaskwerkProgram = {
    name: bin === '' ? 'the stand-in alone: TASKWERK_BIN names no real Taskwerk' : 'the stand-in',
    isReal: false,
    in: (dir) => new TaskwerkCli(dir),
    addInProcess: (dir, count) =>
      promisify(execFile)(process.execPath, [path.resolve('test/support/taskwerkCli.ts'), dir, String(count)]),
  };
  if (bin === '') return [standIn];
  const real: TaskwerkProgram = {
    name: `the real one, ${bin}`,
    isReal: true,
    in: (dir) => new RealTaskwerk(bin, dir),
    addInProcess: (dir, count) => addWithRealTaskwerk(bin, dir, count),
  };
  return [standIn, real];
}
