import assert from 'node:assert/strict';
import type { AgentStep } from '../../support/messages/scriptedAgent.ts';
import { addProduct, complete, PRODUCT, PRODUCT_TEST, Scene, use, type Json } from './orchestration.ts';

const MENU = /\[q\]uit and pause: $/;
const RUN = 'run --interactive';

describe('conductor orchestrate', function () {
  this.timeout(60_000);

  it('takes a task to a commit when the person accepts', async () => {
    await using scene = await Scene.set(PRODUCT);
    const ended = await scene.run(RUN, { answers: [[MENU, 'a']] });
    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
    const [sent = '', then = ''] = ended.stdout.split('TASK-001: Add a product function\n');
    assert.match(
      sent.replaceAll('\n', ' '),
      /^Sends the task, .* to claude-sonnet-5-5: at most 60 turns, \$5\.00 and 30m\./,
    );
    assert.match(sent, /Its commands run in a sandbox \(.+\)\.|There is no sandbox here: /);
    assert.notEqual(then, '');
    assert.match(
      ended.stdout,
      /\n {2}I add a function\.\n {2}And a test\.\n→ edit_file src\/sum\.js\n→ write_file test/,
    );
    assert.match(ended.stdout, /\n\+export function product\(a, b\) \{\n/);
    assert.match(ended.stdout, /✓ Accepted\.\n✓ 2 files in place\.\n/);
    assert.match(ended.stdout, /✓ Tests \(npm test, [\d.]+ s\)\n/);
    assert.match(ended.stdout, /✓ TASK-001 is done: committed \w{10} on feature\/TASK-001-add-a-product-function\./);
    assert.equal(scene.project.git('log', '-1', '--format=%s').trim(), 'feat: add a product function');
    assert.equal(scene.project.git('status', '--porcelain'), '');
    assert.equal(await scene.status(), 'done');
  });

  it('takes nothing for an answer that was typed before the question', async () => {
    await using scene = await Scene.set(PRODUCT);
    const ended = await scene.run(RUN, {
      answers: [
        [/Ctrl\+C pauses\.\n/, 'a\na'],
        [MENU, 'x'],
        [/a takes all; [^]*pause: $/, 'q'],
      ],
    });
    assert.equal(ended.code, 3, ended.stdout + ended.stderr);
    assert.match(ended.stdout, /You paused it\./);
  });

  it('leaves everything as it was when the person rejects', async () => {
    await using scene = await Scene.set(PRODUCT);
    const before = scene.project.fingerprint();
    const ended = await scene.run(`${RUN} ${scene.taskId}`, {
      answers: [
        [MENU, 'r'],
        [/Why\?.*: $/, 'Not now'],
      ],
    });
    assert.equal(ended.code, 3, ended.stderr);
    assert.match(ended.stdout, /✗ TASK-001: rejected\. Not now\n/);
    assert.deepEqual(scene.project.fingerprint(), before);
    assert.equal(await scene.status(), 'todo');
  });

  it('sends what the person asks for back to the agent, with the lines it is about', async () => {
    const seen: string[] = [];
    await using scene = await Scene.set([
      ...PRODUCT,
      ({ texts }) => {
        seen.push(...texts);
        return { uses: [{ name: 'edit_file', input: renameProduct }] };
      },
      complete('Renamed.'),
    ]);
    const ended = await scene.run(RUN, {
      answers: [
        [MENU, 'c'],
        [/> $/, 'Call it times.'],
        [/> $/, 'src/sum.js:5: this name'],
        [/> $/, ''],
        [/Review 2 of TASK-001[^]*: $/, 'f'],
        [/Take src\/sum\.js\? .*: $/, 'd'],
        [/\+export function times[^]*Take src\/sum\.js\? .*: $/, 'y'],
        [/Take test\/product\.test\.js\? .*: $/, 'n'],
      ],
    });
    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
    assert.match(seen.join('\n'), /Call it times\.\n- src\/sum\.js:5: this name/);
    assert.match(scene.project.text('src/sum.js') ?? '', /function times/);
    assert.equal(scene.project.text('test/product.test.js'), null);
    const { run } = (await scene.json('review TASK-001')) as { run: Json };
    assert.deepEqual(run['decisions'], [
      {
        round: 1,
        by: 'person',
        kind: 'request_changes',
        rejected: [],
        message: 'Call it times.',
        comments: [{ path: 'src/sum.js', line: 5, text: 'this name' }],
      },
      { round: 2, by: 'person', kind: 'accept', rejected: ['test/product.test.js'], message: '', comments: [] },
    ]);
  });

  it('sends failed gates back to the agent and asks about what it mends', async () => {
    await using scene = await Scene.set([
      addProduct('+'),
      use('write_file', { path: 'test/product.test.js', text: PRODUCT_TEST }),
      complete('Adds product.'),
      use('edit_file', {
        path: 'src/sum.js',
        edits: [{ old_text: 'product(a, b) {\n  return a + b', new_text: 'product(a, b) {\n  return a * b' }],
      }),
      complete('Mended.'),
    ]);
    const ended = await scene.run(RUN, {
      answers: [
        [MENU, 'a'],
        [/✗ Tests \(npm test[^]*multiplies two numbers[^]*! Back to the agent: [^]*Review 2 of[^]*: $/, 'a'],
      ],
    });
    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
    assert.match(ended.stdout, /is done: committed/);
  });

  it('finishes a task without a question under --approve all, and tells all of it as JSON', async () => {
    await using scene = await Scene.set(PRODUCT);
    const { run, ...rest } = (await scene.json(`${RUN} TASK-001 --approve all`)) as { run: Json };
    assert.deepEqual(rest, {});
    const { id, session, started_at, ended_at, cost_usd, usage, worked_ms, commit, commits, gates, ...known } = run;
    assert.match(String(id), /^\d{8}t\d{6}-/);
    assert.equal(typeof session, 'number');
    for (const time of [started_at, ended_at]) assert.match(String(time), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    assert.ok(Number(cost_usd) > 0 && Number(worked_ms) > 0);
    assert.deepEqual(Object.keys(usage as Json), [
      ...['input_tokens', 'cache_read_tokens', 'cache_write_tokens', 'output_tokens'],
    ]);
    assert.equal(commit, scene.project.git('rev-parse', 'HEAD').trim());
    assert.deepEqual(commits, [commit]);
    const tests = (gates as Json[]).find(({ gate }) => gate === 'tests');
    assert.equal(tests?.['status'], 'passed');
    assert.equal(tests['command'], 'npm test');
    assert.deepEqual(known, {
      task: 'TASK-001',
      task_name: 'Add a product function',
      agent: 'claude',
      state: 'done',
      branch: 'feature/TASK-001-add-a-product-function',
      model: 'claude-sonnet-5-5',
      mode: 'autonomous',
      outcome: 'done',
      reason: '',
      is_undone: false,
      paused: null,
      waits_for_review: false,
      summary: 'Adds product with a test.',
      turns: 2,
      files: [
        { path: 'src/sum.js', kind: 'modify', from: null, added: 4, removed: 0 },
        { path: 'test/product.test.js', kind: 'add', from: null, added: 7, removed: 0 },
      ],
      proposed: [],
      decisions: [{ round: 1, by: 'mode', kind: 'accept', rejected: [], message: '', comments: [] }],
    });
    const { runs, sessions } = (await scene.json('status')) as { runs: Json[]; sessions: Json[] };
    assert.deepEqual(
      runs.map(({ id: each, turns }) => [each, turns]),
      [[id, 2]],
    );
    assert.deepEqual(
      sessions.map(({ id: each, status }) => [each, status]),
      [[session, 'completed']],
    );
  });

  it('lets no protected file through under --approve all: it pauses where nobody can be asked', async () => {
    await using scene = await Scene.set([
      use('write_file', { path: 'db/migrations/001.sql', text: 'DROP TABLE users;\n' }),
      complete('Adds a migration.'),
    ]);
    const ended = await scene.run(`${RUN} --approve all`);
    assert.equal(ended.code, 3, ended.stdout + ended.stderr);
    assert.match(
      ended.stdout,
      /‖ TASK-001 is paused\. A person must [^]*db\/migrations\/001\.sql[^]*nobody can be\s+asked/,
    );
    assert.match(ended.stdout, /Resume it in a terminal\./);
    assert.equal(scene.project.text('db/migrations/001.sql'), null);
    const { run } = (await scene.json('review TASK-001')) as { run: Json };
    assert.equal(run['state'], 'paused');
  });

  it('pauses at the first question where nobody can be asked, or takes what is recommended', async () => {
    const asking = [use('ask_person', { question: 'Which name?', choices: ['product', 'times'] }), ...PRODUCT];
    await using scene = await Scene.set(asking);
    const { run } = (await scene.json(`${RUN} --approve all`, 3)) as { run: Json };
    assert.deepEqual(run['paused'], {
      reason: 'A person must answer "Which name?", and nobody can be asked here.',
      needs_person: true,
    });
    const again = (await scene.json('resume --answer recommended')) as { run: Json };
    assert.equal(again.run['id'], run['id']);
    assert.equal(again.run['outcome'], 'done');
  });

  it('asks before a dangerous command, and tells the agent the answer', async () => {
    const seen: string[] = [];
    await using scene = await Scene.set([
      use('run_command', { command: 'git push --force' }),
      ({ results }) => {
        seen.push(...results.map(({ text }) => text));
        return complete('Nothing to do.') as never;
      },
    ]);
    const ended = await scene.run(`${RUN} --approve all`, {
      answers: [
        [/may this happen\? \(run_command\)\n {2}git push --force\n[^]*: $/, 'perhaps'],
        [/Type y, n or q[^]*: $/, 'n'],
        [/What shall the agent be told\?.*: $/, 'Never push.'],
      ],
    });
    assert.equal(ended.code, 3, ended.stdout + ended.stderr);
    assert.match(seen.join('\n'), /Never push\./);
    assert.match(ended.stdout, /✗ TASK-001: blocked\. The agent handed over without changing anything\./);
  });

  it('asks what becomes of uncommitted changes, and touches none of them', async () => {
    await using scene = await Scene.set(PRODUCT);
    scene.project.writeAll({ 'mine.txt': 'mine\n' });
    const before = scene.project.fingerprint();
    const stopped = await scene.run(RUN, { answers: [[/uncommitted changes \(mine\.txt\)[^]*: $/, '3']] });
    assert.equal(stopped.code, 3);
    assert.match(stopped.stdout, /– TASK-001: cancelled\./);
    assert.deepEqual(scene.project.fingerprint(), before);
    const { run } = (await scene.json(`${RUN} --approve all --dirty carry-on`)) as { run: Json };
    assert.equal(run['outcome'], 'done');
    assert.equal(scene.project.git('status', '--porcelain'), '?? mine.txt\n');
  });

  it('pauses at Ctrl+C and goes on from there', async () => {
    await using scene = await Scene.set(PRODUCT);
    const pressing = new AbortController();
    const ended = await scene.run(RUN, {
      signal: pressing.signal,
      answers: [
        [
          MENU,
          () => {
            pressing.abort();
            return '';
          },
        ],
      ],
    });
    assert.equal(ended.code, 130, ended.stderr);
    assert.match(ended.stdout, /‖ TASK-001 is paused\. You pressed Ctrl\+C\.\n/);
    assert.match(ended.stdout, /conductor orchestrate resume TASK-001 +go on/);
    assert.equal(scene.project.text('test/product.test.js'), null);
    const calls = scene.server.calls.length;
    const resumed = await scene.run(`${RUN} TASK-001`, { answers: [[/has an open run \(claude\)[^]*pause: $/, 'a']] });
    assert.equal(resumed.code, 0, resumed.stdout + resumed.stderr);
    assert.equal(scene.server.calls.length, calls);
    assert.equal(await scene.status(), 'done');
  });

  it('pauses at Ctrl+C while the model is at work, and asks it anew for that turn alone', async () => {
    const pressing = new AbortController();
    const [edit, hand] = PRODUCT as readonly [AgentStep, AgentStep];
    const interrupted = (): AgentStep => {
      pressing.abort();
      return edit;
    };
    await using scene = await Scene.set([use('read_file', { path: 'src/sum.js' }), interrupted, hand]);
    const ended = await scene.run(RUN, { signal: pressing.signal });
    assert.equal(ended.code, 130, ended.stdout + ended.stderr);
    assert.match(ended.stdout, /→ read_file src\/sum\.js\n\n‖ TASK-001 is paused\./);
    const { run } = (await scene.json('resume', 3)) as { run: Json };
    assert.equal(run['waits_for_review'], true);
    assert.equal(run['turns'], 3);
    assert.equal(scene.server.calls.length, 4);
  });

  it('decides with `review` on a change that waits, as the person edited it', async () => {
    await using scene = await Scene.set(PRODUCT);
    const waiting = await scene.run(RUN, { answers: [[MENU, 'q']] });
    assert.equal(waiting.code, 3);
    assert.match(waiting.stdout, /‖ TASK-001 is paused\. You paused it\./);
    scene.project.writeAll({ '.git/editor.sh': 'printf "// edited\\n" >> "$1"\n' });
    const ended = await scene.run('review TASK-001', {
      env: { ...scene.env, EDITOR: `sh ${scene.project.dir}/.git/editor.sh` },
      answers: [
        [MENU, 'e'],
        [/1 src\/sum\.js\n {2}2 test\/product\.test\.js\n.*: $/, '1'],
        [/\+\/\/ edited\n[^]*pause: $/, 'a'],
      ],
    });
    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
    assert.match(scene.project.git('show', 'HEAD:src/sum.js'), /\n\/\/ edited\n$/);
  });

  it('undoes a run byte for byte, after a yes', async () => {
    await using scene = await Scene.set(PRODUCT);
    const before = scene.project.fingerprint();
    await scene.json(`${RUN} --approve all`);
    const refused = await scene.run('undo TASK-001');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /^Error: Nothing was undone, because nobody confirmed it\.\nAdd --confirm/);
    const kept = await scene.run('undo TASK-001', { answers: [[/before this run\? \[y\/N\] $/, 'n']] });
    assert.match(kept.stdout, /Nothing was undone\.\n$/);
    assert.equal(await scene.status(), 'done');
    const { run } = (await scene.json('undo TASK-001 --confirm')) as { run: Json };
    assert.equal(run['is_undone'], true);
    assert.deepEqual(scene.project.fingerprint(), before);
    assert.equal(await scene.status(), 'todo');
  });

  it('stops open runs with a reason, and leaves nothing behind', async () => {
    await using scene = await Scene.set(PRODUCT);
    const before = scene.project.fingerprint();
    await scene.json(RUN, 3);
    const { stopped, busy } = (await scene.json('stop --reason {The PRD has changed}')) as Record<string, Json[]>;
    assert.deepEqual(busy, []);
    assert.deepEqual(
      stopped?.map(({ outcome, reason }) => [outcome, reason]),
      [['cancelled', 'The PRD has changed']],
    );
    assert.deepEqual(scene.project.fingerprint(), before);
    assert.match((await scene.run('stop --reason x')).stdout, /^There is no open run\.\n/);
    const none = await scene.run('stop TASK-001 --reason x');
    assert.equal(none.code, 1);
    assert.match(none.stderr, /^Error: TASK-001 has no open run\.\n/);
  });

  it('gives the task to the person where there is no key, and says so', async () => {
    await using scene = await Scene.set([]);
    const { PATH = '' } = process.env;
    const ended = await scene.run(RUN, {
      env: { PATH, NO_COLOR: '1' },
      answers: [
        [
          /you do the task yourself\.[^]*Add a product function[^]*Enter when it is done.*: $/,
          () => {
            scene.project.writeAll({ 'product.js': 'export const product = (a, b) => a * b;\n' });
            return 'Wrote product.js';
          },
        ],
        [/Review of TASK-001[^]*A {2}product\.js[^]*pause: $/, 'a'],
      ],
    });
    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
    assert.match(scene.project.git('log', '-1', '--format=%B'), /Wrote product\.js/);
    assert.deepEqual(scene.server.hits, []);
  });

  it('says in one sentence what is not there', async () => {
    await using scene = await Scene.set([]);
    const unattended = await scene.run('run TASK-001');
    assert.equal(unattended.code, 2);
    assert.match(unattended.stderr, /^Error: Runs that nobody watches are not there yet\.\nAdd --interactive/);
    const none = await scene.run('resume');
    assert.equal(none.code, 1);
    assert.match(none.stderr, /^Error: There is no open run\.\n/);
    assert.match((await scene.run('status')).stdout, /^There is no run yet\.\n$/);
    const missing = await scene.run(`${RUN} TASK-999`);
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /^Error: .*TASK-999/);
    assert.equal((await scene.run(`${RUN} --agent claude`, { env: {} })).code, 1);
  });
});

const renameProduct: Json = {
  path: 'src/sum.js',
  edits: [{ old_text: 'function product', new_text: 'function times' }],
};
