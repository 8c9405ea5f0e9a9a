// Drives a real Taskwerk 0.7 command line, one process a command, and is as strict as its stand-in.
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type {
  Annotation,
  NewTaskwerkTask,
  ShownTask,
  Taskwerk,
  TaskwerkFields,
  TaskwerkRow,
} from './taskwerkProgram.ts';

export class RealTaskwerk implements Taskwerk {
  readonly #bin: string;
  readonly #dir: string;

  constructor(bin: string, projectDir: string) {
    this.#bin = bin;
    this.#dir = projectDir;
  }

  init(): void {
    // Without a configuration of the project's own, `init` fails.
    mkdirSync(path.join(this.#dir, '.taskwerk'));
    writeFileSync(path.join(this.#dir, '.taskwerk', 'config.yml'), '{}\n');
    this.#run(['init']);
  }

  addTask(name: string, { tags = [], ...task }: NewTaskwerkTask = {}): string {
    // The tags take all that follows them, so they come last.
    const printed = this.#run(['addtask', name, ...flags(task), ...list('--tags', tags)]);
    return match(printed, /Created task (\S+): /);
  }

  updateTask(id: string, fields: TaskwerkFields): void {
    this.#run(['updatetask', id, ...flags({ ...fields })]);
  }

  annotate(id: string, { addTag, removeTag, text }: Annotation): void {
    const given = { 'add-tags': addTag, 'remove-tags': removeTag, note: text };
    this.#run(['updatetask', id, ...flags(given)]);
  }

  statusTask(id: string, status: string, note?: string): void {
    this.#run(['statustask', id, status, ...flags({ note })]);
  }

  splitTask(id: string, names: readonly string[], { divideEstimate = false } = {}): readonly string[] {
    const divide = divideEstimate ? ['--divide-estimate'] : [];
    const printed = this.#run(['splittask', id, ...divide, ...list('--names', names)]);
    return [...printed.matchAll(/Created subtask (\S+): /g)].map(([, child = '']) => child);
  }

  deleteTask(id: string, { cascade = false } = {}): void {
    this.#run(['deletetask', id, '-f', ...(cascade ? ['--cascade'] : [])]);
  }

  list(): readonly TaskwerkRow[] {
    const printed = this.#quietly('list', '--all', '--format', 'json');
    return printed.includes('No tasks found') ? [] : (JSON.parse(printed) as TaskwerkRow[]);
  }

  showTask(id: string): ShownTask {
    const forPeople = this.#quietly('showtask', id);
    if (/\[object |Invalid Date|undefined/.test(forPeople)) throw new Error(`It shows ${id} as:\n${forPeople}`);
    return JSON.parse(this.#quietly('showtask', id, '--format', 'json')) as ShownTask;
  }

  exportMarkdown(): string {
    return this.#quietly('export', '--all', '--stdout');
  }

  /** For commands that only read: a warning means that Taskwerk could not make sense of what it read. */
  #quietly(...args: readonly string[]): string {
    return this.#run(args, { isQuiet: true });
  }

  #run(args: readonly string[], { isQuiet = false } = {}): string {
    const { error, status, stdout, stderr } = spawnSync(this.#bin, args, {
      ...{ cwd: this.#dir, env: environment(this.#dir), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    });
    if (error) throw error;
    if (status === 0 && !(isQuiet && stderr !== '')) return stdout;
    throw new Error(`taskwerk ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  }
}

/** Two of Taskwerk at once can choose the same number; the loser fails and may simply be run again. */
export async function addWithRealTaskwerk(bin: string, projectDir: string, count: number): Promise<void> {
  for (let added = 0; added < count;) {
    try {
      await promisify(execFile)(bin, ['addtask', 'taskwerk'], { cwd: projectDir, env: environment(projectDir) });
      added++;
    } catch (error) {
      if (!String(error).includes('UNIQUE')) throw error;
    }
  }
}

/** Not the configuration of whoever runs the tests; warnings on stderr, but no line for each step and no log folder. */
function environment(projectDir: string): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('TASKWERK_'));
  return {
    ...Object.fromEntries(others),
    ...{ HOME: projectDir, XDG_CONFIG_HOME: path.join(projectDir, 'no-config'), NO_COLOR: '1' },
    ...{ TASKWERK_DEVELOPER_LOG_LEVEL: 'warn', TASKWERK_DEVELOPER_LOG_FILE: 'false' },
  };
}

function flags(values: Readonly<Record<string, string | number | undefined>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)]));
}

function list(flag: string, values: readonly string[]): readonly string[] {
  return values.length === 0 ? [] : [flag, ...values];
}

function match(printed: string, pattern: RegExp): string {
  const found = pattern.exec(printed)?.[1];
  if (found === undefined) throw new Error(`Taskwerk printed no ${pattern}:\n${printed}`);
  return found;
}
