// The run's private copy of the project, where the agent's commands see its proposals. Made when the first command runs.
import type { CommandResult } from '../exec/processPort.ts';
import type { WorkCopy } from '../git/gitPort.ts';
import type { Overlay } from '../review/overlay.ts';
import { runLine } from './commands.ts';
import type { RunWorld } from './runContext.ts';

type CopyWorld = Pick<RunWorld, 'git' | 'processes' | 'config'>;

export class CommandCopy {
  readonly #world: CopyWorld;
  readonly #runId: string;
  readonly #files: Overlay;
  #copy: Promise<WorkCopy> | undefined;
  /** One command at a time: the next one sees what the one before changed. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(world: CopyWorld, runId: string, files: Overlay) {
    this.#world = world;
    this.#runId = runId;
    this.#files = files;
  }

  /** What the command changes in files that git does not ignore joins the proposals. */
  run(line: string, timeoutMs: number, signal: AbortSignal): Promise<CommandResult> {
    const result = this.#queue.then(() => this.#run(line, timeoutMs, signal));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async dispose(): Promise<void> {
    await (await this.#copy)?.dispose();
  }

  async #run(line: string, timeoutMs: number, signal: AbortSignal): Promise<CommandResult> {
    const { git } = this.#world;
    const copy = await (this.#copy ??= git.openCopy(this.#runId));
    await copy.sync(await git.tree('workTree'), this.#files.changes());
    const result = await runLine(this.#world, line, { dir: copy.dir, timeoutMs }, signal);
    await this.#files.adopt(await copy.changes());
    return result;
  }
}
