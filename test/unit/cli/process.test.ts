// What only a process of its own can show: pipes, signals, locks, and several commands at once.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { Project, ended } from './conduct.ts';

describe('the conductor process', function () {
  this.timeout(30_000);
  let project: Project;
  beforeEach(async () => {
    project = await Project.create();
  });
  afterEach(() => project.remove());

  it('answers help and version, and nothing else on stderr', async () => {
    const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    assert.deepEqual(await project.spawn('--version'), { code: 0, stdout: `${manifest.version}\n`, stderr: '' });
    const help = await project.spawn('--help');
    assert.equal(help.code, 0);
    assert.deepEqual(await project.spawn(''), help);
    assert.match(help.stdout, /^Usage: conductor /);
    const commandHelp = await project.spawn('plan decompose --help');
    assert.equal(commandHelp.code, 0);
    assert.match(commandHelp.stdout, /Examples:/);
  });

  it('ends with the exit code of its outcome', async () => {
    assert.equal((await project.spawn('plan decompose prd.md --json')).code, 0);
    assert.equal((await project.spawn('plan decompose gone.md')).code, 1);
    assert.equal((await project.spawn('plan decompose')).code, 2);
  });

  it('ends quietly when nobody reads on', async () => {
    const child = project.start('plan decompose prd.md --json');
    child.stdout?.destroy();
    const closed = once(child, 'close');
    assert.ok(child.stderr);
    assert.equal(await text(child.stderr), '');
    assert.deepEqual(await closed, [0, null]);
  });

  it('waits for a locked database, and says so when it stays locked', async () => {
    await project.run('plan decompose prd.md');
    const other = new DatabaseSync(project.path('.taskwerk/taskwerk.db'));
    other.exec('BEGIN IMMEDIATE');
    const stuck = await project.spawn('plan decompose prd.md');
    assert.equal(stuck.code, 1);
    assert.match(stuck.stderr, /^Error: [^\n]*locked[^\n]*\.\n[^\n]+\n$/);
    other.exec('ROLLBACK');
    other.close();
    assert.equal(((await project.json('plan list'))['plans'] as unknown[]).length, 1);
  });

  it('is cancelled by Ctrl+C with a clean end', async () => {
    await project.run('plan decompose prd.md');
    const other = new DatabaseSync(project.path('.taskwerk/taskwerk.db'));
    other.exec('BEGIN IMMEDIATE');
    const child = project.start('plan import --confirm --verbose');
    // It is at work, waiting for the lock.
    child.stderr?.setEncoding('utf8');
    let said = '';
    while (!said.includes('Importing')) said += String((await once(child.stderr ?? child, 'data'))[0]);
    child.kill('SIGINT');
    const { code } = await ended(child);
    assert.equal(code, 130);
    other.exec('ROLLBACK');
    other.close();
    assert.deepEqual(await project.json('tasks list'), { tasks: [] });
  });

  it('loses and doubles nothing when several run at once', async () => {
    await project.write({ 'other.md': '# Other\n\n- The system must do something else.\n' });
    await project.run('plan decompose prd.md');
    await project.run('plan decompose other.md');
    const results = await Promise.all([
      project.spawn('plan import 1 --confirm --json'),
      project.spawn('plan import 2 --confirm --json'),
      project.spawn('plan import 1 --confirm --json'),
      project.spawn('tasks add {By hand} --json'),
    ]);
    for (const { code, stderr, stdout } of results) assert.equal(code, 0, stderr + stdout);
    const added = results.slice(0, 3).flatMap(({ stdout }) => {
      const { changes } = JSON.parse(stdout) as { changes: readonly { kind: string }[] };
      return changes.filter(({ kind }) => kind === 'add');
    });
    const { tasks } = (await project.json('tasks list')) as { tasks: readonly { id: string }[] };
    assert.equal(new Set(tasks.map(({ id }) => id)).size, tasks.length);
    assert.equal(tasks.length, added.length + 1);
  });
});
