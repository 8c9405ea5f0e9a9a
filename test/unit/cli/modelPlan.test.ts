import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { scriptedPlanner, type ScriptedPlanner } from '../../support/messages/scriptedPlanner.ts';
import { MessagesServer } from '../../support/messages/server.ts';
import { prd, Project, type Around } from './conduct.ts';

type Json = Readonly<Record<string, unknown>>;

async function setUp(script: ScriptedPlanner = {}) {
  const server = await MessagesServer.start({ answer: scriptedPlanner(script) });
  const project = await Project.create();
  const env = { ANTHROPIC_API_KEY: server.apiKey, ANTHROPIC_BASE_URL: server.url };
  return {
    server,
    project,
    run: (args: string, around: Around = {}) => project.run(args, { env, ...around }),
    json: (args: string, code = 0) => project.json(args, code, { env }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await project.remove();
    },
  };
}

describe('conductor plan decompose --planner model', () => {
  it('plans, and says what it took beside the outline planner', async () => {
    await using set = await setUp();
    const report = await set.json('plan decompose prd.md --recursive --planner model --yes');
    assert.equal((report['plan'] as Json)['planner'], 'model');
    assert.deepEqual(report['uncovered'], []);
    const model = report['model'] as Json;
    assert.equal(model['id'], 'claude-sonnet-5-5');
    assert.equal(model['is_complete'], true);
    assert.equal(model['calls'], set.server.calls.length);
    assert.ok(Number(model['cost_usd']) > 0);
    assert.ok(Number((model['baseline'] as Json)['tasks']) > 3);
  });

  it('sends nothing before somebody agreed, and shows what it would send', async () => {
    await using set = await setUp();
    const ended = await set.run('plan decompose prd.md --planner model');
    assert.equal(ended.code, 2);
    assert.match(ended.stdout, /Sends prd\.md \([\d,]+ characters\) to claude-sonnet-5-5\./);
    assert.match(ended.stdout, /About \$\d+\.\d\d and/);
    assert.match(ended.stderr, /^Error: Nothing was sent, because nobody confirmed it\.\nAdd --yes/);
    assert.deepEqual(set.server.hits, []);
    await assert.rejects(access(set.project.path('.taskwerk')), { code: 'ENOENT' });
  });

  it('asks in a terminal, and takes no for an answer', async () => {
    await using set = await setUp();
    const ended = await set.run('plan decompose prd.md', { terminal: 100, input: 'n\n' });
    assert.equal(ended.code, 0);
    assert.match(ended.stdout, /Send it\? \[y\/N\]/);
    assert.match(ended.stdout, /Nothing was sent\.\n$/);
    assert.deepEqual(set.server.hits, []);
  });

  it('gives the forecast alone with --dry-run', async () => {
    await using set = await setUp();
    const { forecast } = await set.json('plan decompose prd.md --planner model --dry-run');
    assert.ok(Number((forecast as Json)['calls']) >= 2);
    assert.deepEqual(set.server.hits, []);
  });

  it('plans from the outline without a key, and says so', async () => {
    await using set = await setUp();
    const ended = await set.run('plan decompose prd.md', { env: {} });
    assert.equal(ended.code, 0);
    assert.match(ended.stdout, /There is no API key \(ANTHROPIC_API_KEY\):\nthis was planned from the outline\./);
    assert.deepEqual(set.server.hits, []);
  });

  it('never sends from a script that did not ask for it', async () => {
    await using set = await setUp();
    const report = await set.json('plan decompose prd.md');
    assert.equal((report['plan'] as Json)['planner'], 'outline');
    assert.deepEqual(set.server.hits, []);
  });

  it('says when the configured model is gone, and uses another', async () => {
    await using set = await setUp();
    const report = await set.json('plan decompose prd.md --planner model --model claude-3-opus-20240229 --yes');
    const { id, warnings } = report['model'] as { id: string; warnings: string[] };
    assert.equal(id, 'claude-opus-5-5');
    assert.match(warnings.join(), /claude-3-opus-20240229 is not offered any more; claude-opus-5-5 is used instead/);
  });

  it('tells a missing and a wrong key apart, each in one sentence', async () => {
    await using set = await setUp();
    const none = await set.run('plan decompose prd.md --planner model --yes', { env: {} });
    assert.equal(none.code, 1);
    assert.match(none.stderr, /^Error: There is no API key for Claude\.\n/);
    const env = { ANTHROPIC_API_KEY: 'sk-wrong', ANTHROPIC_BASE_URL: set.server.url };
    const wrong = await set.run('plan decompose prd.md --planner model --yes', { env });
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /^Error: Claude refused the API key\.\n/);
    assert.ok(!(wrong.stdout + wrong.stderr).includes('sk-wrong'));
  });

  it('keeps what there is when the credit ends, and goes on from there without paying twice', async () => {
    await using set = await setUp({ perRoot: 2 });
    const normal = scriptedPlanner({ perRoot: 2 });
    await using poor = await MessagesServer.start({
      answer: (request, index) => {
        if (index === 1) poor.faults.push({ kind: 'status', status: 402, type: 'billing_error' });
        return normal(request, index);
      },
    });
    const args = 'plan decompose prd.md --recursive --planner model --yes';
    const stopped = await set.run(args, { env: { ANTHROPIC_API_KEY: poor.apiKey, ANTHROPIC_BASE_URL: poor.url } });
    assert.equal(stopped.code, 1);
    assert.match(stopped.stdout, /^Plan 1 \(draft\)/);
    assert.match(stopped.stderr, /^Error: The credit of this API key is used up\./);
    const whole = await set.json(args);
    assert.equal((whole['plan'] as Json)['id'], 1);
    const asked = set.server.calls.map(({ request }) => JSON.stringify(request.messages));
    assert.ok(!asked.some((text) => text.includes('Before planning:') || text.includes('Give the top-level tasks')));
  });

  it('stops before the budget is exceeded', async () => {
    await using set = await setUp();
    const ended = await set.run('plan decompose prd.md --planner model --yes --budget 0.01');
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /budget of \$0\.01/);
    assert.ok(!set.server.hits.includes('POST /v1/messages'));
  });

  it('asks its questions in a terminal, and goes on when nobody answers any more', async () => {
    const questions = Array.from({ length: 5 }, (_, at) => ({
      question: `Question ${at}?`,
      choices: ['a', 'b'],
      recommended: 'b',
      why: 'it matters',
    }));
    await using set = await setUp({ questions });
    const project = set.project;
    const child = await project.run('plan decompose prd.md --planner model --recursive', {
      terminal: 100,
      input: 'y\n',
      env: { ANTHROPIC_API_KEY: set.server.apiKey, ANTHROPIC_BASE_URL: set.server.url },
    });
    assert.equal(child.code, 0, child.stderr);
    for (const { question } of questions) assert.ok(child.stdout.includes(question), question);
  });
});

describe('conductor config show', () => {
  it('tells each value and where it comes from', async () => {
    const project = await Project.create({ 'prd.md': '# x' });
    await project.run('tasks add x');
    await project.write({ '.taskwerk/config.yml': 'orchestration:\n  planning:\n    max_depth: 2\n' });
    const { stdout, code } = await project.run('config show');
    assert.equal(code, 0);
    assert.match(stdout, /planning\.max_depth\s+2\s+\.taskwerk\/config\.yml/);
    assert.match(stdout, /safety\.max_task_duration\s+"30m"\s+default/);
    await project.write({ '.taskwerk/config.yml': 'orchestration:\n  planing: {}\n' });
    const report = await project.json('config show', 3);
    assert.deepEqual(
      (report['problems'] as Json[]).map(({ line }) => line),
      [2],
    );
    await project.remove();
  });
});

describe('conductor plan replan and expand with a model', () => {
  /** A plan of one level by a model, and then another document. */
  async function planned(set: Awaited<ReturnType<typeof setUp>>): Promise<readonly Json[]> {
    const { tasks } = await set.json('plan decompose prd.md --max-depth 1 --planner model --yes');
    return tasks as readonly Json[];
  }

  it('plans again what changed, and nothing else', async () => {
    await using set = await setUp();
    const before = await planned(set);
    await set.project.write({ 'prd.md': `${prd}\n## Printing\n\n- The shop shall print a label for each parcel\n` });
    const sent = set.server.calls.length;
    const report = await set.json('plan replan --planner model --yes');
    assert.equal((report['changes'] as { added: readonly string[] }).added.length, 1);
    const keys = (report['tasks'] as readonly Json[]).map(({ key }) => key);
    assert.deepEqual(
      keys.slice(0, before.length),
      before.map(({ key }) => key),
    );
    assert.equal(keys.length, before.length + 1);
    const model = report['model'] as Json;
    assert.equal(model['calls'], set.server.calls.length - sent);
    assert.equal(model['calls'], 1);
    assert.ok(Number(model['cost_usd']) > 0);
  });

  it('asks nobody and sends nothing where no requirement changed', async () => {
    await using set = await setUp();
    await planned(set);
    const sent = set.server.hits.length;
    const ended = await set.run('plan replan --planner model');
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /No requirement of the document has changed\./);
    assert.equal(set.server.hits.length, sent);
  });

  it('breaks a task down, and says what it took', async () => {
    await using set = await setUp();
    const [first] = await planned(set);
    const key = String(first?.['key']);
    const ended = await set.run(`plan expand ${key} --planner model --yes`);
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /claude-sonnet-5-5: 1 call, [\d,]+ tokens in/);
    const shown = await set.json('plan show');
    assert.ok((shown['tasks'] as readonly Json[]).some(({ parent }) => parent === key));
  });

  it('sends nothing before somebody agreed', async () => {
    await using set = await setUp();
    const [first] = await planned(set);
    const sent = set.server.hits.length;
    const refused = await set.run(`plan expand ${String(first?.['key'])} --planner model`);
    assert.equal(refused.code, 2);
    assert.match(refused.stdout, /Sends prd\.md/);
    const declined = await set.run(`plan expand ${String(first?.['key'])}`, { terminal: 100, input: 'n\n' });
    assert.match(declined.stdout, /Nothing was sent\.\n$/);
    assert.equal(set.server.hits.length, sent);
  });

  it('uses the outline where nobody can be asked, and says so', async () => {
    await using set = await setUp();
    const [first] = await planned(set);
    const sent = set.server.hits.length;
    const ended = await set.run(`plan expand ${String(first?.['key'])}`);
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /Nobody could be asked whether to send it:\nthis was planned from the outline\./);
    assert.equal(set.server.hits.length, sent);
  });
});
