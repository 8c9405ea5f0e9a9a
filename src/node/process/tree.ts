// Ends a command with all that it started: its process group, its descendants in other groups, and on Linux orphans too.
import { execFile, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Ended, and only waits for its parent to notice. */
  readonly isZombie: boolean;
}

const POLL_MS = 20;

/** Every process of a command carries this variable, so that on Linux orphans under `setsid` are found as well. */
export const MARKER_VARIABLE = 'CONDUCTOR_COMMAND';

export class ProcessTree {
  readonly #pid: number;
  readonly #marker: string;
  readonly #graceMs: number;
  #ending: Promise<void> | undefined;

  /** `pid` leads a process group (not on Windows); `graceMs` lies between the polite signal and the other. */
  constructor(pid: number, marker: string, graceMs: number) {
    this.#pid = pid;
    this.#marker = marker;
    this.#graceMs = graceMs;
  }

  /** Whether something of the command's own process group is left. */
  get isGroupAlive(): boolean {
    return process.platform !== 'win32' && send(-this.#pid, 0);
  }

  /** Once, however often it is called. */
  end(): Promise<void> {
    this.#ending ??= process.platform === 'win32' ? taskkill(this.#pid) : this.#endGroupAndDescendants();
    return this.#ending;
  }

  async #endGroupAndDescendants(): Promise<void> {
    // First the members, since a parent that ends hands its children to init.
    const known = new Set(await this.#members(new Set()));
    send(-this.#pid, 'SIGTERM');
    for (const pid of known) send(pid, 'SIGTERM');
    const deadline = performance.now() + this.#graceMs;
    for (;;) {
      const living = await this.#members(known);
      if (living.length === 0) return;
      living.forEach((pid) => known.add(pid));
      if (performance.now() >= deadline) break;
      await sleep(POLL_MS);
    }
    // Twice, for what was started while the first signals went out.
    for (let round = 0; round < 2; round++) {
      send(-this.#pid, 'SIGKILL');
      for (const pid of await this.#members(known)) send(pid, 'SIGKILL');
    }
  }

  async #members(known: ReadonlySet<number>): Promise<readonly number[]> {
    const rows = (await readProcesses()).filter(({ isZombie }) => !isZombie);
    const members = new Set<number>();
    const isMember = ({ pid, parent, group }: ProcessRow): boolean =>
      pid === this.#pid || group === this.#pid || known.has(pid) || parent === this.#pid || members.has(parent);
    for (const row of rows) {
      if (process.platform === 'linux' && !isMember(row) && (await carries(row.pid, this.#marker)))
        members.add(row.pid);
    }
    // Rows come in no useful order: repeat until no child is new.
    for (let before = -1; before !== members.size;) {
      before = members.size;
      for (const row of rows) if (isMember(row)) members.add(row.pid);
    }
    members.delete(process.pid);
    return [...members];
  }
}

/** False when there is no such process, or it is not ours. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

async function readProcesses(): Promise<readonly ProcessRow[]> {
  if (process.platform !== 'linux') {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=']);
    return stdout.split('\n').flatMap((line) => rowOf(line.trim().split(/\s+/)));
  }
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')));
  return stats.flatMap((stat) => {
    // "12 (name, with anything in it) S 1 12 …"
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return rowOf([stat.split(' ', 1)[0], parent, group, state]);
  });
}

function rowOf([pid, parent, group, state = '']: readonly (string | undefined)[]): readonly ProcessRow[] {
  const row = { pid: Number(pid), parent: Number(parent), group: Number(group), isZombie: state.startsWith('Z') };
  return row.pid > 0 && Number.isInteger(row.parent) ? [row] : [];
}

/** Other people's processes cannot be read and are not ours. */
const carries = async (pid: number, marker: string): Promise<boolean> =>
  (await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')).includes(`${MARKER_VARIABLE}=${marker}`);

function taskkill(pid: number): Promise<void> {
  return new Promise((resolve) => {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true })
      .once('error', () => resolve())
      .once('exit', () => resolve());
  });
}
