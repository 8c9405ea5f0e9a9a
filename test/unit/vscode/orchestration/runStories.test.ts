// What is told of runs: from events in a real database, read once.
import assert from 'node:assert/strict';
import type { RunEvent } from '../../../../src/core/agent/runEvents.ts';
import type { Journal, RunId } from '../../../../src/core/orchestrate/journal.ts';
import type { TaskStore } from '../../../../src/core/ports.ts';
import type { Task } from '../../../../src/core/tasks/model.ts';
import {
  activityOf,
  countFiles,
  tellRun,
  type Activity,
  type RunStory,
} from '../../../../src/vscode/orchestration/runStory.ts';
import { RunStories } from '../../../../src/vscode/orchestration/runStories.ts';
import { runMarks, taskRuns } from '../../../../src/vscode/plans/taskRuns.ts';
import { ClaimWatch } from '../../../../src/vscode/runs/claims.ts';
import {
  ASSIGNED,
  BRANCHED,
  failedWith,
  gateResult,
  JournaledRun,
  PASSED,
  proposal,
  turn,
} from '../../../support/journaledRun.ts';
import { TestProject } from '../../../support/taskwerk.ts';

const tell = (...events: readonly RunEvent[]): RunStory =>
  tellRun(events.map((event, index) => ({ seq: index + 1, at: '', event })));

const started = (agent = 'claude'): RunEvent => ({
  ...{ type: 'run.started', agent, mode: 'ask', taskName: 'Sum', taskStatus: 'todo', model: null },
});
const handedOver: RunEvent = { type: 'run.handedOver', summary: 'Did it.', notes: '' };
const asked: RunEvent = { type: 'run.questionAsked', id: 'q1', text: 'Which?', choices: ['A', 'B'] };
const reviewAsked: RunEvent = { type: 'run.reviewAsked', round: 1, changes: [] };

describe('the story of a run', () => {
  const doing = (...events: readonly RunEvent[]): Activity => activityOf({ isClaimed: true }, tell(...events));

  it('says what goes on', () => {
    assert.deepEqual(doing(started()), { kind: 'preparing' });
    assert.deepEqual(doing(started(), ASSIGNED), { kind: 'working' });
    assert.deepEqual(doing(started('manual'), ASSIGNED), { kind: 'byHand' });
    assert.deepEqual(doing(started(), ASSIGNED, asked), { kind: 'answer' });
    assert.deepEqual(doing(started(), ASSIGNED, handedOver, reviewAsked), { kind: 'review' });
    assert.deepEqual(doing(started(), ASSIGNED, handedOver), { kind: 'checking' });
    assert.deepEqual(doing(started(), ASSIGNED, handedOver, { type: 'run.committing', message: 'm', paths: [] }), {
      kind: 'committing',
    });
  });

  it('waits for a permission that the person is asked for in this window', () => {
    const asks = (...events: readonly RunEvent[]) => activityOf({ isClaimed: true }, tell(...events), true);
    assert.deepEqual(asks(started(), ASSIGNED), { kind: 'permission' });
    assert.deepEqual(asks(started(), ASSIGNED, asked), { kind: 'answer' });
    assert.deepEqual(asks(started(), ASSIGNED, handedOver, reviewAsked), { kind: 'review' });
    // Whether they are finished is what a person is asked who does the task themselves.
    assert.deepEqual(asks(started('manual'), ASSIGNED), { kind: 'byHand' });
    assert.deepEqual(activityOf({ isClaimed: false }, tell(started(), ASSIGNED), true), { kind: 'interrupted' });
  });

  it('works again once the question is answered or the review decided', () => {
    const answered: RunEvent = { type: 'run.questionAnswered', id: 'q1', answer: 'A', by: 'person' };
    assert.deepEqual(doing(started(), ASSIGNED, asked, answered), { kind: 'working' });
    const decision = { kind: 'requestChanges', message: 'More.', comments: [] } as const;
    const decided: RunEvent = { type: 'run.decided', round: 1, decision, by: 'person' };
    const feedback: RunEvent = { type: 'run.feedback', text: 'More.' };
    assert.deepEqual(doing(started(), ASSIGNED, handedOver, reviewAsked, decided, feedback), { kind: 'working' });
  });

  it('still waits for the review when the run was resumed', () => {
    const paused: RunEvent = { type: 'run.paused', reason: 'lunch' };
    const events = [started(), ASSIGNED, handedOver, reviewAsked, paused];
    assert.deepEqual(doing(...events), { kind: 'paused' });
    assert.equal(tell(...events).pauseReason, 'lunch');
    assert.deepEqual(doing(...events, { type: 'run.resumed' }), { kind: 'review' });
  });

  it('tells a run that nobody works on from one that is paused or over', () => {
    const story = tell(started(), ASSIGNED, asked);
    assert.deepEqual(activityOf({ isClaimed: false }, story), { kind: 'interrupted' });
    const over = tell(started(), ASSIGNED, { type: 'run.finished', outcome: 'blocked', reason: 'Stuck.' });
    assert.deepEqual(activityOf({ isClaimed: false }, over), { kind: 'over', outcome: 'blocked' });
    const undone = tell(started(), { type: 'run.finished', outcome: 'done', reason: '' }, { type: 'run.undone' });
    assert.deepEqual(activityOf({ isClaimed: false }, undone), { kind: 'over', outcome: 'undone' });
  });

  it('keeps the verdicts of the last check alone, also behind the commit', () => {
    const gate = (name: string, verdict = PASSED): RunEvent => ({
      type: 'run.gateFinished',
      result: gateResult(name, verdict),
    });
    const checked = (passed: boolean): RunEvent => ({ type: 'run.checked', passed, tree: 't', where: 'workspace' });
    const verdicts = (...events: readonly RunEvent[]) =>
      tell(...events).gates.map(({ gate: name, verdict }) => [name, verdict.status]);
    const first = [gate('lint'), gate('tests', failedWith('one'))];
    assert.deepEqual(verdicts(...first, checked(false)), [
      ['lint', 'passed'],
      ['tests', 'failed'],
    ]);
    assert.deepEqual(verdicts(...first, checked(false), gate('lint')), [['lint', 'passed']]);
    const second = [...first, checked(false), gate('lint'), gate('tests'), checked(true)];
    assert.deepEqual(verdicts(...second, { type: 'run.committed', commit: 'c', tree: 't' }), [
      ['lint', 'passed'],
      ['tests', 'passed'],
    ]);
  });

  it('counts a file once, whether accepted or proposed', () => {
    assert.equal(countFiles(tell(started(), proposal('a.js'), proposal('b.js'), proposal('a.js')).view), 2);
  });
});

describe('runs of a project', () => {
  let project: TestProject;
  let store: TaskStore;
  let task: Task;

  beforeEach(async () => {
    project = new TestProject();
    store = await project.store();
    await store.addTasks([{ name: 'Add' }, { name: 'Subtract' }]);
    task = (await store.listTasks())[0]!;
  });
  afterEach(() => {
    project.dispose();
  });

  /** The journal, with a list of what was read from it. */
  const watched = (): { journal: Pick<Journal, 'listRuns' | 'readRun'>; reads: [RunId, number][] } => {
    const reads: [RunId, number][] = [];
    const { journal } = store;
    return {
      reads,
      journal: {
        listRuns: (filter) => journal.listRuns(filter),
        readRun: (id, after = 0) => {
          reads.push([id, after]);
          return journal.readRun(id, after);
        },
      },
    };
  };

  it('reads of an open run only what is new, and nothing of one that is over', async () => {
    const run = await JournaledRun.begin(store, task, { events: [BRANCHED, ASSIGNED, turn(1)] });
    const { journal, reads } = watched();
    const stories = new RunStories();
    const look = async () => (await stories.tell(journal, await journal.listRuns()))[0]!;
    assert.equal((await look()).story.view.turns, 1);
    await run.append(turn(2));
    const told = await look();
    assert.equal(told.story.view.turns, 2);
    assert.equal(told.story.view.cost, 0.5);
    assert.deepEqual(told.story, tellRun((await store.journal.readRun(run.id)).events));
    await run.finish('done');
    await look();
    await look();
    assert.deepEqual(
      reads.map(([, after]) => after),
      [0, 4, 5],
    );
    await run.append({ type: 'run.undone' }, 'cancelled');
    assert.equal((await look()).story.view.isUndone, true);
  });

  it('show with a task its newest run, and what can be done with it', async () => {
    const first = await JournaledRun.begin(store, task, { events: [BRANCHED] });
    await first.finish('rejected', 'No.');
    const marks = async () => runMarks((await taskRuns(store.journal, new RunStories())).get(task.id));
    assert.deepEqual(await marks(), ['undoable', 'ran']);
    const second = await JournaledRun.begin(store, task);
    assert.deepEqual(await marks(), ['running', 'ran']);
    await second.release();
    assert.deepEqual(await marks(), ['stopped', 'ran']);
    await store.journal.claimRun(second.id, 'a test');
    await second.finish('cancelled');
    assert.deepEqual(await marks(), ['ran']);
    assert.deepEqual(runMarks(undefined), []);
  });

  it('are told when the program that worked on one is gone', async () => {
    const run = await JournaledRun.begin(store, task);
    let told = 0;
    let next = Promise.withResolvers<undefined>();
    const watch = new ClaimWatch(
      project.opener,
      () => {
        told += 1;
        next.resolve(undefined);
      },
      5,
    );
    try {
      // The first look counts what may have been shown before it.
      await next.promise;
      next = Promise.withResolvers();
      project.sql(`UPDATE conductor_runs SET seen_at = 0 WHERE id = '${run.id}'`);
      await next.promise;
      assert.equal(told, 2);
    } finally {
      watch.dispose();
    }
  });
});
