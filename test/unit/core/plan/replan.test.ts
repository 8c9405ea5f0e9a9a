import assert from 'node:assert/strict';
import type { DraftTask, Plan, StoredPlan, TaskKey } from '../../../../src/core/plan/model.ts';
import { replanFromOutline } from '../../../../src/core/plan/replan.ts';
import type { TaskStatus } from '../../../../src/core/tasks/model.ts';
import { ConductorProject } from '../../../support/conductor.ts';
import { failsWith } from '../../../support/taskwerk.ts';
import { planOf, taskTitled } from './outline/support.ts';

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

- Generate a monthly report of loans
- Export the report as PDF
`;

const CHANGED = DOCUMENT.replace('within 200 ms', 'within 50 ms')
  .replace('- Return a book\n', '')
  .replace(
    '- Export the report as PDF\n',
    '- Export the report as PDF\n- Send the report by e-mail to the librarians\n',
  );

const byKey = (plan: Plan): ReadonlyMap<TaskKey, DraftTask> => new Map(plan.tasks.map((task) => [task.key, task]));
const statuses = (entries: readonly (readonly [DraftTask, TaskStatus])[] = []) =>
  new Map(entries.map(([{ key }, status]) => [key, status]));
/** Without where it stands in the document, which moves. */
const content = ({ source: _, ...rest }: DraftTask): Omit<DraftTask, 'source'> => rest;

describe('planning a changed document again', () => {
  let before: Plan;
  let fresh: Plan;
  beforeEach(async () => {
    before = await planOf(DOCUMENT);
    fresh = { ...(await planOf(CHANGED)), sourceHash: 'changed' };
  });

  it('changes nothing for the same document', () => {
    const { plan, changes } = replanFromOutline({ previous: before, fresh: before, statuses: statuses() });
    assert.deepEqual(plan, before);
    assert.deepEqual(changes, { reworded: [], added: [], gone: [] });
  });

  it('touches what changed and nothing else', () => {
    const { plan, changes, updated, added, left } = replanFromOutline({
      previous: before,
      fresh,
      statuses: statuses(),
    });
    assert.deepEqual(
      [
        changes.reworded.map(({ after }) => after.text),
        changes.added.map(({ text }) => text),
        changes.gone.map(({ text }) => text),
      ],
      [['Search books by title within 50 ms'], ['Send the report by e-mail to the librarians'], ['Return a book']],
    );
    const search = taskTitled(before, /^Search/);
    assert.deepEqual(updated, [search.key]);
    assert.match(JSON.stringify(byKey(plan).get(search.key)), /50 ms/);
    assert.doesNotMatch(JSON.stringify(plan), /200 ms/);
    assert.deepEqual(left, [taskTitled(before, /^Return/).key]);
    assert.ok(!plan.tasks.some(({ title }) => title.startsWith('Return')));
    assert.equal(added.length, 1);
    const report = taskTitled(plan, /e-mail/);
    assert.equal(report.parent, taskTitled(before, /^Export/).parent);
    assert.deepEqual(plan.uncovered, fresh.uncovered);

    const touched = new Set<TaskKey>([...updated, ...added, ...left]);
    const parents = new Set(plan.tasks.map(({ parent }) => parent));
    const untouched = plan.tasks.filter(({ key }) => !touched.has(key) && !parents.has(key));
    assert.equal(untouched.length, 6);
    for (const task of untouched) assert.deepEqual(content(task), content(byKey(before).get(task.key) ?? task));
  });

  it('sums up the hours of what is there now', () => {
    const { plan } = replanFromOutline({ previous: before, fresh, statuses: statuses() });
    const lending = taskTitled(plan, /lending/i);
    const below = plan.tasks.filter(({ parent }) => parent === lending.key);
    assert.equal(below.length, 2);
    assert.equal(
      lending.estimate.hours,
      below.reduce((sum, { estimate }) => sum + estimate.hours, 0),
    );
    assert.match(lending.acceptanceCriteria.join('\n'), /All 2 subtasks/);
  });

  it('is settled after one time', () => {
    const first = replanFromOutline({ previous: before, fresh, statuses: statuses() });
    const second = replanFromOutline({ previous: first.plan, fresh, statuses: statuses() });
    assert.deepEqual(second.plan, first.plan);
  });

  it('leaves started and finished tasks as they are and says why to look at them', () => {
    const search = taskTitled(before, /^Search/);
    const back = taskTitled(before, /^Return/);
    const { plan, attention } = replanFromOutline({
      previous: before,
      fresh,
      statuses: statuses([
        [search, 'done'],
        [back, 'in-progress'],
      ]),
    });
    assert.deepEqual(attention, [search.key, back.key]);
    const kept = byKey(plan).get(search.key);
    assert.equal(
      kept?.attention,
      'The document now says “Search books by title within 50 ms” where it said “Search books by title within 200 ms”; the task is done in Taskwerk.',
    );
    assert.deepEqual(kept.acceptanceCriteria, search.acceptanceCriteria);
    assert.match(
      byKey(plan).get(back.key)?.attention ?? '',
      /no longer asks for “Return a book”; the task is in progress/,
    );
    assert.equal(byKey(plan).get(back.key)?.included, true);
  });

  it('leaves out, instead of removing, what is in Taskwerk or what a person worked on', () => {
    const back = taskTitled(before, /^Return/);
    const inTaskwerk = replanFromOutline({ previous: before, fresh, statuses: statuses([[back, 'todo']]) });
    assert.equal(byKey(inTaskwerk.plan).get(back.key)?.included, false);
    const edited: Plan = {
      ...before,
      tasks: before.tasks.map((task) =>
        task.key === back.key ? { ...task, priority: 'high', edited: ['priority'] } : task,
      ),
    };
    const kept = replanFromOutline({ previous: edited, fresh, statuses: statuses() });
    assert.equal(byKey(kept.plan).get(back.key)?.priority, 'high');
    assert.equal(byKey(kept.plan).get(back.key)?.included, false);
  });

  it("keeps a person's words on a task that takes the new text", () => {
    const search = taskTitled(before, /^Search/);
    const previous: Plan = {
      ...before,
      tasks: before.tasks.map((task) =>
        task.key === search.key ? { ...task, title: 'Find books fast', edited: ['title'] } : task,
      ),
    };
    const { plan } = replanFromOutline({ previous, fresh, statuses: statuses() });
    assert.equal(byKey(plan).get(search.key)?.title, 'Find books fast');
    assert.match(byKey(plan).get(search.key)?.acceptanceCriteria.join('') ?? '', /50 ms/);
  });

  it("puts the new words into a model's task and asks to look where they do not fit", () => {
    const search = taskTitled(before, /^Search/);
    const previous: Plan = {
      ...before,
      planner: 'model',
      tasks: before.tasks.map((task) =>
        task.key === search.key
          ? {
              ...task,
              title: 'Answer searches',
              description: 'Uses an index.',
              acceptanceCriteria: ['A search is quick.'],
            }
          : task,
      ),
    };
    const { plan, attention } = replanFromOutline({ previous, fresh, statuses: statuses() });
    const task = byKey(plan).get(search.key);
    assert.deepEqual(task?.acceptanceCriteria, ['A search is quick.', 'Searches books by title within 50 ms.']);
    assert.equal(task.title, 'Answer searches');
    assert.deepEqual(attention, [search.key]);
    assert.match(task.attention ?? '', /see whether the rest of the task still fits/);
    assert.equal(plan.tasks.filter(({ covers }) => covers.length > 0).length, 8);
  });
});

describe('PlanService.replan', () => {
  let project: ConductorProject;
  beforeEach(() => {
    project = new ConductorProject();
    project.write('prd.md', DOCUMENT);
  });
  afterEach(() => project.dispose());

  async function imported(): Promise<StoredPlan> {
    const { plans } = project.conductor;
    const stored = await plans.decompose('prd.md', { maxDepth: 3 });
    await plans.import(stored.id);
    return plans.load(stored.id);
  }

  it('saves nothing for a document that did not change', async () => {
    const stored = await imported();
    const { stored: after } = await project.conductor.plans.replan(stored.id, { maxDepth: 3 });
    assert.deepEqual(after, stored);
  });

  it('knows what was begun in Taskwerk, and the import follows', async () => {
    const stored = await imported();
    const { plans, tasks } = project.conductor;
    const ids = await (await project.store()).linkedTasks('prd.md');
    const search = taskTitled(stored.plan, /^Search/).key;
    const back = taskTitled(stored.plan, /^Return/).key;
    await tasks.update([ids[search] ?? assert.fail()], { status: 'done' });
    project.write('prd.md', CHANGED.replace('three days', 'five days'));
    const result = await plans.replan('prd.md', { maxDepth: 3 });
    assert.equal(result.stored.id, stored.id);
    assert.match(byKey(result.stored.plan).get(search)?.attention ?? '', /the task is done in Taskwerk/);
    assert.ok(plans.lint(result.stored.plan).some(({ rule, where }) => rule === 'attention' && where[0] === search));
    const { changes } = await plans.previewImport(stored.id);
    const kinds = Object.fromEntries(changes.map(({ key, kind }) => [key, kind]));
    assert.equal(kinds[back], 'removed');
    assert.equal(kinds[taskTitled(stored.plan, /^Remind/).key], 'change');
    assert.equal(kinds[taskTitled(result.stored.plan, /e-mail/).key], 'add');
    assert.equal(kinds[taskTitled(stored.plan, /^Lend/).key], 'unchanged');
    const again = await plans.replan(stored.id, { maxDepth: 3 });
    assert.equal(again.stored.revision, result.stored.revision);
  });

  it('says that a document was never planned', async () => {
    await imported();
    await assert.rejects(
      project.conductor.plans.replan('other.md', { maxDepth: 3 }),
      failsWith('plan.missing', /other\.md has not been planned/),
    );
  });
});
