import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Project } from './conduct.ts';

describe('conductor plan review', () => {
  let project: Project;
  beforeEach(async () => {
    project = await Project.create();
  });
  afterEach(() => project.remove());

  it('marks the plan, writes it as a file, and reads it back', async () => {
    await project.run('plan decompose prd.md');
    const written = await project.json('plan review --output prd.plan.yaml');
    assert.equal((written['plan'] as { status: string }).status, 'reviewing');
    const text = await readFile(project.path('prd.plan.yaml'), 'utf8');
    const [task] = written['tasks'] as readonly { readonly title: string }[];
    assert.ok(task && text.includes(task.title));
    await project.write({
      'prd.plan.yaml': text.replaceAll(task.title, 'Do something else'),
    });
    const applied = await project.json('plan review --apply prd.plan.yaml');
    assert.equal((applied['tasks'] as readonly { readonly title: string }[])[0]?.title, 'Do something else');
  });

  it('does not write over a file that is there', async () => {
    await project.run('plan decompose prd.md');
    await project.write({ 'mine.plan.yaml': 'mine' });
    const { code, stderr } = await project.run('plan review --output mine.plan.yaml');
    assert.equal(code, 1);
    assert.match(stderr, /exists already/);
    assert.equal(await readFile(project.path('mine.plan.yaml'), 'utf8'), 'mine');
    assert.equal((await project.run('plan review --output mine.plan.yaml --force')).code, 0);
  });

  it('names the line of what is wrong and applies nothing', async () => {
    await project.run('plan decompose prd.md');
    await project.run('plan review --output prd.plan.yaml');
    const text = await readFile(project.path('prd.plan.yaml'), 'utf8');
    await project.write({ 'prd.plan.yaml': `${text}nonsense: [\n` });
    const { code, stdout } = await project.run('plan review --apply prd.plan.yaml');
    assert.equal(code, 3);
    assert.match(stdout, /^prd\.plan\.yaml:\d+:\d+: error: /);
    const refused = await project.json('plan review --apply prd.plan.yaml', 3);
    assert.equal(refused['applied'], false);
    assert.equal((await project.json('plan lint prd.plan.yaml', 3))['passed'], false);
  });
});
