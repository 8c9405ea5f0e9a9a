// The Plans view and its documents when something comes in between: another plan with the same id, a failed reading, a
// folder that was closed, a key that is pressed twice.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { ConductorError } from '../../src/core/errors.ts';
import type { StoredPlan } from '../../src/core/plan/model.ts';
import { PlanFileSystem } from '../../src/vscode/planDocument/fileSystem.ts';
import { uriOfPlan } from '../../src/vscode/planDocument/uri.ts';
import { instantCommands, toggleAll } from '../../src/vscode/plans/instantCommands.ts';
import { TaskTexts, taskTextUri } from '../../src/vscode/plans/taskTexts.ts';
import { key, plan } from '../unit/core/plan/planBuilder.ts';
import { PlansSetup } from './plansSetup.ts';
import { eventually } from './support/editor.ts';

const tasks = { one: { title: 'One', description: 'First' }, two: { title: 'Two' }, three: { title: 'Three' } };

describe('plans, when something comes in between', () => {
  let setup: PlansSetup;
  let stored: StoredPlan;

  beforeEach(async () => {
    setup = new PlansSetup();
    const { id } = await setup.createPlan(plan(tasks, { title: 'A plan' }));
    setup.foreignWrite("update plans set created_at = '2020-01-01 00:00:00'");
    stored = await setup.project.conductor.plans.load(id);
  });
  afterEach(() => {
    setup.remove();
  });

  const ref = () => ({ project: setup.project, planId: stored.id });
  const rename = (title: string) =>
    setup.editor.edit(ref(), () => [{ type: 'set', key: key('one'), fields: { title } }]);
  const now = async () => (await setup.project.conductor.plans.load(stored.id)).plan;

  /** SQLite gives the id of the newest plan again once that is gone. */
  async function replacePlan(): Promise<void> {
    setup.tree.refresh();
    await setup.outline();
    await setup.project.conductor.plans.delete(stored.id);
    const next = await setup.createPlan(plan({ one: { title: 'Another' } }, { title: 'Another plan' }));
    assert.equal(next.id, stored.id);
  }

  it('takes no discarded plan for the one that has its id now', async () => {
    await replacePlan();
    assert.deepEqual(await setup.outline(), [['Another plan', 'Another']]);
    await rename('Mine');
    assert.deepEqual(
      (await now()).tasks.map(({ title }) => title),
      ['Mine'],
    );
  });

  it('undoes no edit of a discarded plan in the one that has its id now', async () => {
    await rename('One, edited');
    await replacePlan();
    setup.foreignWrite('update plans set revision = 2');
    setup.tree.refresh();
    await setup.editor.undo(ref());
    assert.equal((await now()).tasks[0]?.title, 'Another');
  });

  it('shows in an open document the plan that has the id now', async () => {
    const files = new PlanFileSystem(setup.projects);
    const uri = uriOfPlan(setup.projects, ref(), 'A plan');
    const before = await files.stat(uri);
    await replacePlan();
    assert.notEqual((await files.stat(uri)).mtime, before.mtime);
    assert.match(new TextDecoder().decode(await files.readFile(uri)), /title: Another plan/);
    files.dispose();
  });

  it('takes no plan of a folder that was closed for that of another folder of the same name', async () => {
    const other = new PlansSetup();
    await other.createPlan(plan({ one: { title: 'Another' } }, { title: 'Another plan' }));
    let { all } = setup.projects;
    const files = new PlanFileSystem({
      get all() {
        return all;
      },
      of: () => undefined,
      onDidChange: setup.projects.onDidChange,
    });
    const uri = uriOfPlan(setup.projects, ref(), 'A plan');
    assert.match(new TextDecoder().decode(await files.readFile(uri)), /title: A plan/);
    all = other.projects.all;
    assert.match(new TextDecoder().decode(await files.readFile(uri)), /title: Another plan/);
    files.dispose();
    other.remove();
  });

  it('tells open documents of a change also where the database cannot be read just then', async () => {
    const files = new PlanFileSystem(setup.projects);
    await files.readFile(uriOfPlan(setup.projects, ref(), 'A plan'));
    const told: vscode.FileChangeType[] = [];
    files.onDidChangeFile((changes) => told.push(...changes.map(({ type }) => type)));
    const { plans } = setup.project.conductor;
    plans.list = () => Promise.reject(new ConductorError('store.locked', 'Another program writes.'));
    await plans.save(stored, { ...stored.plan, title: 'Another title' });
    await eventually('word of the change', () => told.length > 0);
    assert.deepEqual([...new Set(told)], [vscode.FileChangeType.Changed]);
    files.dispose();
  });

  it('draws a level anew that VS Code dropped because one of its rows could not be read', async () => {
    setup.tree.flush();
    const [planRow] = await setup.tree.getChildren();
    assert.ok(planRow);
    await setup.tree.getTreeItem(planRow);
    const [first] = await setup.tree.getChildren(planRow);
    assert.ok(first);
    const plans = setup.tree.rows.of(setup.project);
    const read = plans.linkedTasks.bind(plans);
    plans.linkedTasks = () => Promise.reject(new Error('The database is locked.'));
    await assert.rejects(setup.tree.getTreeItem(first));
    plans.linkedTasks = read;
    let isDrawn = false;
    const listener = setup.tree.onDidChangeTreeData((rows) => (isDrawn ||= rows === undefined));
    setup.tree.refresh();
    await eventually('the tree to be drawn', () => isDrawn);
    listener.dispose();
  });

  it('undoes nothing in a folder that is no longer open', async () => {
    await rename('One, edited');
    setup.editor.forgetOthers([]);
    assert.equal(await setup.editor.undo(), undefined);
    assert.equal((await now()).tasks[0]?.title, 'One, edited');
  });

  it('works a key out that is pressed again before the first edit is saved', async () => {
    const press = (command: typeof toggleAll) => setup.editor.edit(ref(), (index) => command(index, [key('three')]));
    await Promise.all([press(toggleAll), press(toggleAll), press(toggleAll)]);
    assert.equal((await now()).tasks.find((task) => task.key === 'three')?.included, false);
    const up = instantCommands['conductor.task.moveUp'];
    assert.ok(up);
    await Promise.all([press(up), press(up)]);
    assert.deepEqual(
      (await now()).tasks.map((task) => task.key),
      ['three', 'one', 'two'],
    );
  });

  describe('the file of a description', () => {
    let texts: TaskTexts;
    let uri: vscode.Uri;

    beforeEach(() => {
      texts = new TaskTexts(setup.projects, setup.tree, setup.editor);
      uri = taskTextUri({ ...ref(), key: key('one') }, 'description');
      texts.watch(uri);
    });
    afterEach(() => {
      texts.dispose();
    });

    it('is told of a change that the tree does not show', async () => {
      setup.tree.flush();
      await setup.outline();
      let told = 0;
      texts.onDidChangeFile(() => told++);
      await setup.editor.edit(ref(), () => [{ type: 'set', key: key('one'), fields: { description: 'Second' } }]);
      await eventually('word of the change', () => told > 0);
      assert.equal(new TextDecoder().decode(await texts.readFile(uri)), 'Second\n');
    });

    it('can be saved when only white space was typed', async () => {
      const { revision } = await setup.project.conductor.plans.load(stored.id);
      await texts.writeFile(uri, new TextEncoder().encode('First\n\n'));
      assert.equal((await setup.project.conductor.plans.load(stored.id)).revision, revision);
    });
  });
});
