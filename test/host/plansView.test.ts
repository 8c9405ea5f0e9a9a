// The Plans view inside VS Code: what it shows, how it changes, and what a person can do in it.
import { strict as assert } from 'node:assert';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Plan } from '../../src/core/plan/model.ts';
import { noFilter } from '../../src/vscode/plans/filter.ts';
import { dragMimeType, PlansDragAndDrop } from '../../src/vscode/plans/dragAndDrop.ts';
import { TaskTexts, taskTextUri } from '../../src/vscode/plans/taskTexts.ts';
import { rowId } from '../../src/vscode/plans/rows.ts';
import type { TaskRef } from '../../src/vscode/projects.ts';
import { key, plan, requirement, requirementId } from '../unit/core/plan/planBuilder.ts';
import { PlansSetup } from './plansSetup.ts';

const shop = (): Plan =>
  plan(
    {
      login: { title: 'Build the login', hours: 12, covers: ['r1'] },
      form: { title: 'Draw the form', parent: 'login', hours: 4, priority: 'high', covers: ['r1'], category: 'ui' },
      session: {
        title: 'Keep the session',
        parent: 'login',
        on: ['form'],
        covers: ['r1'],
        description: 'a [link](command:x) <b>',
      },
      report: { title: 'Report errors', covers: ['r1'] },
    },
    {
      title: 'A shop',
      requirements: [requirement('r1'), requirement('r2', { text: 'A second thing.' })],
      uncovered: [{ id: requirementId('r2'), reason: 'Nobody wants it.' }],
    },
  );

describe('plans view', () => {
  let setup: PlansSetup;

  beforeEach(() => {
    setup = new PlansSetup();
  });
  afterEach(() => {
    setup.remove();
  });

  /** The titles in the order of the plan as it is stored, children after a slash. */
  async function storedTitles(): Promise<readonly string[]> {
    const { plan: now } = await setup.project.conductor.plans.load();
    const parentTitle = (of: string | null) => now.tasks.find((task) => task.key === of)?.title;
    return now.tasks.map(({ title, parent }) => (parent === null ? title : `${parentTitle(parent) ?? '?'}/${title}`));
  }

  async function refOf(label: string): Promise<TaskRef> {
    const { row } = await setup.find(label);
    assert.ok(row.type === 'task');
    return row;
  }

  it('is empty without a database, and makes none', async () => {
    assert.deepEqual(await setup.outline(), []);
    assert.equal(await setup.project.store.openExisting(), null);
  });

  it('shows plans with their problems, uncovered requirements and tasks', async () => {
    await setup.createPlan(shop());
    const [shown] = await setup.outline();
    assert.ok(Array.isArray(shown));
    assert.equal(shown[0], 'A shop');
    assert.deepEqual(
      shown
        .slice(1)
        .map((row: unknown) => (Array.isArray(row) ? (row[0] as string) : row))
        .map((label) => String(label).replace(/\d+/, 'n')),
      ['Problems (n)', 'Uncovered Requirements (n)', 'Build the login', 'Report errors'],
    );
    assert.deepEqual(
      shown.find((row: unknown) => Array.isArray(row) && row[0] === 'Build the login'),
      ['Build the login', 'Draw the form', 'Keep the session'],
    );
  });

  it('says in a row what matters of a task, and in words for a screen reader', async () => {
    await setup.createPlan(shop());
    const { item } = await setup.find('Keep the session');
    assert.equal(item.description, '2 h · medium · 1 dep · 1 req');
    assert.equal(
      item.accessibilityInformation?.label,
      'Keep the session, 2 hours, medium priority, waits for 1 task, covers 1 requirement',
    );
    assert.equal(item.contextValue, 'task.included.');
    assert.equal(item.collapsibleState, vscode.TreeItemCollapsibleState.None);
    const { item: form } = await setup.find('Draw the form');
    assert.equal(form.description, '4 h · high · ready · 1 req');
  });

  it('tells the rest in a tooltip that runs nothing of the document', async () => {
    await setup.createPlan(shop());
    const { item, row } = await setup.find('Keep the session');
    assert.equal(item.tooltip, undefined);
    const { tooltip } = await setup.tree.resolveTreeItem(item, row);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value, /Draw the form/);
    assert.match(tooltip.value, /\\\[link\\\]\(command\\:x\) \\<b\\>|\\\[link\\\]\\\(command\\:x\\\) \\<b\\>/);
    assert.notEqual(tooltip.isTrusted, true);
    assert.notEqual(tooltip.supportHtml, true);
  });

  it('finds the way back from each row to the root', async () => {
    const { id } = await setup.createPlan(shop());
    const row = await setup.tree.rows.taskRow({ project: setup.project, planId: id, key: key('session') });
    assert.ok(row);
    const parent = await setup.tree.getParent(row);
    assert.ok(parent?.type === 'task' && parent.key === 'login');
    const root = await setup.tree.getParent(parent);
    assert.ok(root?.type === 'plan' && root.planId === id);
    assert.equal(await setup.tree.getParent(root), undefined);
  });

  it('keeps the same ids after a restart', async () => {
    await setup.createPlan(shop());
    const { item: before } = await setup.find('Draw the form');
    setup.close();
    const again = new PlansSetup(setup.folder);
    try {
      const { item: after } = await again.find('Draw the form');
      assert.equal(after.id, before.id);
    } finally {
      again.close();
    }
  });

  it('is not drawn anew for what nobody sees, and a task alone for what is seen of it', async () => {
    await setup.createPlan(shop());
    await setup.outline();
    const drawn: unknown[] = [];
    const listener = setup.tree.onDidChangeTreeData((rows) => drawn.push(rows?.map(rowId)));
    // The refresh that the new plan made is still due.
    setup.tree.flush();
    await setup.outline();
    assert.deepEqual(drawn.splice(0), [undefined]);
    setup.tree.refresh();
    await setTimeout(200);
    assert.deepEqual(drawn, []);
    const form = await refOf('Draw the form');
    await setup.editor.edit(form, () => [{ type: 'set', key: form.key, fields: { title: 'Draw two forms' } }]);
    await setTimeout(200);
    assert.deepEqual(drawn.splice(0), [[rowId({ ...form, type: 'task' })]]);
    await setup.find('Draw two forms');
    await setup.editor.edit(form, () => [{ type: 'delete', keys: [form.key] }]);
    await setTimeout(200);
    assert.deepEqual(drawn.splice(0), [undefined]);
    listener.dispose();
  });

  it('excludes a task with all below it, undoes that and does it again', async () => {
    await setup.createPlan(shop());
    const login = await refOf('Build the login');
    await setup.editor.edit(login, () => [{ type: 'include', key: login.key, included: false }]);
    const excluded = async () =>
      (await setup.project.conductor.plans.load()).plan.tasks.filter((task) => !task.included).map((task) => task.key);
    assert.deepEqual(await excluded(), ['login', 'form', 'session']);
    const { item } = await setup.find('Draw the form');
    assert.deepEqual(item.checkboxState, {
      state: vscode.TreeItemCheckboxState.Unchecked,
      tooltip: 'Take into the import',
      accessibilityInformation: { label: 'Import “Draw the form”' },
    });
    assert.equal(item.contextValue, 'task.excluded.');
    await setup.editor.undo();
    assert.deepEqual(await excluded(), []);
    await setup.editor.redo();
    assert.deepEqual(await excluded(), ['login', 'form', 'session']);
  });

  it('makes quick edits one after another', async () => {
    await setup.createPlan(shop());
    const report = await refOf('Report errors');
    const rename = (title: string) =>
      setup.editor.edit(report, () => [{ type: 'set', key: report.key, fields: { title } }]);
    await Promise.all([rename('one'), rename('two'), rename('three')]);
    assert.ok((await storedTitles()).includes('three'));
    await setup.editor.undo();
    assert.ok((await storedTitles()).includes('two'));
  });

  it('does not take back what someone else saved', async () => {
    await setup.createPlan(shop());
    const report = await refOf('Report errors');
    await setup.editor.edit(report, () => [{ type: 'set', key: report.key, fields: { title: 'Mine' } }]);
    const other = new PlansSetup(setup.folder);
    try {
      const theirs = await other.project.conductor.plans.load();
      await other.project.conductor.plans.edit(theirs, [{ type: 'add', parent: null, title: 'Theirs' }]);
    } finally {
      other.close();
    }
    setup.tree.refresh();
    assert.equal(await setup.editor.undo(), undefined);
    assert.ok((await storedTitles()).includes('Theirs'));
  });

  it('reloads and makes no edit when someone else saves between reading and saving', async () => {
    await setup.createPlan(shop());
    const report = await refOf('Report errors');
    let before: (() => void) | undefined = () => {
      setup.foreignWrite("UPDATE plans SET title = 'Theirs', revision = revision + 1");
    };
    const edit = () =>
      setup.editor.edit(report, () => {
        before?.();
        before = undefined;
        return [{ type: 'set', key: report.key, fields: { title: 'Mine' } }];
      });
    assert.equal(await edit(), undefined);
    assert.equal((await storedTitles()).includes('Mine'), false);
    assert.ok(await edit());
    assert.equal((await storedTitles()).includes('Mine'), true);
  });

  describe('drag and drop', () => {
    async function drag(from: readonly string[], onto: string): Promise<void> {
      const fail = (error: unknown): never => {
        throw error;
      };
      const controller = new PlansDragAndDrop(setup.editor, fail, () => Promise.resolve());
      const transfer = new vscode.DataTransfer();
      const rows = await Promise.all(from.map(async (label) => (await setup.find(label)).row));
      controller.handleDrag(rows, transfer);
      assert.ok(transfer.get(dragMimeType));
      await controller.handleDrop((await setup.find(onto)).row, transfer);
    }

    it('puts a task below another', async () => {
      await setup.createPlan(shop());
      await drag(['Report errors'], 'Build the login');
      assert.ok((await storedTitles()).includes('Build the login/Report errors'));
    });

    it('puts several tasks at the top of the plan', async () => {
      await setup.createPlan(shop());
      await drag(['Draw the form', 'Keep the session'], 'A shop');
      assert.deepEqual(await storedTitles(), ['Build the login', 'Report errors', 'Draw the form', 'Keep the session']);
    });

    it('changes the order of siblings', async () => {
      await setup.createPlan(shop());
      await drag(['Keep the session'], 'Draw the form');
      assert.deepEqual(
        (await storedTitles()).filter((title) => title.includes('/')),
        ['Build the login/Keep the session', 'Build the login/Draw the form'],
      );
    });

    it('leaves a task that is dropped below itself where it is', async () => {
      const { revision } = await setup.createPlan(shop());
      await drag(['Build the login'], 'Draw the form');
      assert.equal((await setup.project.conductor.plans.load()).revision, revision);
    });
  });

  it('shows within two seconds what another program does to imported tasks', async () => {
    const { id } = await setup.createPlan(shop());
    const otherWindow = new PlansSetup(setup.folder);
    const described = async (label: string) => String((await otherWindow.find(label)).item.description);
    try {
      assert.match(await described('A shop'), /^Draft · 4 tasks/);
      const { taskIds } = await setup.project.conductor.plans.import(id);
      await otherWindow.repainted(2_000, async () => (await described('Draw the form')).includes('to do'));
      setup.foreignWrite(`UPDATE tasks SET status = 'done' WHERE id = '${String(taskIds['form'])}'`);
      await otherWindow.repainted(2_000, async () => (await described('Draw the form')).includes('done'));
      assert.match(await described('Keep the session'), /ready/);
      assert.match(await described('A shop'), /^Imported · 1 of 4 done/);
    } finally {
      otherWindow.close();
    }
  });

  it('shows a Taskwerk task that came from no plan, with its subtasks, within two seconds', async () => {
    await setup.createPlan(shop());
    await setup.outline();
    setup.foreignWrite(
      `INSERT INTO tasks (id, name) VALUES ('TASK-900', 'Water the plants');
       INSERT INTO tasks (id, name, parent_id) VALUES ('TASK-900.1', 'Fill the can', 'TASK-900')`,
    );
    const others = async () => (await setup.outline()).at(-1);
    await setup.repainted(2_000, async () => JSON.stringify(await others()).includes('Fill the can'));
    assert.deepEqual(await others(), ['Other Tasks', ['Water the plants', 'Fill the can']]);
  });

  it('narrows to what matches, opened, and shows all again', async () => {
    await setup.createPlan(shop());
    const { item: before } = await setup.find('Build the login');
    setup.tree.filter = { ...noFilter, priorities: ['high'] };
    assert.deepEqual(await setup.outline(), [['A shop', ['Build the login', 'Draw the form']]]);
    const { item } = await setup.find('Build the login');
    assert.equal(item.collapsibleState, vscode.TreeItemCollapsibleState.Expanded);
    setup.tree.filter = noFilter;
    const { item: after } = await setup.find('Build the login');
    assert.equal(after.id, before.id);
  });

  it('edits a description in a file of its own', async () => {
    await setup.createPlan(shop());
    const texts = new TaskTexts(setup.projects, setup.tree, setup.editor);
    try {
      const uri = taskTextUri(await refOf('Keep the session'), 'criteria');
      assert.equal(new TextDecoder().decode(await texts.readFile(uri)), '- session works\n');
      await texts.writeFile(uri, new TextEncoder().encode('It lasts\n- It ends\n'));
      const { plan: now } = await setup.project.conductor.plans.load();
      assert.deepEqual(now.tasks.find((task) => task.key === 'session')?.acceptanceCriteria, ['It lasts', 'It ends']);
      const { mtime } = await texts.stat(uri);
      await setup.editor.edit(await refOf('Report errors'), () => [{ type: 'delete', keys: [key('report')] }]);
      assert.equal((await texts.stat(uri)).mtime, mtime);
    } finally {
      texts.dispose();
    }
  });

  it('tells why it shows nothing when the database cannot be read', async () => {
    await setup.createPlan(shop());
    const { fsPath } = vscode.Uri.file(setup.folder);
    setup.close();
    const file = vscode.Uri.joinPath(vscode.Uri.file(fsPath), '.taskwerk', 'taskwerk.db');
    for (const suffix of ['-wal', '-shm']) {
      await vscode.workspace.fs.delete(file.with({ path: file.path + suffix })).then(undefined, () => undefined);
    }
    await vscode.workspace.fs.writeFile(
      file,
      new TextEncoder().encode('not a database, but long enough to be looked at'),
    );
    const again = new PlansSetup(setup.folder);
    const said: unknown[] = [];
    again.tree.onDidRead((error) => said.push(error));
    try {
      assert.deepEqual(await again.tree.getChildren(), []);
      assert.equal(said.length, 1);
      assert.ok(said[0] instanceof Error);
    } finally {
      again.close();
    }
  });

  describe('commands', () => {
    it('are all there', async () => {
      const extension = vscode.extensions.getExtension('taskwerk.taskwerk-conductor');
      await extension?.activate();
      const manifest = extension?.packageJSON as { contributes: { commands: readonly { command: string }[] } };
      const registered = await vscode.commands.getCommands(true);
      const contributed = manifest.contributes.commands
        .map(({ command }) => command)
        .filter((command) => /^conductor\.(task|plans)\./.test(command));
      assert.ok(contributed.length > 20);
      assert.deepEqual(
        contributed.filter((command) => !registered.includes(command)),
        [],
      );
    });

    it('work on the row they are called on', async () => {
      await setup.createPlan(shop());
      const run = async (command: string, ...labels: readonly string[]) => {
        const refs = await Promise.all(labels.map(refOf));
        await vscode.commands.executeCommand(`conductor.task.${command}`, refs[0], refs);
        setup.tree.refresh();
      };
      await run('moveDown', 'Draw the form');
      assert.deepEqual(
        (await storedTitles()).filter((title) => title.includes('/')),
        ['Build the login/Keep the session', 'Build the login/Draw the form'],
      );
      await run('exclude', 'Report errors');
      assert.equal((await setup.find('Report errors')).item.contextValue, 'task.excluded.');
      await run('merge', 'Draw the form', 'Keep the session');
      assert.equal((await storedTitles()).filter((title) => title.includes('/')).length, 1);
      await run('delete', 'Build the login');
      assert.deepEqual(await storedTitles(), ['Report errors']);
      await vscode.commands.executeCommand('conductor.plans.undo', await refOf('Report errors'));
      assert.equal((await storedTitles()).length, 3);
    });
  });
});
