// One eventful run over several programs, of which each is killed at a chosen entry of the journal; and all that is there afterwards.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '../../src/core/agent/runEvents.ts';
import type { RunResult } from '../../src/core/orchestrate/service.ts';
import type { ProcessPort } from '../../src/core/exec/processPort.ts';
import type { StoreOpener } from '../../src/core/ports.ts';
import type { OrchestrationPorts } from '../../src/core/orchestrate/runContext.ts';
import { dirtyFiles, eventfulFiles, eventfulPeople, eventfulSteps } from './eventfulRun.ts';
import { mortalOpener, type End } from './mortal.ts';
import { openScene, type RunScene } from './runScene.ts';

export interface KillScene extends RunScene {
  /** Lines that were run, as an agent's command or as a gate. */
  readonly commands: string[];
}

export async function openKillScene(): Promise<KillScene> {
  const commands: string[] = [];
  const count = (ports: OrchestrationPorts): OrchestrationPorts => ({
    ...ports,
    processes: counted(ports.processes, commands),
  });
  const scene = await openScene({
    steps: eventfulSteps,
    files: eventfulFiles,
    people: eventfulPeople,
    wrapPorts: count,
  });
  scene.project.writeAll(dirtyFiles);
  scene.project.git('add', 'mine.txt');
  return { ...scene, commands };
}

const counted = (processes: ProcessPort, commands: string[]): ProcessPort => ({
  shell: processes.shell,
  sandbox: () => processes.sandbox(),
  run: (spec, signal) => {
    commands.push('argv' in spec.command ? spec.command.argv.join(' ') : spec.command.shell);
    return processes.run(spec, signal);
  },
});

/** One program, until it ends or is killed. */
export async function live(scene: RunScene, ends: (event: RunEvent) => End): Promise<RunResult | null> {
  const death = Promise.withResolvers<null>();
  const wrapStore = (opener: StoreOpener) =>
    mortalOpener(
      opener,
      ({ event }) => ends(event),
      () => {
        death.resolve(null);
      },
    );
  const runs = await scene.open({ wrapStore }, true);
  const [known] = await runs.list();
  // The program that was killed is gone for longer than its claim holds.
  if (known) scene.project.sql('UPDATE conductor_runs SET seen_at = 0');
  if (known?.endedAt) return { ...(await runs.read(known.id)), paused: null };
  const { ended } = known ? await runs.resume(known.id) : await runs.start({});
  return Promise.race([ended, death.promise]);
}

/** Tells an event from every other of the run. Gates run anew where their private copy is gone, and have the same name then. */
export class Namer {
  #turn = 0;
  #applied = 0;

  name(event: RunEvent): string {
    if (event.type === 'run.turnFinished') this.#turn = event.turn;
    if (event.type === 'run.applied') this.#applied++;
    const own = 'callId' in event ? event.callId : event.type === 'run.gateFinished' ? event.result.gate : '';
    return `${event.type} ${this.#turn} ${this.#applied} ${own}`;
  }
}

export async function names(scene: RunScene, namer = new Namer()): Promise<string[]> {
  return (await scene.events()).map(({ event }) => namer.name(event));
}

export const countOf = (list: readonly string[], wanted: string): number =>
  list.filter((each) => each === wanted).length;

/** All that a person finds afterwards, without what differs from run to run. */
export async function found(scene: KillScene): Promise<Record<string, unknown>> {
  const { project, taskId } = scene;
  const run = (await scene.runs.list())[0]!;
  const commit = project.git('rev-parse', 'HEAD').trim();
  const plain = (text: string): string =>
    text
      .replaceAll(run.id, 'RUN')
      .replaceAll(commit.slice(0, 12), 'COMMIT')
      .replace(/\(\d+\.\d+ ms\)/g, '');
  const task = await scene.task();
  const [row] = project.rows('SELECT branch_name, status FROM tasks WHERE id = ?', taskId);
  const session = (await (await project.store()).journal.listSessions())[0]!;
  return {
    files: filesBelow(project.dir),
    commits: project.git('log', '--format=%B', 'main..HEAD').replaceAll(run.id, 'RUN'),
    committed: project.git('ls-tree', '-r', 'HEAD'),
    ...project.fingerprint(),
    branches: project.git('for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/stash'),
    main: project.git('log', '-1', '--format=%s', 'main'),
    row,
    state: run.state,
    progress: task.progress,
    notes: task.notes.map(({ note }) => plain(note)),
    interactions: (await (await project.store()).journal.listInteractions(taskId)).map(({ type, content }) => [
      type,
      plain(content),
    ]),
    sessions: project.rows('SELECT count(*) AS count FROM orchestration_sessions'),
    metrics: [
      session.status,
      session.metrics['tasks'],
      session.metrics['done'],
      session.metrics['turns'],
      session.metrics['tool_calls'],
    ],
    events: [...new Set(await names(scene))],
  };
}

function filesBelow(dir: string, folder = ''): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of readdirSync(path.join(dir, folder))) {
    const file = path.join(folder, name);
    if (name === '.git' || name === '.taskwerk') continue;
    if (statSync(path.join(dir, file)).isDirectory()) Object.assign(files, filesBelow(dir, file));
    else files[file] = readFileSync(path.join(dir, file), 'utf8');
  }
  return files;
}
