import assert from 'node:assert/strict';
import { prd, Project } from './conduct.ts';

type Json = Readonly<Record<string, unknown>>;

describe('conductor plan replan and expand', () => {
  let project: Project;
  beforeEach(async () => {
    project = await Project.create();
    await project.json('plan create prd.md --auto-import --recursive');
  });
  afterEach(() => project.remove());

  it('touches only what changed, and marks what was started', async () => {
    const { tasks } = await project.json('tasks list');
    const started = (tasks as { id: string; name: string }[]).find(({ name }) => /lock/i.test(name));
    await project.json(`tasks update ${started?.id ?? ''} --status in-progress`);
    await project.write({
      'prd.md': prd.replace('five failed', 'three failed').replace('export a list as CSV', 'print a list'),
    });
    const report = await project.json('plan replan');
    const { reworded, tasks: changed } = report['changes'] as { reworded: string[]; tasks: { attention: string[] } };
    assert.equal(reworded.length, 2);
    assert.equal(changed.attention.length, 1);
    const { changes } = await project.json('plan diff');
    const kinds = (changes as { kind: string }[]).map(({ kind }) => kind);
    assert.equal(kinds.filter((kind) => kind === 'change').length + kinds.filter((kind) => kind === 'add').length, 1);
  });

  it('changes nothing when nothing changed', async () => {
    const { stdout, code } = await project.run('plan replan');
    assert.equal(code, 0);
    assert.match(stdout, /No requirement of the document has changed\./);
    assert.equal((await project.json('plan diff'))['is_empty'], true);
  });

  it('breaks one task down, or says why it cannot', async () => {
    const missing = await project.run('plan expand no-such-task');
    assert.equal(missing.code, 3);
    assert.match(missing.stderr, /^Error: The plan has no task "no-such-task"\./);
    await project.run('plan decompose prd.md --max-depth 1');
    const after = await project.json('plan expand accounts');
    const titles = (after['tasks'] as Json[]).filter(({ parent }) => parent === 'accounts').map(({ title }) => title);
    assert.equal(titles.length, 3);
    const again = await project.run('plan expand accounts');
    assert.match(again.stderr, /is broken down already\.\nPick one of its subtasks\./);
  });
});
