import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Project } from './conduct.ts';

interface DraftTaskJson {
  readonly key: string;
  readonly title: string;
  readonly parent: string | null;
  readonly depends_on: readonly { readonly key: string; readonly kind: string; readonly evidence: object }[];
  readonly covers: readonly string[];
}

describe('conductor plan', () => {
  let project: Project;
  beforeEach(async () => {
    project = await Project.create();
  });
  afterEach(() => project.remove());

  describe('decompose', () => {
    it('prints the documented object', async () => {
      const report = await project.json('plan decompose prd.md --recursive');
      assert.deepEqual(Object.keys(report), [
        'plan',
        'requirements',
        'tasks',
        'waves',
        'critical_path',
        'critical_hours',
        'slack_hours',
        'order',
        'redundant_edges',
        'cycles',
        'lint',
        'uncovered',
        'uncovered_reasons',
      ]);
      const plan = report['plan'] as Readonly<Record<string, unknown>>;
      assert.equal(plan['id'], 1);
      assert.equal(plan['status'], 'draft');
      assert.equal(plan['source_file'], 'prd.md');
      const requirements = report['requirements'] as readonly Readonly<Record<string, unknown>>[];
      const signUp = requirements.find(({ text }) => String(text).includes('sign up'));
      assert.equal(signUp?.['kind'], 'functional');
      assert.equal((signUp['source'] as { line: number }).line, 7);
      const tasks = report['tasks'] as readonly DraftTaskJson[];
      const keys = tasks.map(({ key }) => key);
      assert.ok(tasks.length > 3);
      assert.deepEqual([...(report['waves'] as string[][]).flat()].sort(), [...(report['order'] as string[])].sort());
      for (const { parent, depends_on: dependsOn } of tasks) {
        assert.ok(parent === null || keys.includes(parent));
        for (const { key } of dependsOn) assert.ok(keys.includes(key));
      }
      const covered = new Set(tasks.flatMap(({ covers }) => covers));
      const uncovered = new Set(report['uncovered'] as string[]);
      for (const { id } of requirements) assert.ok(covered.has(String(id)) || uncovered.has(String(id)), String(id));
    });

    it('says the depth of the tree by --recursive and --max-depth', async () => {
      const depth = async (flags: string) => {
        const tasks = (await project.json(`plan decompose prd.md --dry-run ${flags}`))['tasks'] as DraftTaskJson[];
        const parents = new Map(tasks.map(({ key, parent }) => [key, parent]));
        const levels = (key: string | null): number => (key === null ? 0 : 1 + levels(parents.get(key) ?? null));
        return Math.max(...tasks.map(({ key }) => levels(key)));
      };
      assert.equal(await depth('--max-depth 1'), 1);
      assert.ok((await depth('')) <= 2);
      assert.ok((await depth('--recursive')) <= 3);
    });

    it('saves nothing with --dry-run', async () => {
      const report = await project.json('plan decompose prd.md --dry-run');
      assert.equal((report['plan'] as { id: unknown }).id, null);
      await assert.rejects(readFile(project.path('.taskwerk')), { code: 'ENOENT' });
    });

    it('knows no other planner', async () => {
      const ended = await project.run('plan decompose prd.md --planner oracle');
      assert.equal(ended.code, 2);
      assert.match(ended.stderr, /^Error: .*oracle/);
    });

    it('shows requirements, tree, waves, critical path and what to do next', async () => {
      const { code, stdout, stderr } = await project.run('plan decompose prd.md');
      assert.equal(code, 0);
      assert.equal(stderr, '');
      for (const part of [
        /^Plan 1 \(draft\): Reading Club$/m,
        /^Requirements \(/m,
        /^Tasks/m,
        /^Waves/m,
        /^Critical path \(/m,
        /^Next:$/m,
      ]) {
        assert.match(stdout, part);
      }
    });

    it('says why a task is left out, also of a group', async () => {
      await project.write({
        'marked.md': [
          '# Marked\n\n## Accounts\n\n- ✅ Sign in with a password\n- ✅ Sign out everywhere\n',
          '## Export\n\n- Export a list as CSV\n- ✅ Export a list as PDF\n',
          '## Future\n\n- Export a list as XML\n',
        ].join('\n'),
      });
      const { stdout } = await project.run('plan decompose marked.md');
      const left = [...stdout.matchAll(/^(\d\S*) .*\b(no(?:: \w+)?)$/gm)].map(([, number, why]) => `${number} ${why}`);
      assert.deepEqual(left, ['1 no: done', '1.1 no: done', '1.2 no: done', '2.2 no: done', '3 no: later']);
    });

    it('fits the terminal and colours nothing where colours are unwelcome', async () => {
      const { stdout } = await project.run('plan decompose prd.md', { terminal: 60, env: { NO_COLOR: '1' } });
      for (const line of stdout.split('\n')) assert.ok(line.length <= 60, line);
      assert.doesNotMatch(stdout, /\u001b/);
      assert.doesNotMatch((await project.run('plan show --no-color', { terminal: 60 })).stdout, /\u001b/);
      assert.match((await project.run('plan show', { terminal: 60 })).stdout, /\u001b\[1m/);
    });

    it('takes the sting out of terminal escapes in a document', async () => {
      await project.write({
        'evil.md': '# Evil \u001b]0;owned\u0007\u001b[2J\n\n- The system must \u009b31m\u202eobey.\n',
      });
      const { code, stdout } = await project.run('plan decompose evil.md');
      assert.equal(code, 0);
      assert.doesNotMatch(stdout, /(?!\n)\p{Control}|\u202e/u);
      assert.doesNotMatch((await project.run('plan show --json')).stdout, /(?!\n)\p{Control}|\u202e/u);
    });
  });

  describe('bad input', () => {
    it('ends in one sentence and a remedy', async () => {
      await project.write({
        'empty.md': '',
        'binary.md': Uint8Array.from({ length: 600 }, (_, index) => index % 7),
        'prd.xyz': 'x',
      });
      const cases: readonly (readonly [string, number, string])[] = [
        ['plan decompose gone.md', 1, 'document.missing'],
        ['plan decompose .', 1, 'document.unsupported'],
        ['plan decompose prd.xyz', 1, 'document.unsupported'],
        ['plan decompose empty.md', 1, 'document.empty'],
        ['plan decompose binary.md', 1, 'document.binary'],
        ['plan show', 1, 'plan.missing'],
        ['plan show x', 2, 'usage'],
        ['plan undo', 1, 'plan.missing'],
        ['plan decompose prd.md --max-depth 0', 2, 'usage'],
        ['plan decompose', 2, 'usage'],
        ['plan decompose prd.md --colour', 2, 'usage'],
        ['plan', 2, 'usage'],
        ['plan list --project gone', 2, 'usage'],
        ['plan list --project prd.md', 2, 'usage'],
        ['plan review --apply a --output b', 2, 'usage'],
      ];
      for (const [args, code, expected] of cases) {
        const { error } = (await project.json(args, code)) as {
          error: { code: string; message: string; remedy: string };
        };
        assert.equal(error.code, expected, args);
        assert.match(error.message, /^\S[^\n]*[.)?]$/, args);
        assert.match(error.remedy, /\.$|: conductor plan /, args);
        const { stdout, stderr } = await project.run(args);
        assert.equal(stdout, '', args);
        assert.equal(stderr.split('\n').length, 3, stderr);
        assert.doesNotMatch(stderr, / at /);
      }
    });

    it('tells a folder that may not be written', async function () {
      if (process.getuid?.() === 0) {
        // Root may write anywhere; a file in place of the folder stops it too.
        await writeFile(join(project.dir, '.taskwerk'), '');
      } else await chmod(project.dir, 0o555);
      const { error } = (await project.json('plan decompose prd.md', 1)) as { error: { code: string } };
      assert.match(error.code, /^store\./);
      await chmod(project.dir, 0o755);
    });
  });

  describe('import', () => {
    it('shows what it would do, and wants to be confirmed', async () => {
      await project.run('plan decompose prd.md');
      const { code, stdout, stderr } = await project.run('plan import');
      assert.equal(code, 2);
      assert.match(stdout, /^Importing plan 1: \d+ added\.$/m);
      assert.match(stderr, /--confirm/);
      const refused = await project.json('plan import', 2);
      assert.deepEqual(Object.keys(refused), ['plan_id', 'is_empty', 'changes', 'error']);
      assert.deepEqual(await project.json('tasks list'), { tasks: [] });
    });

    it('asks on a terminal', async () => {
      await project.run('plan decompose prd.md');
      const refused = await project.run('plan import', { terminal: 80, input: 'n\n' });
      assert.equal(refused.code, 0);
      assert.match(refused.stdout, /Import plan 1 into Taskwerk\? \[y\/N\] Nothing was imported\./);
      assert.match((await project.run('plan import', { terminal: 80 })).stdout, /Nothing was imported\./);
      const accepted = await project.run('plan import', { terminal: 80, input: 'y\n' });
      assert.equal(accepted.code, 0);
      assert.match(accepted.stdout, /Database: .*taskwerk\.db/);
    });

    it('imports once, changes nothing the second time, and is undone', async () => {
      const { tasks } = (await project.json('plan decompose prd.md')) as { tasks: readonly DraftTaskJson[] };
      const diff = await project.json('plan diff');
      assert.equal((diff['changes'] as unknown[]).length, tasks.length);
      const imported = await project.json('plan import --confirm --session s1');
      assert.equal(Object.keys(imported['task_ids'] as object).length, tasks.length);
      assert.equal(((await project.json('tasks list --session s1'))['tasks'] as unknown[]).length, tasks.length);
      assert.equal((await project.json('plan import --confirm'))['is_empty'], true);
      assert.equal((await project.json('plan import'))['is_empty'], true);
      const undone = await project.json('plan undo');
      assert.equal((undone['removed'] as unknown[]).length, tasks.length);
      assert.deepEqual(await project.json('tasks list'), { tasks: [] });
      assert.equal(((await project.json('plan undo', 1))['error'] as { code: string }).code, 'plan.notImported');
    });

    it('refuses to undo what has moved on, naming the task', async () => {
      await project.run('plan create prd.md --auto-import');
      const { task } = (await project.json('tasks next')) as { task: { id: string } };
      await project.run(`tasks update ${task.id} --status in-progress`);
      const { error } = (await project.json('plan undo', 1)) as { error: { code: string; message: string } };
      assert.equal(error.code, 'undo.movedOn');
      assert.ok(error.message.includes(task.id));
    });

    it('refuses a plan with a cycle with exit code 3', async () => {
      await project.write({
        'round.md':
          '# Round\n\n## Alpha\n\nThis depends on Beta.\n\n- Alpha must work.\n\n## Beta\n\nThis depends on Alpha.\n\n- Beta must work.\n',
      });
      const { cycles } = await project.json('plan decompose round.md');
      assert.equal((cycles as unknown[]).length, 1);
      assert.equal((await project.json('plan lint', 3))['passed'], false);
      const { error } = (await project.json('plan import --confirm', 3)) as { error: { code: string } };
      assert.equal(error.code, 'plan.cycle');
      const created = await project.json('plan create round.md --auto-import', 3);
      assert.equal((created['plan'] as { status: string }).status, 'draft');
      assert.equal((created['error'] as { code: string }).code, 'plan.cycle');
      assert.deepEqual(await project.json('tasks list'), { tasks: [] });
    });
  });

  describe('create', () => {
    it('goes all the way, and says where the database is and what to do next', async () => {
      const { code, stdout } = await project.run('plan create prd.md --auto-import');
      assert.equal(code, 0);
      assert.match(stdout, /^✓ Plan 1 is in Taskwerk: \d+ added\.$/m);
      assert.ok(stdout.includes(join('.taskwerk', 'taskwerk.db')));
      assert.match(stdout, /^ {2}conductor tasks ready {3}/m);
      const again = await project.json('plan create prd.md --auto-import');
      assert.equal((again['import'] as { is_empty: boolean }).is_empty, true);
      assert.equal((await project.json('plan undo'))['plan_id'], 1);
    });

    it('tells next steps that work as the person calls it', async () => {
      const { stdout } = await project.run('plan create {prd.md} --project .', {
        env: { CONDUCTOR_COMMAND: 'npx conductor' },
      });
      assert.match(stdout, /^ {2}npx conductor plan import --project \. {3}put the plan into Taskwerk$/m);
    });
  });

  it('lists and shows plans', async () => {
    assert.deepEqual(await project.json('plan list'), { plans: [] });
    await project.run('plan decompose prd.md');
    const { plans } = (await project.json('plan list')) as { plans: readonly Readonly<Record<string, unknown>>[] };
    assert.deepEqual(Object.keys(plans[0] ?? {}), [
      'id',
      'status',
      'source_file',
      'title',
      'created_at',
      'revision',
      'task_count',
    ]);
    assert.match((await project.run('plan list')).stdout, /prd\.md/);
    assert.deepEqual(await project.json('plan show 1'), await project.json('plan show'));
  });

  it('lints, strictly where wished', async () => {
    await project.run('plan decompose prd.md');
    const { lint, passed } = (await project.json('plan lint')) as {
      lint: readonly { severity: string }[];
      passed: boolean;
    };
    assert.equal(passed, true);
    const hasWarning = lint.some(({ severity }) => severity === 'warning');
    assert.equal((await project.run('plan lint --strict')).code, hasWarning ? 3 : 0);
    assert.equal((await project.json('plan lint prd.md'))['file'], 'prd.md');
  });

  it('works on another folder with --project, reading FILE from the current one', async () => {
    const other = await Project.create({});
    try {
      await project.json(`plan decompose prd.md --project ${other.dir}`);
      assert.deepEqual(await project.json('plan list'), { plans: [] });
      assert.equal(((await other.json('plan list'))['plans'] as unknown[]).length, 1);
    } finally {
      await other.remove();
    }
  });
});
