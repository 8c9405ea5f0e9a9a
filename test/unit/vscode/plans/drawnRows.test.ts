// What is drawn anew after a change: nothing where nobody would see it, a row alone where that is enough, else the tree.
import { strict as assert } from 'node:assert';
import type { PlanId, TaskKey } from '../../../../src/core/plan/model.ts';
import { DrawnRows } from '../../../../src/vscode/plans/drawnRows.ts';
import { rowId, type DraftTaskRow, type PlanRow, type Row } from '../../../../src/vscode/plans/rows.ts';

interface Node {
  readonly row: Row;
  label: string;
  tooltip: string;
  below: Node[];
}

const folder: unknown = { uri: 'file:///shop' };
const project = { folder } as Row['project'];
const planRow = { type: 'plan', project, planId: 1 as PlanId } as PlanRow;
const taskRow = (key: string): DraftTaskRow => ({ type: 'task', project, planId: 1 as PlanId, key: key as TaskKey });

describe('drawn rows', () => {
  let drawn: DrawnRows;
  let plan: Node;
  let login: Node;
  let form: Node;
  let report: Node;

  const node = (row: Row, label: string, below: Node[] = []): Node => ({ row, label, tooltip: `On ${label}`, below });
  const all = (from: Node): readonly Node[] => [from, ...from.below.flatMap(all)];
  const nodeOf = (row: Row): Node => {
    const found = all(plan).find((each) => rowId(each.row) === rowId(row));
    assert.ok(found);
    return found;
  };
  // Rows are made anew at each reading, as those of the view are.
  const tree = {
    rowsBelow: (parent?: Row) =>
      Promise.resolve((parent ? nodeOf(parent).below : [plan]).map(({ row }) => ({ ...row }))),
    itemOf: (row: Row) => Promise.resolve({ label: nodeOf(row).label }),
    tooltipOf: (row: Row) => Promise.resolve({ value: nodeOf(row).tooltip }),
  };

  /** As VS Code does it: the rows, their items, and then what stands below those that are open. */
  async function draw(isOpen: (row: Row) => boolean = () => true, parent?: Row): Promise<readonly Row[]> {
    const rows = drawn.noteRows(parent, await tree.rowsBelow(parent));
    for (const row of rows) drawn.noteItem(row, await tree.itemOf(row));
    const below: Row[] = [];
    for (const row of rows) if (nodeOf(row).below.length > 0 && isOpen(row)) below.push(...(await draw(isOpen, row)));
    return [...rows, ...below];
  }

  beforeEach(() => {
    form = node(taskRow('form'), 'Draw the form');
    login = node(taskRow('login'), 'Build the login', [form]);
    report = node(taskRow('report'), 'Report errors');
    plan = node(planRow, 'A shop', [login, report]);
    drawn = new DrawnRows();
  });

  it('are all drawn the first time', async () => {
    assert.equal(await drawn.changed(tree), 'all');
  });

  it('stay as they are when nothing of them changed', async () => {
    await draw();
    assert.deepEqual(await drawn.changed(tree), []);
  });

  it('are named by the objects that VS Code has, when only they changed', async () => {
    const rows = await draw();
    const again = await draw();
    form.label = 'Draw a form';
    report.label = 'Report all errors';
    const changed = await drawn.changed(tree);
    assert.ok(changed !== 'all');
    assert.deepEqual(changed.map(rowId), [form.row, report.row].map(rowId));
    for (const row of changed) assert.ok(rows.includes(row) && again.includes(row));
  });

  it('are all drawn anew when one changed that others stand below, or that holds what it shows', async () => {
    await draw();
    login.label = 'Build a login';
    assert.equal(await drawn.changed(tree), 'all');
    drawn.clear();
    await draw((row) => row.type === 'plan');
    login.label = 'Build the login page';
    assert.deepEqual(await drawn.changed(tree), [login.row]);
    plan.label = 'A big shop';
    assert.equal(await drawn.changed(tree), 'all');
  });

  it('are all drawn anew when there are others, fewer or another order', async () => {
    const ways: readonly (() => void)[] = [
      () => plan.below.push(node(taskRow('print'), 'Print receipts')),
      () => plan.below.pop(),
      () => plan.below.reverse(),
      () => login.below.pop(),
    ];
    for (const change of ways) {
      drawn.clear();
      await draw();
      change();
      assert.equal(await drawn.changed(tree), 'all');
    }
  });

  it('that are not shown are not looked at', async () => {
    await draw((row) => row.type === 'plan');
    form.label = 'Draw a form';
    login.below.push(node(taskRow('session'), 'Keep the session'));
    assert.deepEqual(await drawn.changed(tree), []);
  });

  it('are drawn anew for their tooltip once somebody has seen it', async () => {
    await draw();
    form.tooltip = 'Two fields';
    assert.deepEqual(await drawn.changed(tree), []);
    drawn.noteTooltip(form.row, await tree.tooltipOf(form.row));
    assert.deepEqual(await drawn.changed(tree), []);
    form.tooltip = 'Two fields and a button';
    assert.deepEqual(await drawn.changed(tree), [form.row]);
  });

  it('count as they were drawn, not as somebody looked at them later', async () => {
    await draw();
    form.label = 'Draw a form';
    drawn.noteItem(form.row, await tree.itemOf(form.row));
    assert.deepEqual(await drawn.changed(tree), [form.row]);
    drawn.clearLooks([form.row]);
    drawn.noteItem(form.row, await tree.itemOf(form.row));
    assert.deepEqual(await drawn.changed(tree), []);
  });
});
