// Sessions, runs and their events on a real Taskwerk database.
import assert from 'node:assert/strict';
import type { RunEvent } from '../../../../src/core/agent/runEvents.ts';
import { NO_USAGE } from '../../../../src/core/model/prices.ts';
import type { Journal, NewRun, RunId } from '../../../../src/core/orchestrate/journal.ts';
import type { TaskStore } from '../../../../src/core/ports.ts';
import type { Task } from '../../../../src/core/tasks/model.ts';
import { describeStores, failsWith, TestProject } from '../../../support/taskwerk.ts';

const runId = (id: string): RunId => id as RunId;
const started: NewRun['event'] = {
  type: 'run.started',
  agent: 'claude',
  mode: 'ask',
  taskName: 'Build it',
  taskStatus: 'todo',
  model: null,
};

describeStores('the journal of runs', (open) => {
  let project: TestProject;
  let store: TaskStore;
  let journal: Journal;
  let task: Task;

  beforeEach(async () => {
    project = new TestProject(open);
    store = await project.store();
    ({ journal } = store);
    await store.addTasks([{ name: 'Build it' }]);
    task = (await store.listTasks())[0]!;
  });
  afterEach(() => {
    project.dispose();
  });

  const begin = async (id = 'r1', owner = 'me'): Promise<void> => {
    const session = await journal.startSession('claude');
    const run = { id: runId(id), sessionId: session.id, taskId: task.id, taskCreatedAt: task.createdAt };
    await journal.createRun({ ...run, event: started }, owner);
  };
  const append = (event: RunEvent, state: Parameters<Journal['append']>[0]['state'] = 'working', owner = 'me') =>
    journal.append({ id: runId('r1'), owner, event, state });

  it('makes no table before the first session', async () => {
    assert.deepEqual(await journal.listRuns(), []);
    assert.deepEqual(await journal.listSessions(), []);
    assert.deepEqual(await journal.listInteractions(task.id), []);
    const tables = project.rows("SELECT name FROM sqlite_master WHERE name LIKE '%run%' OR name LIKE 'orch%'");
    assert.deepEqual(tables, []);
  });

  it('gives back the events in their order, from another connection too', async () => {
    await begin();
    const turn: RunEvent = {
      ...{ type: 'run.turnFinished', turn: 1, parts: [{ type: 'text', text: 'Hallo – 你好' }], stop: 'end' },
      ...{ usage: NO_USAGE, cost: 0.25, durationMs: 3 },
    };
    await append(turn);
    await append({ type: 'run.paused', reason: 'lunch' }, 'paused');
    const other = await open(project.dir).openExisting();
    const { run, events } = await other!.journal.readRun(runId('r1'));
    other!.close();
    assert.deepEqual(
      events.map(({ seq, event }) => ({ seq, event })),
      [started, turn, { type: 'run.paused', reason: 'lunch' }].map((event, index) => ({ seq: index + 1, event })),
    );
    assert.equal(run.state, 'paused');
    assert.equal(run.endedAt, null);
  });

  it('keeps branch, commit and end in the row of the run', async () => {
    await begin();
    const head = { kind: 'branch', branch: 'main', commit: 'c0' } as const;
    await append({ type: 'run.branched', branching: { branch: 'feature/x', previous: head, isNew: true, base: 'c0' } });
    await append({ type: 'run.committed', commit: 'c1', tree: 't1' }, 'committing');
    await append({ type: 'run.finished', outcome: 'done', reason: '' }, 'done');
    const [run] = await journal.listRuns();
    assert.deepEqual([run?.branch, run?.commit, run?.state, run?.endedAt !== null], ['feature/x', 'c1', 'done', true]);
    assert.deepEqual(await journal.listRuns({ open: true }), []);
    assert.equal((await journal.listRuns({ taskId: task.id })).length, 1);
    assert.deepEqual(await journal.listRuns({ sessionId: 99 }), []);
  });

  it('writes the interactions of the planning document', async () => {
    await begin();
    await append({ type: 'run.assigned', assignment: '# Do it', core: '# Do it' });
    await append({ type: 'run.questionAsked', id: 'q', text: 'Which?', choices: ['A', 'B'] });
    await append({ type: 'run.questionAnswered', id: 'q', answer: 'B', by: 'person' });
    await append({ type: 'run.handedOver', summary: 'Did it.', notes: '' });
    const found = await journal.listInteractions(task.id);
    assert.deepEqual(
      found.map(({ type, content }) => [type, content]),
      [
        ['assignment', '# Do it'],
        ['question', 'Which?\n- A\n- B'],
        ['response', 'B'],
        ['completion', 'Did it.'],
      ],
    );
    project.sql(`PRAGMA foreign_keys = ON; DELETE FROM tasks WHERE id = '${task.id}'`);
    assert.equal(project.rows('SELECT count(*) AS n FROM agent_interactions')[0]?.['n'], 4);
  });

  it('lets one program alone work on a run, until that one is gone', async () => {
    await begin('r1', 'window one');
    await assert.rejects(append({ type: 'run.resumed' }, 'working', 'window two'), failsWith('run.busy'));
    await assert.rejects(journal.claimRun(runId('r1'), 'window two'), failsWith('run.busy'));
    await assert.rejects(begin('r2', 'window two'), failsWith('run.busy'));
    assert.equal(await journal.keepRun(runId('r1'), 'window one'), true);
    project.sql('UPDATE conductor_runs SET seen_at = 0');
    await journal.claimRun(runId('r1'), 'window two');
    assert.equal(await journal.keepRun(runId('r1'), 'window one'), false);
    await assert.rejects(append({ type: 'run.resumed' }, 'working', 'window one'), failsWith('run.busy'));
    await journal.releaseRun(runId('r1'), 'window two');
    await journal.claimRun(runId('r1'), 'window one');
  });

  it('tells whether a program works on a run', async () => {
    await begin('r1', 'window one');
    const isClaimed = async () => (await journal.listRuns())[0]?.isClaimed;
    assert.equal(await isClaimed(), true);
    project.sql('UPDATE conductor_runs SET seen_at = 0');
    assert.equal(await isClaimed(), false);
    await journal.claimRun(runId('r1'), 'window two');
    assert.equal(await isClaimed(), true);
    await journal.releaseRun(runId('r1'), 'window two');
    assert.equal(await isClaimed(), false);
  });

  it('gives the news alone to who knows the events before', async () => {
    await begin();
    await append({ type: 'run.resumed' });
    await append({ type: 'run.paused', reason: 'lunch' }, 'paused');
    const { events } = await journal.readRun(runId('r1'), 2);
    assert.deepEqual(
      events.map(({ seq, event }) => [seq, event.type]),
      [[3, 'run.paused']],
    );
    assert.deepEqual((await journal.readRun(runId('r1'), 3)).events, []);
  });

  it('names no branch of a run that was undone', async () => {
    await begin();
    const head = { kind: 'branch', branch: 'main', commit: 'c0' } as const;
    await append({ type: 'run.branched', branching: { branch: 'feature/x', previous: head, isNew: true, base: 'c0' } });
    await append({ type: 'run.finished', outcome: 'cancelled', reason: 'Undone.' }, 'cancelled');
    await append({ type: 'run.undone' }, 'cancelled');
    const [run] = await journal.listRuns();
    assert.deepEqual([run?.branch, run?.commit], [null, null]);
  });

  it('ends sessions with their metrics', async () => {
    const { id } = await journal.startSession('claude');
    await journal.updateSession(id, { status: 'completed', metrics: { tasks: 2 } });
    const [session] = await journal.listSessions();
    assert.deepEqual([session?.status, session?.metrics, session?.endedAt !== null], ['completed', { tasks: 2 }, true]);
  });

  it('refuses a table of that name in another shape and changes nothing', async () => {
    project.sql('CREATE TABLE orchestration_sessions (id INTEGER PRIMARY KEY, what TEXT)');
    await assert.rejects(journal.startSession('claude'), failsWith('store.foreign'));
    assert.deepEqual(project.rows("SELECT 1 FROM sqlite_master WHERE name = 'conductor_runs'"), []);
  });

  it('names a run that is not there', async () => {
    await assert.rejects(journal.readRun(runId('nope')), failsWith('run.missing'));
  });
});
