// "Decompose Further" and "Re-plan from Changed PRD" inside VS Code: the commands without a model, and with one the same
// functions, where a scripted person answers what a dialog asks.
import { strict as assert } from 'node:assert';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { isCancellation } from '../../src/core/errors.ts';
import type { DraftTask, Plan, StoredPlan, TaskKey } from '../../src/core/plan/model.ts';
import { decomposeFurther, describeReplan, replan, type PersonAgain } from '../../src/vscode/models/again.ts';
import { decomposeByModel } from '../../src/vscode/models/decompose.ts';
import type { Project } from '../../src/vscode/projects.ts';
import { log, ModelSetup } from './modelSetup.ts';
import { closeEditors, eventually, writeText } from './support/editor.ts';

const prd = 'again.prd.md';
const text = `# Library

## Catalogue

- Store books with title, author and ISBN
- Search books by title
- Import books from a CSV file

## Lending

- Lend a book to a member
- Return a book
- Remind members before the due date
`;
const changed = text
  .replace('Search books by title', 'Search books by title and author')
  .replace('- Return a book\n', '- Return a book\n- Reserve a book that is lent\n');

const manual = {
  name: 'Write the manual',
  description: 'For librarians.',
  estimate: 20,
  content: '## Acceptance criteria\n\n- It is short\n- It has pictures',
};

const childrenOf = ({ tasks }: Plan, key: string): readonly DraftTask[] => tasks.filter(({ parent }) => parent === key);

/** The first task that is not broken down. */
function wholeTask({ plan }: StoredPlan): DraftTask {
  const task = plan.tasks.find(({ key, covers }) => childrenOf(plan, key).length === 0 && covers.length > 1);
  return task ?? assert.fail('The plan has no task to break down.');
}

function rows(setup: ModelSetup, sql: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(join(setup.folder, '.taskwerk/taskwerk.db'), { readOnly: true, timeout: 5000 });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

const subtasks = (setup: ModelSetup, id: string): unknown[] =>
  rows(setup, `select name from tasks where parent_id = '${id}' order by id`).map(({ name }) => name);

async function addManual({ conductor }: Project): Promise<string> {
  const { created } = await conductor.tasks.add([manual]);
  return created[0] ?? assert.fail('Nothing was added.');
}

/** Imports the plan and begins the task of `key`, as `taskwerk update` does. Gives its id. */
async function importAndStart({ conductor, store }: Project, { id }: StoredPlan, key: TaskKey): Promise<string> {
  await conductor.plans.import(id);
  const taskId = (await (await store.openOrCreate()).linkedTasks(prd))[key] ?? assert.fail('The task is not linked.');
  await conductor.tasks.update([taskId], { status: 'in-progress' });
  return taskId;
}

/** Runs a command that asks by a list, and answers with `answer` until it has ended. */
async function runAndAnswer(answer: string, command: string, subject: unknown): Promise<void> {
  let isDone = false;
  const done = vscode.commands.executeCommand(command, subject).then(() => (isDone = true));
  await eventually('end of the command', async () => {
    await vscode.commands.executeCommand(answer);
    return isDone;
  });
  await done;
}

describe('planning again by the outline', () => {
  let setup: ModelSetup;
  let project: Project;
  let stored: StoredPlan;

  beforeEach(async () => {
    setup = await ModelSetup.start({}, undefined, null);
    project = setup.activate();
    await writeText(prd, text);
    stored = await project.conductor.plans.decompose(prd, { maxDepth: 1 });
  });
  afterEach(async () => {
    assert.deepEqual(setup.server.hits, [], 'Without a key something was sent.');
    await closeEditors();
    await setup[Symbol.asyncDispose]();
  });

  const loaded = () => project.conductor.plans.load(stored.id);

  it('breaks a draft task down by what it covers', async () => {
    const { key, covers } = wholeTask(stored);
    await vscode.commands.executeCommand('conductor.task.decomposeFurther', { project, planId: stored.id, key });
    const children = childrenOf((await loaded()).plan, key);
    assert.equal(children.length, covers.length);
    assert.deepEqual(
      children.flatMap((child) => child.covers),
      covers,
    );
  });

  it('adds the ticked parts of a Taskwerk task to Taskwerk, and none after Escape', async () => {
    const taskId = await addManual(project);
    const command = 'conductor.task.decomposeFurther';
    await runAndAnswer('workbench.action.closeQuickOpen', command, { project, taskId });
    assert.deepEqual(subtasks(setup, taskId), []);
    await runAndAnswer('workbench.action.acceptSelectedQuickOpenItem', command, { project, taskId });
    assert.equal(subtasks(setup, taskId).length, 2);
    assert.match(String(subtasks(setup, taskId)[1]), /pictures/i);
  });

  it('plans what changed on disk, and marks the started task whose requirement changed', async () => {
    const { key } = stored.plan.tasks[0] ?? assert.fail();
    const taskId = await importAndStart(project, stored, key);
    const before = rows(setup, `select * from tasks where id = '${taskId}'`);
    await writeText(prd, changed);
    await vscode.commands.executeCommand('conductor.plan.replan', { project, planId: stored.id });
    const { plan } = await loaded();
    assert.match(plan.tasks.find((task) => task.key === key)?.attention ?? '', /in progress in Taskwerk/);
    assert.ok(plan.requirements.some(({ text: words }) => words === 'Reserve a book that is lent'));
    assert.deepEqual(plan.uncovered, []);
    await project.conductor.plans.import(stored.id);
    assert.deepEqual(rows(setup, `select * from tasks where id = '${taskId}'`), before);
  });

  it('changes nothing for the same document', async () => {
    await vscode.commands.executeCommand('conductor.plan.replan', { project, planId: stored.id });
    assert.equal((await loaded()).revision, stored.revision);
  });
});

describe('planning again by a model', () => {
  let setup: ModelSetup;
  let project: Project;
  let stored: StoredPlan;
  let asked: string[];
  let sentBefore: number;

  beforeEach(async () => {
    setup = await ModelSetup.start({ rootHours: 30, childHours: 12, perRoot: 3 });
    setup.maxDepth = 1;
    project = setup.activate();
    await writeText(prd, text);
    const result = await decomposeByModel(
      log,
      { project, location: prd },
      {
        consent: () => Promise.resolve('send'),
        askPerson: () => Promise.resolve([]),
        progress: (_title, work) => work(new AbortController().signal, () => undefined),
        show: () => Promise.resolve(),
      },
    );
    assert.ok(result !== 'outline' && result.stored, 'There is no plan.');
    stored = result.stored;
    asked = [];
    sentBefore = setup.server.hits.length;
  });
  afterEach(async () => {
    await closeEditors();
    await setup[Symbol.asyncDispose]();
  });

  const loaded = () => project.conductor.plans.load(stored.id);
  const sent = () => setup.server.hits.length - sentBefore;

  /** Agrees, and ticks everything. */
  const person = (changes: Partial<PersonAgain> = {}): PersonAgain => ({
    consent: ({ calls, inputTokens, cost, model }, subject) => {
      assert.equal(sent(), 0, 'Something was sent before the person agreed.');
      assert.ok(calls === 1 && inputTokens > 0 && (cost ?? 0) > 0 && model !== '');
      asked.push(subject);
      return Promise.resolve(true);
    },
    choose: (_taskId, proposals) => Promise.resolve(proposals),
    progress: (_title, work) => work(new AbortController().signal, () => undefined),
    ...changes,
  });
  const refuses = person({ consent: () => Promise.resolve(false) });
  /** Cancels as soon as the work has begun to tell how it goes. */
  const cancels = (): PersonAgain => {
    const controller = new AbortController();
    return person({ progress: (_title, work) => work(controller.signal, () => controller.abort()) });
  };

  it('breaks a draft task down with the model', async () => {
    const { key, title } = wholeTask(stored);
    await decomposeFurther({ project, planId: stored.id, key }, person());
    assert.deepEqual(asked, [title]);
    const children = childrenOf((await loaded()).plan, key);
    assert.deepEqual(
      children.map((child) => child.title),
      [`Do ${key}-build`, `Do ${key}-prove`],
    );
    assert.deepEqual(
      children[1]?.dependsOn.map((edge) => edge.key),
      [children[0]?.key],
    );
  });

  it('adds to Taskwerk the proposals that the person picks', async () => {
    const taskId = await addManual(project);
    const offered: string[] = [];
    const choose: PersonAgain['choose'] = (id, proposals) => {
      assert.equal(id, taskId);
      offered.push(...proposals.map(({ title }) => title));
      return Promise.resolve(proposals.slice(1));
    };
    await decomposeFurther({ project, taskId }, person({ choose }));
    assert.equal(offered.length, 2);
    assert.deepEqual(subtasks(setup, taskId), offered.slice(1));
    assert.deepEqual(rows(setup, 'select * from task_dependencies'), []);
  });

  it('adds nothing when the person picks nothing', async () => {
    const taskId = await addManual(project);
    await decomposeFurther({ project, taskId }, person({ choose: () => Promise.resolve([]) }));
    assert.deepEqual(subtasks(setup, taskId), []);
  });

  it('plans with the model what changed, and marks the started task whose requirement changed', async () => {
    const [first, second] = stored.plan.tasks;
    assert.ok(first && second);
    await importAndStart(project, stored, first.key);
    await writeText(prd, changed);
    const replanned = await replan({ project, planId: stored.id }, person());
    assert.deepEqual(asked, [prd]);
    assert.deepEqual(replanned.attention, [first.key]);
    assert.match(
      describeReplan(replanned, 'Library'),
      /^1 tasks updated, 0 added, 0 left out\. 1 tasks need attention/,
    );
    const { plan } = await loaded();
    const now = new Map(plan.tasks.map((task) => [task.key, task]));
    assert.match(now.get(first.key)?.attention ?? '', /in progress in Taskwerk/);
    assert.equal(now.get(second.key)?.title, `Do ${second.key} anew`);
    const reserved = plan.requirements.find(({ text: words }) => words === 'Reserve a book that is lent');
    assert.ok(reserved && now.get(second.key)?.covers.includes(reserved.id));
    assert.deepEqual(plan.uncovered, []);
  });

  it('sends nothing and changes nothing when the person does not agree', async () => {
    const taskId = await addManual(project);
    const { key } = wholeTask(stored);
    await writeText(prd, changed);
    await assert.rejects(replan({ project, planId: stored.id }, refuses), vscode.CancellationError);
    await writeText(prd, text);
    await assert.rejects(decomposeFurther({ project, planId: stored.id, key }, refuses), vscode.CancellationError);
    await assert.rejects(decomposeFurther({ project, taskId }, refuses), vscode.CancellationError);
    assert.equal(sent(), 0);
    assert.equal((await loaded()).revision, stored.revision);
    assert.deepEqual(subtasks(setup, taskId), []);
  });

  it('changes nothing when it is cancelled in the middle, in silence', async () => {
    const taskId = await addManual(project);
    const { key } = wholeTask(stored);
    const ended = (error: unknown) => isCancellation(error) || error instanceof vscode.CancellationError;
    await assert.rejects(decomposeFurther({ project, planId: stored.id, key }, cancels()), ended);
    await assert.rejects(decomposeFurther({ project, taskId }, cancels()), ended);
    await writeText(prd, changed);
    await assert.rejects(replan({ project, planId: stored.id }, cancels()), ended);
    assert.equal((await loaded()).revision, stored.revision);
    assert.deepEqual(subtasks(setup, taskId), []);
  });
});
