// What a run does besides asking a model, in a repository of 10,000 files: from the checkpoint to the commit, and back.
import type { ModelBackend } from '../../src/core/model/backend.ts';
import type { RunEvent } from '../../src/core/agent/runEvents.ts';
import { createGit } from '../../src/node/git/git.ts';
import { silent } from '../support/conductor.ts';
import { ACCEPT, ScriptedPeople } from '../support/people.ts';
import { RunProject } from '../support/runProject.ts';
import { timed, type Benchmark } from './benchmark.ts';

const FILES = 10_000;
const CHANGED = 10;

export const benchmarks: readonly Benchmark[] = [
  { name: 'run, 10,000 files, 10 of them changed', run: measureRun },
  { name: 'run, the private copy of 10,000 files', run: measureCopy },
];

/** Each step by the event that ends it, so that the journal's writes are in it. */
const STEPS: readonly (readonly [name: string, from: RunEvent['type'], to: RunEvent['type']])[] = [
  ['checkpoint', 'run.started', 'run.checkpointed'],
  ['branch', 'run.dirtyTree', 'run.branched'],
  ['assignment with repository map', 'run.branched', 'run.assigned'],
  ['agent without its model', 'run.assigned', 'run.handedOver'],
  ['apply', 'run.decided', 'run.applied'],
  ['commit', 'run.checked', 'run.committed'],
];

async function measureRun(): Promise<string> {
  const project = new RunProject(filesOf());
  try {
    await project.addTask('Change ten modules');
    const status = await timed(() => project.git('status', '--porcelain'));
    const people = new ScriptedPeople({ reviews: [ACCEPT] });
    // No gates: their commands would take whatever the project's own take.
    const settings = { workflow: { require_tests: false }, gates: { skip: ['tests', 'lint', 'build', 'coverage'] } };
    const runs = await project.runs({ model: instantModel(), people, settings });
    const { ended, run } = await runs.start({});
    const { view } = await ended;
    if (view.finished?.outcome !== 'done') throw new Error(`It ended otherwise: ${view.finished?.reason ?? 'paused'}`);
    const { events } = await (await project.store()).journal.readRun(run.id);
    const timeOf = (type: RunEvent['type']): number =>
      Date.parse(events.find(({ event }) => event.type === type)?.at ?? '');
    const steps = STEPS.map(([name, from, to]) => `${name} ${timeOf(to) - timeOf(from)}`);
    const whole = timeOf('run.finished') - timeOf('run.started');
    const undo = await timed(() => runs.undo(run.id));
    return `${whole} ms (${steps.join(', ')}), undo ${undo.toFixed(0)} ms; \`git status\` takes ${status.toFixed(0)} ms`;
  } finally {
    project.dispose();
  }
}

/** Where an agent's commands run, and gates beside uncommitted changes. */
async function measureCopy(): Promise<string> {
  const project = new RunProject(filesOf());
  try {
    const git = createGit(project.dir, { log: silent });
    const tree = await git.tree('head');
    const copy = await git.openCopy('bench');
    const first = await timed(() => copy.sync(tree, []));
    const proposed = { text: 'export const added = 1;\n', encoding: 'utf8', isExecutable: false } as const;
    const again = await timed(() => copy.sync(tree, [{ kind: 'add', path: 'src/added.ts', proposed }]));
    const read = await timed(() => copy.changes());
    await copy.dispose();
    return `${first.toFixed(0)} ms at first, ${again.toFixed(0)} ms with a change to it, ${read.toFixed(0)} ms to read back`;
  } finally {
    project.dispose();
  }
}

/** Writes ten files in its first turn and hands over in its second. */
function instantModel(): ModelBackend {
  let turn = 0;
  const model = { id: 'instant', name: 'instant', maxInput: 1_000_000, takesTemperature: false, takesSchema: true };
  return {
    name: 'instant',
    isReady: () => Promise.resolve(true),
    countTokens: () => Promise.resolve(0),
    listModels: () => Promise.resolve([model]),
    async *stream() {
      await Promise.resolve();
      const writes = Array.from({ length: CHANGED }, (_, at) => ({
        name: 'write_file',
        input: { path: pathOf(at * 1_000), text: `${sourceOf(at)}export const changed = true;\n` },
      }));
      const calls = turn++ === 0 ? writes : [{ name: 'complete', input: { summary: 'Changed ten modules.' } }];
      const parts = calls.map((call, index) => ({ type: 'toolUse', id: `${turn}-${index}`, ...call }) as const);
      yield { type: 'done', parts, stop: 'tools', usage: { input: 10, cacheRead: 0, cacheWrite: 0, output: 10 } };
    },
  };
}

const pathOf = (at: number): string => `src/part${Math.floor(at / 50)}/module${at}.ts`;

const sourceOf = (at: number): string =>
  `export function value${at}(input: number): number {\n  return input + ${at};\n}\n\n`.repeat(5);

function filesOf(): Readonly<Record<string, string>> {
  const modules = Array.from({ length: FILES }, (_, at) => [pathOf(at), sourceOf(at)] as const);
  return { '.gitignore': '.taskwerk/\n', ...Object.fromEntries(modules) };
}
