import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits } from '../../../../src/core/plan/edit.ts';
import type { Plan, PlanEdit, TaskKey } from '../../../../src/core/plan/model.ts';
import { reconcilePlan } from '../../../../src/core/plan/reconcile.ts';
import { planOf, taskTitled, treeOf } from './outline/support.ts';

const DOCUMENT = `# Library

## Catalogue

- Store books with title, author and ISBN
- Search books by title within 200 ms
- Import books from a CSV file

## Lending

- Lend a book to a member
- Return a book
- Remind members three days before the due date

## Reports

### Monthly report

- Generate a monthly report of loans
- Export the report as PDF

### Configuration screen
`;

const key = (plan: Plan, title: string | RegExp): TaskKey => taskTitled(plan, title).key;

describe('reconcilePlan', () => {
  let plan: Plan;
  before(async () => (plan = await planOf(DOCUMENT)));

  const again = (edits: readonly PlanEdit[]): { edited: Plan; result: Plan } => {
    const edited = applyEdits(plan, edits);
    return { edited, result: reconcilePlan(edited, plan) };
  };

  it('changes nothing for the same document', () => {
    assert.deepEqual(reconcilePlan(plan, plan), plan);
  });

  it('keeps what a person set, and only that', () => {
    const store = key(plan, /^Store books/);
    const { result } = again([{ type: 'set', key: store, fields: { title: 'Keep books', priority: 'critical' } }]);
    const task = result.tasks.find((one) => one.key === store);
    assert.equal(task?.title, 'Keep books');
    assert.equal(task.priority, 'critical');
    assert.deepEqual(task.edited, ['title', 'priority']);
    assert.deepEqual(task.acceptanceCriteria, taskTitled(plan, /^Store books/).acceptanceCriteria);
  });

  it('keeps a task left out, one added by hand, and one deleted', () => {
    const { edited, result } = again([
      { type: 'include', key: key(plan, /^Return a book/), included: false },
      { type: 'add', parent: key(plan, /lending/), title: 'Ask the librarians' },
      { type: 'delete', keys: [key(plan, /^Import books/)] },
    ]);
    assert.deepEqual(result, edited);
    assert.equal(taskTitled(result, /^Return a book/).included, false);
    assert.ok(!result.tasks.some(({ title }) => title.startsWith('Import books')));
  });

  it('keeps a deleted heading, a deleted epic, and a moved task', () => {
    const { edited, result } = again([
      { type: 'delete', keys: [key(plan, /configuration screen/), key(plan, /catalogue/)] },
      { type: 'move', keys: [key(plan, /^Return a book/)], parent: key(plan, /report$/), before: null },
    ]);
    assert.deepEqual(treeOf(result), treeOf(edited));
  });

  it('keeps tasks folded together and tasks split', () => {
    const { edited, result } = again([
      { type: 'merge', keys: [key(plan, /^Lend a book/), key(plan, /^Return a book/)] },
      { type: 'split', key: key(plan, /^Remind members/), titles: ['Find due loans', 'Send reminders'] },
    ]);
    assert.deepEqual(result, edited);
  });

  it('keeps ids and keys when the document is edited elsewhere', async () => {
    const next = reconcilePlan(
      plan,
      await planOf(DOCUMENT.replace('## Catalogue\n', '## Catalogue\n\n- Show new books on the start page')),
    );
    const ids = (one: Plan): string[] => one.requirements.map(({ id, text }) => `${id} ${text}`);
    assert.deepEqual(
      ids(next).filter((line) => ids(plan).includes(line)),
      ids(plan),
    );
    assert.equal(new Set(next.requirements.map(({ id }) => id)).size, plan.requirements.length + 1);
    const keys = next.tasks.map((task) => task.key);
    for (const task of plan.tasks) assert.ok(keys.includes(task.key), task.key);
  });

  it('knows a reworded requirement again, and with it its task', async () => {
    const edited = applyEdits(plan, [
      { type: 'set', key: key(plan, /^Search books/), fields: { estimate: { hours: 12, rule: 'my own' } } },
    ]);
    const next = reconcilePlan(
      edited,
      await planOf(
        DOCUMENT.replace('Search books by title within 200 ms', 'Search books by title or author within 300 ms'),
      ),
    );
    const task = next.tasks.find((one) => one.key === key(plan, /^Search books/));
    assert.equal(task?.estimate.hours, 12);
    assert.match(task.title, /title or author/);
  });

  it('never gives the id of a removed requirement to a new one', async () => {
    const removed = plan.requirements.find(({ text }) => text.startsWith('Return'));
    const next = reconcilePlan(plan, await planOf(DOCUMENT.replace('- Return a book', '- Print barcodes for shelves')));
    assert.ok(removed && !next.requirements.some(({ id }) => id === removed.id));
  });

  it('adds what a deeper plan adds', async () => {
    const shallow = await planOf(DOCUMENT, 1);
    const deep = reconcilePlan(shallow, plan);
    assert.deepEqual(treeOf(deep), treeOf(plan));
  });

  it('brings nothing back where all was deleted, however often the document is planned again', async () => {
    const text = '# Library\n\n## Reports\n\n- Export the report as PDF\n\n### Configuration screen\n';
    const all = await planOf(text);
    const emptied = applyEdits(all, [{ type: 'delete', keys: all.tasks.map((task) => task.key) }]);
    const once = reconcilePlan(emptied, all);
    assert.deepEqual(treeOf(once), []);
    assert.deepEqual(treeOf(reconcilePlan(once, all)), []);
  });

  const below = (...lines: readonly string[]): Promise<Plan> => planOf(['# Library', ...lines].join('\n'));
  const deleting = (...titles: readonly RegExp[]): Plan =>
    applyEdits(plan, [{ type: 'delete', keys: titles.map((title) => key(plan, title)) }]);
  const twice = (edited: Plan, next: Plan): string[] => {
    const once = reconcilePlan(edited, next);
    assert.deepEqual(reconcilePlan(once, next), once);
    return treeOf(once);
  };

  it('remembers a deleted heading where the tasks beside it were deleted too', async () => {
    const next = await below(
      '## Lending',
      '- Remind members three days before the due date',
      '### Configuration screen',
    );
    assert.deepEqual(twice(deleting(/^Remind members/, /configuration screen/), next), ['Implement lending']);
  });

  it('remembers a deleted heading where no other task is as deep any more', async () => {
    const next = await below('## Reports', '- Export the report as PDF', '### Configuration screen');
    assert.deepEqual(twice(deleting(/monthly report$/, /configuration screen/), next), ['Generate the reports']);
  });

  it('remembers a heading that was deleted with what stood above it, wherever it stands now', async () => {
    const next = await below('## Lending', '- Export the report as PDF', '### Configuration screen');
    assert.deepEqual(twice(deleting(/the reports$/), next), ['Implement lending']);
  });

  it('remembers a heading that was folded into another task', () => {
    const { edited, result } = again([
      { type: 'merge', keys: [key(plan, /^Export the report/), key(plan, /configuration screen/)] },
    ]);
    assert.deepEqual(result, edited);
  });

  it('brings back nothing below a deleted heading by planning deeper', async () => {
    const shallow = await planOf(DOCUMENT, 1);
    const edited = applyEdits(shallow, [{ type: 'delete', keys: [key(shallow, /the reports$/)] }]);
    assert.ok(!twice(edited, plan).some((title) => /report|configuration/.test(title)));
  });

  it('adds the headings of a deeper plan also below a task that got one by hand', async () => {
    const shallow = await planOf(DOCUMENT, 1);
    const reports = key(shallow, /the reports$/);
    const edited = applyEdits(shallow, [{ type: 'add', parent: reports, title: 'Ask the librarians' }]);
    assert.ok(twice(edited, plan).includes('  Build the configuration screen'));
  });

  it('plans a deleted heading that the document drops and takes up again', async () => {
    const without = await planOf(DOCUMENT.replace('### Configuration screen\n', ''));
    const dropped = reconcilePlan(deleting(/configuration screen/), without);
    assert.deepEqual(treeOf(reconcilePlan(dropped, plan)), treeOf(plan));
  });

  it('is idempotent and keeps coverage whole for any edits and any later document', async () => {
    const lines = DOCUMENT.split('\n');
    const edit = fc.nat().chain((seed) =>
      fc.constantFrom<(p: Plan) => PlanEdit | null>(
        (p) => ({ type: 'delete', keys: pick(p, seed) }),
        (p) => ({ type: 'include', key: pick(p, seed)[0], included: seed % 2 === 0 }),
        (p) => ({ type: 'set', key: pick(p, seed)[0], fields: { title: `Title ${seed}` } }),
        (p) => ({ type: 'add', parent: pick(p, seed)[0], title: `Added ${seed}` }),
        (p) => ({ type: 'split', key: pick(p, seed)[0], titles: ['One part', 'Other part'] }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 4 }), fc.subarray(lines), async (edits, kept) => {
        const edited = edits.reduce((one, make) => {
          const next = one.tasks.length > 0 ? make(one) : null;
          return next ? applyEdits(one, [next]) : one;
        }, plan);
        const next = await planOf(`# Library\n${kept.join('\n')}`);
        const once = reconcilePlan(edited, next);
        assert.deepEqual(reconcilePlan(once, next), once);
        const keys = once.tasks.map((task) => task.key);
        assert.equal(new Set(keys).size, keys.length);
        for (const task of once.tasks) {
          assert.ok(task.parent === null || keys.includes(task.parent));
          for (const edge of task.dependsOn) assert.ok(keys.includes(edge.key));
        }
        const covered = new Set([
          ...once.tasks.filter(({ included }) => included).flatMap(({ covers }) => covers),
          ...once.uncovered.map(({ id }) => id),
        ]);
        for (const { id } of once.requirements) assert.ok(covered.has(id), id);
      }),
      { numRuns: 250 },
    );
  });
});

function pick(plan: Plan, seed: number): [TaskKey] {
  return [plan.tasks[seed % plan.tasks.length]!.key];
}
