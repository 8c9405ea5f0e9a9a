import assert from 'node:assert/strict';
import type { Plan, StoredPlan, TaskKey } from '../../../../../src/core/plan/model.ts';
import { createClaude } from '../../../../../src/node/anthropic/claude.ts';
import { ConductorProject, silent } from '../../../../support/conductor.ts';
import { scriptedPlanner, type ScriptedPlanner } from '../../../../support/messages/scriptedPlanner.ts';
import { MessagesServer } from '../../../../support/messages/server.ts';
import { failsWith } from '../../../../support/taskwerk.ts';

const DOCUMENT = `# Library

## Catalogue

- Store books with title, author and ISBN
- Search books by title
- Import books from a CSV file

## Lending

- Lend a book to a member
- Return a book
- Remind members before the due date
`;

const signal = new AbortController().signal;

async function setUp(script: ScriptedPlanner = {}) {
  const server = await MessagesServer.start({ answer: scriptedPlanner({ childHours: 12, ...script }) });
  const backend = createClaude({
    apiKey: () => Promise.resolve(server.apiKey),
    baseUrl: server.url,
    log: silent,
    attempts: 2,
    firstDelayMs: 1,
  });
  const project = new ConductorProject(backend);
  project.write('prd.md', DOCUMENT);
  return {
    server,
    project,
    ...project.conductor,
    questions: () => server.calls.map(({ request }) => String(request.messages.at(-1)?.content[0]?.['text'])),
    /** The plan of the document by the model, one level deep. */
    planned: async (): Promise<StoredPlan> => {
      const job = await project.conductor.modelPlans.prepare('prd.md', { maxDepth: 1 });
      const { stored } = await job.run({ signal, askPerson: () => Promise.resolve([]) });
      return stored ?? assert.fail('no plan');
    },
    [Symbol.asyncDispose]: async () => {
      project.dispose();
      await server[Symbol.asyncDispose]();
    },
  };
}

const childrenOf = ({ tasks }: Plan, key: string) => tasks.filter(({ parent }) => parent === key);

describe('decomposing further', () => {
  it('puts one level below a draft task, reading the document from the cache', async () => {
    await using set = await setUp();
    set.project.write('prd.md', `${DOCUMENT}\n## Context\n\n${'The library is large. '.repeat(300)}\n`);
    const stored = await set.planned();
    const root = stored.plan.tasks[0] ?? assert.fail();
    const job = await set.modelPlans.prepareFurther(stored.id, root.key);
    const sent = set.server.hits.length;
    assert.equal(job.forecast.calls, 1);
    assert.equal(set.server.hits.length, sent, 'nothing is sent before the run');
    const result = await job.run({ signal });
    assert.equal(result.stopped, null);
    assert.deepEqual(result.added, [`${root.key}-build`, `${root.key}-prove`]);
    assert.equal(result.calls, 1);
    assert.deepEqual((await set.plans.load(stored.id)).plan, result.stored?.plan);
    assert.equal(childrenOf(result.stored?.plan ?? stored.plan, root.key).length, 2);
    assert.ok((set.server.calls.at(-1)?.usage.cacheRead ?? 0) > 1_000);
  });

  it('refuses what is broken down already, and a document that has changed since', async () => {
    await using set = await setUp();
    const stored = await set.planned();
    const key = stored.plan.tasks[0]?.key ?? assert.fail();
    await (await set.modelPlans.prepareFurther(stored.id, key)).run({ signal });
    await assert.rejects(
      set.modelPlans.prepareFurther(stored.id, key),
      failsWith('plan.invalid', /broken down already/),
    );
    set.project.write('prd.md', `${DOCUMENT}\nMore.\n`);
    const other = stored.plan.tasks[1]?.key ?? assert.fail();
    await assert.rejects(
      set.modelPlans.prepareFurther(stored.id, other),
      failsWith('plan.invalid', /has changed since/),
    );
  });

  it('puts an answer into the plan as it is by then', async () => {
    await using set = await setUp();
    const stored = await set.planned();
    const [first = assert.fail(), second = assert.fail()] = stored.plan.tasks;
    const job = await set.modelPlans.prepareFurther(stored.id, first.key);
    await set.plans.edit(stored, [{ type: 'set', key: second.key, fields: { title: 'Mine' } }]);
    const { stored: after } = await job.run({ signal });
    assert.equal(after?.plan.tasks.find(({ key }) => key === second.key)?.title, 'Mine');
    assert.equal(childrenOf(after.plan, first.key).length, 2);
  });

  it('keeps the task whole when no usable answer comes, and says so', async () => {
    await using set = await setUp({ spoil: (answer, { first }) => (first.includes('<task>') ? 'nonsense' : answer) });
    const stored = await set.planned();
    const job = await set.modelPlans.prepareFurther(stored.id, stored.plan.tasks[0]?.key ?? assert.fail());
    const result = await job.run({ signal });
    assert.ok(failsWith('model.badAnswer', /did not break down/)(result.stopped));
    assert.deepEqual(await set.plans.load(stored.id), stored);
  });

  it('breaks down by requirements or criteria without a model', async () => {
    await using set = await setUp();
    const stored = await set.planned();
    const key = stored.plan.tasks[0]?.key ?? assert.fail();
    const { plan } = await set.plans.splitFurther(stored.id, key);
    assert.deepEqual(
      childrenOf(plan, key).map(({ title, covers }) => [title, covers.length]),
      [
        ['Store books with title, author and ISBN', 1],
        ['Search books by title', 1],
        ['Import books from a CSV file', 1],
        ['Lend a book to a member', 1],
      ],
    );
    const child = childrenOf(plan, key)[0]?.key ?? assert.fail();
    await assert.rejects(set.plans.splitFurther(stored.id, child), failsWith('plan.invalid', /without a model/));
    assert.equal(set.server.hits.filter((hit) => hit.endsWith('/messages')).length, 2);
  });

  it('proposes subtasks of a Taskwerk task, and adds those that are chosen with what they wait for', async () => {
    await using set = await setUp();
    const { created } = await set.tasks.add([
      {
        name: 'Write the manual',
        description: 'For librarians.',
        estimate: 20,
        content: '## Acceptance criteria\n\n- It is short\n- It has pictures',
      },
    ]);
    const id = created[0] ?? assert.fail();
    const result = await (await set.modelPlans.prepareFurtherTask(id)).run({ signal });
    assert.equal(result.stopped, null);
    assert.equal(result.proposals.length, 2);
    assert.match(set.questions().at(-1) ?? '', /It has pictures/);
    const added = await set.plans.addSubtasks(id, result.proposals);
    const [build, prove] = await Promise.all(added.created.map((each) => set.tasks.get(each)));
    assert.equal(build?.parentId, id);
    assert.deepEqual(prove?.dependsOn, [build.id]);
    assert.equal(prove.estimate, 12);

    const plain = await set.plans.proposeSubtasks(id);
    assert.deepEqual(
      plain.map(({ title }) => title.toLowerCase().includes('pictures')),
      [false, true],
    );
    await assert.rejects(set.plans.proposeSubtasks(build.id), failsWith('plan.invalid', /cannot be broken down/));
    await set.plans.addSubtasks(id, plain.slice(0, 1));
    assert.deepEqual(await set.plans.proposeSubtasks(id), plain.slice(1), 'What it has already is not proposed again.');
    await set.plans.addSubtasks(id, plain.slice(1));
    await assert.rejects(set.plans.proposeSubtasks(id), failsWith('plan.invalid', /is broken down already/));
  });
});

describe('planning a changed document again with a model', () => {
  const CHANGED = DOCUMENT.replace('Search books by title', 'Search books by title and author').replace(
    '- Return a book\n',
    '- Return a book\n- Reserve a book that is lent\n',
  );

  it('sends the changed sections alone, and gives open tasks again under their keys', async () => {
    await using set = await setUp();
    const stored = await set.planned();
    set.project.write('prd.md', CHANGED.replace('## Lending', '## Quiet\n\n- Be quiet\n\n## Lending'));
    const firstLook = await set.modelPlans.prepareReplan(stored.id);
    assert.deepEqual(
      firstLook.changes.added.map(({ text }) => text),
      ['Be quiet', 'Reserve a book that is lent'],
    );
    set.project.write('prd.md', CHANGED);
    const job = await set.modelPlans.prepareReplan('prd.md');
    const result = await job.run({ signal });
    assert.equal(result.stopped, null);
    assert.equal(result.calls, 1);
    const plan = result.stored?.plan ?? assert.fail();
    const [open, untouched] = stored.plan.tasks;
    assert.equal(plan.tasks.find(({ key }) => key === open?.key)?.title, `Do ${open?.key ?? ''} anew`);
    assert.deepEqual(plan.tasks.find(({ key }) => key === untouched?.key)?.title, untouched?.title);
    assert.equal(plan.tasks.length, 3);
    assert.deepEqual(plan.uncovered, []);
    assert.deepEqual(plan.faults, []);
    const question = set.questions().at(-1) ?? '';
    assert.match(question, /Search books by title and author \(before: Search books by title\)/);
    assert.doesNotMatch(question, /Import books/);
    const again = await (await set.modelPlans.prepareReplan(stored.id)).run({ signal });
    assert.deepEqual([again.calls, again.stored?.revision], [0, result.stored?.revision]);
  });

  it('asks for a task again that takes in a new requirement', async () => {
    // With three requirements a task, each is a section of the outline, which takes in what is new there.
    await using set = await setUp({ perRoot: 3 });
    const stored = await set.planned();
    set.project.write(
      'prd.md',
      DOCUMENT.replace('- Return a book\n', '- Return a book\n- Reserve a book that is lent\n'),
    );
    const { calls, stored: after } = await (
      await set.modelPlans.prepareReplan(stored.id, { maxDepth: 1 })
    ).run({ signal });
    assert.equal(calls, 1);
    assert.match(set.questions().at(-1) ?? '', /Reserve a book that is lent/);
    const [first, lending] = after?.plan.tasks ?? [];
    assert.equal(first?.title, stored.plan.tasks[0]?.title);
    assert.ok(lending);
    assert.equal(lending.title, `Do ${lending.key} anew`);
    assert.equal(lending.covers.length, 4);
    assert.equal(lending.attention, undefined);
  });

  it('costs nothing where nothing is to be planned', async () => {
    await using set = await setUp();
    const stored = await set.planned();
    set.project.write('prd.md', DOCUMENT.replace('- Return a book\n', ''));
    const job = await set.modelPlans.prepareReplan(stored.id);
    const sent = set.server.hits.length;
    assert.equal(job.forecast.calls, 0);
    const { stored: after, replanned } = await job.run({ signal });
    assert.equal(set.server.hits.length, sent);
    assert.deepEqual(
      replanned?.changes.gone.map(({ text }) => text),
      ['Return a book'],
    );
    assert.ok(
      after?.plan.tasks.every(({ covers }) =>
        covers.every((id) => after.plan.requirements.some((one) => one.id === id)),
      ),
    );
  });

  it('leaves a task that was begun alone, and its new words cost nothing', async () => {
    await using set = await setUp();
    const stored = await set.planned();
    await set.plans.import(stored.id);
    const key: TaskKey = stored.plan.tasks[0]?.key ?? assert.fail();
    const ids = await (await set.project.store()).linkedTasks('prd.md');
    await set.tasks.update([ids[key] ?? assert.fail()], { status: 'in-progress' });
    set.project.write('prd.md', DOCUMENT.replace('Search books by title', 'Search books by title and author'));
    const job = await set.modelPlans.prepareReplan(stored.id);
    assert.equal(job.forecast.calls, 0);
    const { replanned, stored: after } = await job.run({ signal });
    assert.deepEqual(replanned?.attention, [key]);
    assert.match(after?.plan.tasks[0]?.attention ?? '', /the task is in progress in Taskwerk/);
  });
});
