// The rows of a workspace with several folders.
import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { noFilter } from '../../../../src/vscode/plans/filter.ts';
import { RowSource } from '../../../../src/vscode/plans/rowSource.ts';
import type { Project } from '../../../../src/vscode/projects.ts';
import { ConductorProject } from '../../../support/conductor.ts';

describe('rows of several folders', () => {
  let folders: readonly ConductorProject[];
  let projects: readonly Project[];
  let rows: RowSource;

  beforeEach(() => {
    folders = ['gate', 'window', 'door'].map(() => new ConductorProject());
    projects = folders.map(({ conductor, opener }, index) => ({
      folder: { name: `folder ${index}`, index } as Project['folder'],
      conductor,
      store: opener,
    }));
    rows = new RowSource(() => projects);
  });
  afterEach(() => {
    for (const folder of folders) folder.dispose();
  });

  it('are none while there is nothing to show, so that a word of welcome takes their place', async () => {
    assert.deepEqual(await rows.roots(), []);
  });

  it('are those of the folders that have plans or tasks, in their order', async () => {
    const [gate, , door] = folders;
    door?.write('door.md', '# Door\n\n- The door must open.\n');
    await door?.store();
    await door?.conductor.plans.decompose('door.md', { maxDepth: 3 });
    await (await gate?.store())?.addTasks([{ name: 'Oil the gate' }]);
    assert.deepEqual(await rows.roots(), [
      { type: 'folder', project: projects[0] },
      { type: 'folder', project: projects[2] },
    ]);
  });

  it('keep a folder that cannot be read, to tell why', async () => {
    const file = folders[1]?.file ?? '';
    mkdirSync(dirname(file));
    writeFileSync(file, 'not a database, but long enough to be looked at');
    const [row, ...others] = await rows.roots();
    assert.ok(row?.type === 'folder' && row.project === projects[1]);
    assert.deepEqual(others, []);
    await assert.rejects(rows.childrenOf(row), /damaged/);
  });

  it('keep no answer of a filter that was read before a change', async () => {
    const folder = folders[0] ?? assert.fail();
    const project = projects[0] ?? assert.fail();
    const { conductor } = folder;
    folder.write('gate.md', '# Gate\n\n- The gate must open.\n');
    await folder.store();
    const { id } = await conductor.plans.decompose('gate.md', { maxDepth: 3 });
    await conductor.plans.import(id);
    rows.filter = { ...noFilter, statuses: ['todo'] };
    const row = (await rows.planRow({ project, planId: id })) ?? assert.fail();
    const plans = rows.of(project);
    const read = plans.linkedTasks.bind(plans);
    const [wasRead, changed] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    plans.linkedTasks = async (sourceFile) => {
      const found = await read(sourceFile);
      wasRead.resolve(undefined);
      await changed.promise;
      return found;
    };
    const early = rows.childrenOf(row);
    await wasRead.promise;
    const tasks = await conductor.tasks.list();
    await conductor.tasks.update(
      tasks.map((task) => task.id),
      { status: 'done' },
    );
    rows.invalidate(project);
    plans.linkedTasks = read;
    changed.resolve(undefined);
    assert.equal((await early).length, 1);
    assert.deepEqual(await rows.childrenOf(row), []);
  });
});
