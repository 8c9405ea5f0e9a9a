// Runs where people look for them: on the rows of the Plans view and in the snapshots of the Orchestration view.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { RunService } from '../../src/core/orchestrate/service.ts';
import type { TaskStore } from '../../src/core/ports.ts';
import type { Task } from '../../src/core/tasks/model.ts';
import { pageMessage, type RunsView } from '../../src/protocol/webview.ts';
import { ProjectRuns } from '../../src/vscode/orchestration/runs.ts';
import { Snapshots } from '../../src/vscode/orchestration/snapshot.ts';
import { PlansTree } from '../../src/vscode/plans/plansTree.ts';
import {
  ASSIGNED,
  BRANCHED,
  failedWith,
  gateResult,
  JournaledRun,
  PASSED,
  proposal,
  turn,
} from '../support/journaledRun.ts';
import { PlansSetup } from './plansSetup.ts';

describe('runs in the views', () => {
  let setup: PlansSetup;
  let store: TaskStore;
  let task: Task;
  let snapshots: Snapshots;

  beforeEach(async () => {
    setup = new PlansSetup();
    store = await setup.project.store.openOrCreate();
    await store.addTasks([{ name: 'Add numbers' }, { name: 'Subtract' }]);
    [task] = (await store.listTasks()) as [Task];
    snapshots = new Snapshots(setup.projects);
  });
  afterEach(() => {
    setup.remove();
  });

  const row = async () => {
    setup.tree.refresh();
    return setup.find('Add numbers');
  };
  const runs = async (): Promise<RunsView> => {
    const shown = (await snapshots.take()).projects[0]?.runs;
    assert.ok(shown);
    return shown;
  };

  describe('on a row', () => {
    it('are absent where there was none', async () => {
      const { item } = await row();
      assert.equal(item.contextValue, 'taskwerk.todo.');
      assert.equal(item.description, `${task.id} to do · medium`);
    });

    it('say that an agent works, by icon, words and what a screen reader says', async () => {
      await JournaledRun.begin(store, task, { events: [BRANCHED, ASSIGNED, turn(1)] });
      const { item } = await row();
      assert.equal((item.iconPath as vscode.ThemeIcon).id, 'sync~spin');
      assert.equal(item.description, `working · ${task.id} to do · medium`);
      assert.match(item.accessibilityInformation?.label ?? '', /, its run: working$/);
      assert.equal(item.contextValue, 'taskwerk.todo.running.ran.');
    });

    it('say that they wait for the person, and follow what happens', async () => {
      const run = await JournaledRun.begin(store, task, { events: [BRANCHED, ASSIGNED, proposal('a.js')] });
      await row();
      await run.append({ type: 'run.reviewAsked', round: 1, changes: [] }, 'reviewing');
      await setup.repainted(2_000, async () =>
        String((await setup.find('Add numbers')).item.description).includes('review'),
      );
      const { item } = await setup.find('Add numbers');
      assert.equal((item.iconPath as vscode.ThemeIcon).id, 'bell');
      assert.equal(item.description, `waits for your review · ${task.id} to do · medium`);
    });

    it('say that they wait for a permission, which the journal does not know', async () => {
      const run = await JournaledRun.begin(store, task, { events: [BRANCHED, ASSIGNED] });
      const asked = new vscode.EventEmitter<void>();
      let isAsked = false;
      const waiting = { isWaiting: (id: string) => isAsked && id === run.id, onDidChange: asked.event };
      const tree = new PlansTree(setup.projects, vscode.window.createOutputChannel('Waiting', { log: true }), waiting);
      try {
        const described = async () =>
          (await tree.getTreeItem({ type: 'taskwerk', project: setup.project, taskId: task.id })).description;
        assert.equal(await described(), `working · ${task.id} to do · medium`);
        isAsked = true;
        const repainted = new Promise((resolve) => tree.onDidChangeTreeData(resolve));
        asked.fire();
        await repainted;
        assert.equal(await described(), `waits for your permission · ${task.id} to do · medium`);
      } finally {
        tree.dispose();
        asked.dispose();
      }
    });

    it('can be resumed when nobody works on them, and undone when they are over', async () => {
      const run = await JournaledRun.begin(store, task, { events: [BRANCHED, ASSIGNED] });
      await run.append({ type: 'run.paused', reason: 'lunch' }, 'paused');
      assert.equal((await row()).item.contextValue, 'taskwerk.todo.stopped.ran.');
      await run.append({ type: 'run.committed', commit: 'abcdef0123', tree: 't' });
      await run.finish('done');
      const { item, row: shown } = await row();
      assert.equal(item.contextValue, 'taskwerk.todo.undoable.ran.');
      assert.equal((item.iconPath as vscode.ThemeIcon).id, 'circle-outline');
      const { tooltip } = await setup.tree.resolveTreeItem(item, shown);
      assert.ok(tooltip instanceof vscode.MarkdownString);
      assert.match(
        tooltip.value.replaceAll('\\', ''),
        /Last run: done · commit abcdef01 · on branch feature\/task-001-sum/,
      );
      await run.append({ type: 'run.undone' }, 'cancelled');
      assert.equal((await row()).item.contextValue, 'taskwerk.todo.ran.');
    });

    it('belong to the task that had them, not to a later one of the same id', async () => {
      await JournaledRun.begin(store, { ...task, createdAt: '2001-02-03 04:05:06' });
      assert.equal((await row()).item.contextValue, 'taskwerk.todo.');
    });
  });

  describe('in a snapshot', () => {
    it('are null where there was none', async () => {
      assert.equal((await snapshots.take()).projects[0]?.runs, null);
    });

    it('show what events say: turns, tokens, cost, time, files, gates', async () => {
      const events = [BRANCHED, ASSIGNED, turn(1), proposal('a.js'), proposal('b.js'), turn(2)] as const;
      const run = await JournaledRun.begin(store, task, { events });
      await run.append({ type: 'run.gateFinished', result: gateResult('lint', PASSED, 2) });
      await run.append({ type: 'run.gateFinished', result: gateResult('tests', failedWith('one', 'two')) });
      const { open, finished, spoken } = await runs();
      assert.deepEqual(finished, []);
      assert.equal(spoken, `${task.id} Add numbers: working`);
      const [shown] = open;
      assert.equal(shown?.status, 'working, turn 2');
      assert.equal(shown.mark, 'working');
      assert.deepEqual(
        shown.facts.map(({ label, value, part }) => [label, value, part]),
        [
          ['Branch', 'feature/task-001-sum', null],
          ['Turns', '2 of 60', 2 / 60],
          ['Tokens', '2.4K, 90 % from cache', null],
          ['Cost', '$0.50 of $5.00', 0.1],
          ['Worked', '2 min of 30 min', 128_000 / 1_800_000],
          ['Files', '2 changed', null],
        ],
      );
      assert.deepEqual(shown.gates, [
        { title: 'The lint', status: 'passed', verdict: 'passed after 2 attempts' },
        { title: 'The tests', status: 'failed', verdict: 'failed: 2 findings' },
      ]);
    });

    it('offer to resume what nobody works on, with the reason for the pause', async () => {
      const run = await JournaledRun.begin(store, task, { events: [BRANCHED, ASSIGNED] });
      await run.append({ type: 'run.paused', reason: 'The budget is used up.' }, 'paused');
      await run.release();
      const [shown] = (await runs()).open;
      assert.equal(shown?.status, 'paused: The budget is used up.');
      assert.deepEqual(
        shown.actions.map(({ action, isPrimary }) => [action, isPrimary]),
        [
          ['resume', true],
          ['cancel', false],
          ['showAssignment', false],
        ],
      );
      assert.equal(shown.actions[0]?.spoken, `Resume, ${task.id}`);
    });

    it('offer what fits to a run of this window', async () => {
      const run = await JournaledRun.begin(store, task, { events: [BRANCHED, ASSIGNED] });
      const { conductor } = setup.project;
      const active = await store.journal.listRuns();
      const openRuns = () => Promise.resolve({ active } as unknown as RunService);
      const here = new ProjectRuns({ ...setup.project, conductor: { ...conductor, openRuns } });
      const actions = async () => (await here.view())?.open[0]?.actions.map(({ action }) => action);
      assert.deepEqual(await actions(), ['pause', 'cancel', 'showAssignment']);
      await run.append({ type: 'run.questionAsked', id: 'q1', text: 'Which?', choices: ['A', 'B'] }, 'waiting');
      assert.deepEqual(await actions(), ['answer', 'pause', 'cancel', 'showAssignment']);
      await run.append({ type: 'run.questionAnswered', id: 'q1', answer: 'A', by: 'person' });
      await run.append({ type: 'run.handedOver', summary: 'Did it.', notes: '' });
      await run.append({ type: 'run.reviewAsked', round: 1, changes: [] }, 'reviewing');
      assert.deepEqual(await actions(), ['review', 'pause', 'cancel', 'showAssignment']);
    });

    it('offer to undo what is over and has changed files', async () => {
      const run = await JournaledRun.begin(store, task, { events: [BRANCHED, ASSIGNED] });
      await run.append({ type: 'run.applied', files: [{ path: 'a.js', hash: 'h1' }] });
      await run.finish('done');
      const actions = async () => (await runs()).finished[0]?.actions.map(({ action }) => action);
      assert.deepEqual(await actions(), ['undo', 'showAssignment']);
      await run.append({ type: 'run.undone' }, 'cancelled');
      assert.deepEqual(await actions(), ['showAssignment']);
      assert.equal((await runs()).finished[0]?.status, 'undone');
    });

    it('offer neither pause nor cancel for a run of another program', async () => {
      await JournaledRun.begin(store, task, { events: [BRANCHED, ASSIGNED] });
      const [shown] = (await runs()).open;
      assert.deepEqual(
        shown?.actions.map(({ action }) => action),
        ['showAssignment'],
      );
    });

    it('show no model numbers of a person', async () => {
      await JournaledRun.begin(store, task, { agent: 'manual', events: [BRANCHED, ASSIGNED] });
      const [shown] = (await runs()).open;
      assert.equal(shown?.status, 'you work on it');
      assert.deepEqual(
        shown.facts.map(({ label }) => label),
        ['Branch'],
      );
    });

    it('list the last five that are over, newest first, below those that are open', async () => {
      for (let number = 1; number <= 6; number += 1) {
        const run = await JournaledRun.begin(store, task, { events: [BRANCHED, ASSIGNED, turn(1)] });
        if (number % 2) await run.finish('blocked', `Reason ${number}.`);
        else {
          await run.append({ type: 'run.committed', commit: `c${number}aaaaaaaaaa`, tree: 't' });
          await run.finish('done');
        }
      }
      const { open, finished } = await runs();
      assert.deepEqual(open, []);
      assert.deepEqual(
        finished.map(({ status, mark }) => [status, mark]),
        [
          ['done', 'done'],
          ['blocked: Reason 5.', 'failed'],
          ['done', 'done'],
          ['blocked: Reason 3.', 'failed'],
          ['done', 'done'],
        ],
      );
      assert.match(finished[0]?.facts ?? '', /^commit c6aaaaaa · \$0\.25 · /);
    });
  });

  it('takes of the page only wishes that it knows', () => {
    const run = { type: 'run', uri: 'file:///a', id: 'r1', action: 'pause' };
    assert.deepEqual(pageMessage.parse(run), run);
    for (const action of ['start', 'constructor', '', null]) {
      assert.equal(pageMessage.safeParse({ ...run, action }).success, false);
    }
    assert.equal(pageMessage.safeParse({ ...run, id: 7 }).success, false);
  });
});
