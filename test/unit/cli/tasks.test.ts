import assert from 'node:assert/strict';
import { Project } from './conduct.ts';

interface TaskJson {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly depends_on: readonly string[];
  readonly tags: readonly string[];
}

describe('conductor tasks', () => {
  let project: Project;
  beforeEach(async () => {
    project = await Project.create({
      'tasks.json': JSON.stringify([
        { id: 'TASK-001', name: 'Build the schema', priority: 'high', tags: ['data'] },
        { id: 'TASK-002', name: 'Build the API', depends_on: ['TASK-001'], estimate: 4, assignee: '@ada' },
        { id: 'TASK-003', name: 'Write the guide', priority: 'low', status: 'in_progress' },
      ]),
    });
  });
  afterEach(() => project.remove());

  const list = async (args = 'list') =>
    ((await project.json(`tasks ${args}`))['tasks'] as readonly TaskJson[]).map(({ id }) => id).sort();

  it('has nothing to show in a project without a database, and makes none', async () => {
    assert.deepEqual(await list(), []);
    assert.deepEqual(await list('ready'), []);
    assert.deepEqual(await project.json('tasks next'), { task: null });
    assert.match((await project.run('tasks next')).stdout, /^No task can be started now\./);
    const { error } = (await project.json('tasks show TASK-001', 1)) as { error: { code: string } };
    assert.equal(error.code, 'store.missing');
  });

  it('imports a batch, skips what exists, and tells unknown keys', async () => {
    assert.deepEqual(await project.json('tasks import tasks.json --batch --session s1'), {
      created: ['TASK-001', 'TASK-002', 'TASK-003'],
      skipped: [],
      ignored: [],
    });
    const again = await project.run('tasks import - --batch', {
      input: '[{"id":"TASK-001","name":"x"},{"name":"New","colour":"red"}]',
    });
    assert.equal(again.code, 0);
    assert.match(
      again.stdout,
      /^1 task added: TASK-004\.\n1 task skipped, because the id exists: TASK-001\.\nItem 2: the key "colour" is not known/,
    );
    assert.deepEqual(await list('list --session s1'), ['TASK-001', 'TASK-002', 'TASK-003']);
  });

  it('tells in one line which keys of a whole file were ignored', async () => {
    const input = JSON.stringify([
      { name: 'One', source: 'cli', created_by: 'user', started_at: null },
      { name: 'Two', source: 'cli', created_by: 'user', colour: 'red' },
    ]);
    const { stdout } = await project.run('tasks import -', { input });
    assert.deepEqual(stdout.trimEnd().split('\n'), [
      '2 tasks added: TASK-001, TASK-002.',
      'Item 2: the key "colour" is not known and was ignored.',
      'Not known, and ignored in several items: source, created_by.',
    ]);
  });

  it('imports nothing when one item is wrong', async () => {
    const { error } = (await project.json('tasks import -', 1, {
      input: '[{"name":"One"},{"name":"Two","depends_on":["TASK-777"]}]',
    })) as {
      error: { code: string };
    };
    assert.ok(['task.missing', 'task.invalid'].includes(error.code));
    assert.deepEqual(await list(), []);
    assert.equal((await project.run('tasks import -', { input: '[{}]' })).code, 1);
    assert.equal((await project.run('tasks import gone.json')).code, 1);
  });

  it('filters', async () => {
    await project.run('tasks import tasks.json --batch');
    assert.deepEqual(await list('list --status todo,in-progress'), ['TASK-001', 'TASK-002', 'TASK-003']);
    assert.deepEqual(await list('list --status in_progress'), ['TASK-003']);
    assert.deepEqual(await list('list --priority high,low'), ['TASK-001', 'TASK-003']);
    assert.deepEqual(await list('list --assignee @ada'), ['TASK-002']);
    assert.deepEqual(await list('list --tags data'), ['TASK-001']);
    assert.deepEqual(await list('list --search GUIDE'), ['TASK-003']);
    assert.equal((await list('list --limit 2')).length, 2);
    assert.deepEqual(await list('ready'), ['TASK-001']);
    assert.match((await project.run('tasks list --search nothing-like-it')).stdout, /^There is no task like this\.$/m);
  });

  it('goes from ready to done, and on to what waited', async () => {
    await project.run('tasks import tasks.json --batch');
    const { task } = (await project.json('tasks next')) as { task: TaskJson };
    assert.equal(task.id, 'TASK-001');
    const updated = await project.json(
      'tasks update --status done --tasks TASK-001,TASK-003 --note {All well.} --tags x,y',
    );
    assert.deepEqual(updated['updated'], ['TASK-001', 'TASK-003']);
    assert.deepEqual(await list('ready'), ['TASK-002']);
    const { stdout } = await project.run('tasks show TASK-001');
    for (const part of ['✓ done', 'All well.', 'tags: data, x, y', 'Blocks:     TASK-002'])
      assert.ok(stdout.includes(part), stdout);
  });

  it('updates all or none', async () => {
    await project.run('tasks import tasks.json --batch');
    const { error } = (await project.json('tasks update TASK-001 TASK-999 --status done', 1)) as {
      error: { code: string; message: string };
    };
    assert.equal(error.code, 'task.missing');
    assert.match(error.message, /TASK-999/);
    assert.deepEqual(await list('list --status done'), []);
  });

  it('adds one task', async () => {
    await project.run('tasks import tasks.json --batch');
    const { task } = (await project.json(
      'tasks add {Write a test} --depends-on TASK-001,TASK-002 --tags a,b --priority high --note hello --session s2',
    )) as { task: TaskJson };
    assert.equal(task.id, 'TASK-004');
    assert.deepEqual(task.depends_on, ['TASK-001', 'TASK-002']);
    assert.deepEqual(task.tags, ['a', 'b']);
    assert.deepEqual(await list('list --session s2'), ['TASK-004']);
  });

  it('wants to know what to do to which task', async () => {
    for (const args of [
      'tasks update --status done',
      'tasks update TASK-001',
      'tasks update TASK-001 --status later',
      'tasks show',
      'tasks list --priority urgent',
      'tasks add x --estimate many',
    ]) {
      assert.equal(((await project.json(args, 2))['error'] as { code: string }).code, 'usage', args);
    }
  });

  it('shows escapes from a database as nothing', async () => {
    await project.run('tasks import -', {
      input: JSON.stringify([{ name: 'a\u001b[2Jb\u009bc', description: 'x\u0007y' }]),
    });
    for (const args of ['tasks list', 'tasks next', 'tasks list --json']) {
      assert.doesNotMatch((await project.run(args)).stdout, /(?!\n)\p{Control}/u);
    }
  });
});
