import assert from 'node:assert/strict';
import { isCancellation } from '../../../../../src/core/errors.ts';
import { Budget } from '../../../../../src/core/model/budget.ts';
import { priceOf } from '../../../../../src/core/model/prices.ts';
import { decomposeByModel, type ModelOptions } from '../../../../../src/core/plan/decompose/decompose.ts';
import type { CallJournal } from '../../../../../src/core/plan/decompose/calls.ts';
import { findCycles } from '../../../../../src/core/plan/graph.ts';
import type { Plan } from '../../../../../src/core/plan/model.ts';
import type { Block, SourceDocument, Span } from '../../../../../src/core/prd/document.ts';
import type { Prd, Requirement, RequirementId } from '../../../../../src/core/prd/model.ts';
import { createClaude } from '../../../../../src/node/anthropic/claude.ts';
import { scriptedPlanner, type ScriptedPlanner } from '../../../../support/messages/scriptedPlanner.ts';
import { MessagesServer } from '../../../../support/messages/server.ts';

/** A document with so many requirements, each in a section of its own with some text around it. */
function makeInput(count: number, filler = 20): { document: SourceDocument; prd: Prd; base: Plan } {
  const blocks: Block[] = [];
  const requirements: Requirement[] = [];
  const at = (line: number): Span => ({ line, column: 1, endLine: line, endColumn: 80 });
  for (let n = 0; n < count; n++) {
    const text = `The service must keep record ${n} in the vault.`;
    blocks.push({ type: 'heading', level: 2, text: `Section ${n}`, span: at(3 * n + 1) });
    blocks.push({ type: 'paragraph', text: `Context of section ${n}. `.repeat(filler), span: at(3 * n + 2) });
    blocks.push({ type: 'item', depth: 0, ordered: false, text, span: at(3 * n + 3) });
    const id = `R-${String(n + 1).padStart(3, '0')}` as RequirementId;
    requirements.push({
      id,
      text,
      kind: 'functional',
      section: null,
      parent: null,
      form: 'modal',
      source: at(3 * n + 3),
    });
  }
  const prd: Prd = { title: 'Vault', sections: [], requirements, dependencies: [], phases: [] };
  const base: Plan = {
    title: 'Vault',
    sourceFile: 'vault.md',
    sourceHash: '0',
    planner: 'model',
    sections: [],
    requirements,
    tasks: [],
    uncovered: [],
  };
  return { document: { format: 'markdown', blocks }, prd, base };
}

class MemoryJournal implements CallJournal {
  readonly entries = new Map<string, string>();
  readonly recall = (key: string) => Promise.resolve(this.entries.get(key) ?? null);
  readonly record = (key: string, value: string) => Promise.resolve(void this.entries.set(key, value));
}

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

async function setUp(script: ScriptedPlanner = {}, change: Partial<ModelOptions> = {}) {
  const server = await MessagesServer.start({ answer: scriptedPlanner(script) });
  const backend = createClaude({
    apiKey: () => Promise.resolve(server.apiKey),
    baseUrl: server.url,
    log: silent,
    attempts: 2,
    firstDelayMs: 1,
  });
  const plans: Plan[] = [];
  const options: ModelOptions = {
    backend,
    model: {
      id: 'claude-sonnet-5-5',
      name: 'Sonnet',
      maxInput: 200_000,
      maxOutput: 64_000,
      takesTemperature: false,
      takesSchema: true,
    },
    maxTokens: 8_000,
    budget: new Budget(100, priceOf('claude-sonnet-5-5')),
    journal: new MemoryJournal(),
    signal: new AbortController().signal,
    limits: { maxDepth: 2, aboveHours: 8, aboveComplexity: 6 },
    concurrency: 8,
    run: 'run-1',
    askPerson: () => Promise.resolve([]),
    onPlan: (plan) => Promise.resolve(void plans.push(plan)),
    ...change,
  };
  return { server, options, plans, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const questionsSent = (server: MessagesServer): string[] =>
  server.calls.map(({ request }) => String(request.messages.at(-1)?.content[0]?.['text']));

describe('decomposition by a model', () => {
  it('gives roots, breaks down what is too large, and covers every requirement', async () => {
    await using set = await setUp();
    const { plan, stopped, calls } = await decomposeByModel(makeInput(8), set.options);
    assert.equal(stopped, null);
    assert.deepEqual(
      plan.tasks.map(({ key, parent }) => [key, parent]),
      [
        ['part-r-001', null],
        ['part-r-001-build', 'part-r-001'],
        ['part-r-001-prove', 'part-r-001'],
        ['part-r-005', null],
        ['part-r-005-build', 'part-r-005'],
        ['part-r-005-prove', 'part-r-005'],
      ],
    );
    assert.deepEqual(plan.uncovered, []);
    assert.equal(plan.unfinishedRun, undefined);
    assert.equal(plan.tasks[0]?.estimate.hours, 12);
    assert.deepEqual(plan.decisions, ['The store is called vault.']);
    assert.equal(calls, 4);
    assert.deepEqual(
      plan.tasks[2]?.dependsOn.map(({ key, kind }) => [key, kind]),
      [['part-r-001-build', 'layer']],
    );
  });

  it('shows the partial tree level by level, and names the run until it is finished', async () => {
    await using set = await setUp();
    await decomposeByModel(makeInput(8), set.options);
    const counts = set.plans.map(({ tasks }) => tasks.length);
    assert.deepEqual(counts, [2, 4, 6, 6]);
    assert.deepEqual(
      set.plans.map(({ unfinishedRun }) => unfinishedRun),
      ['run-1', 'run-1', 'run-1', undefined],
    );
  });

  it('tells every call its parents, its siblings and what was settled', async () => {
    await using set = await setUp({ childHours: 20 }, { limits: { maxDepth: 3, aboveHours: 8, aboveComplexity: 6 } });
    await decomposeByModel(makeInput(8), set.options);
    const deep = questionsSent(set.server).find((text) => text.includes('"key": "part-r-001-build"')) ?? '';
    assert.match(deep, /<outline>\npart-r-001: /);
    assert.match(deep, /<siblings>\npart-r-001-prove: /);
    assert.match(deep, /The store is called vault\./);
  });

  it('reads the document from the cache in all calls but the first', async () => {
    await using set = await setUp({}, { limits: { maxDepth: 3, aboveHours: 4, aboveComplexity: 6 } });
    await decomposeByModel(makeInput(40, 40), set.options);
    const [first, ...later] = set.server.calls;
    assert.ok(first && first.usage.cacheWrite > 5_000);
    for (const { usage } of later) assert.equal(usage.cacheRead, first.usage.cacheWrite);
  });

  it('asks siblings side by side, never more than the limit', async () => {
    await using set = await setUp({ perRoot: 1, delayMs: 30 }, { concurrency: 3 });
    await decomposeByModel(makeInput(9), set.options);
    const splits = set.server.calls.slice(2);
    const overlap = splits.map(
      ({ startedAt }) => splits.filter((other) => other.startedAt <= startedAt && other.endedAt > startedAt).length,
    );
    assert.equal(Math.max(...overlap), 3);
  });

  it('uses what the person answered at every level, and keeps it with the plan', async () => {
    const questions = [{ question: 'How many users?', choices: ['10', '1000'], recommended: '1000', why: 'Sizing.' }];
    const asked: unknown[] = [];
    await using set = await setUp(
      { questions },
      {
        askPerson: (open) => {
          asked.push(open);
          return Promise.resolve([{ question: 'How many users?', answer: '50' }]);
        },
      },
    );
    const { plan } = await decomposeByModel(makeInput(8), set.options);
    assert.deepEqual(asked, [[{ question: 'How many users?', choices: ['1000', '10'], why: 'Sizing.' }]]);
    assert.deepEqual(plan.answers, [{ question: 'How many users?', answer: '50' }]);
    for (const { request } of set.server.calls.slice(1))
      assert.match(JSON.stringify(request.system), /How many users\?\\nA: 50/);
  });

  describe('mends what is wrong', () => {
    const spoilOnce = (
      change: (answer: { tasks: { key: string; covers: string[]; depends_on: unknown[] }[] }) => unknown,
    ): ScriptedPlanner => ({
      spoil: (answer, { kind }) => (kind === 'roots' ? change(structuredClone(answer)) : answer),
    });
    const cases: readonly [string, ScriptedPlanner, RegExp][] = [
      [
        'an answer that is not JSON',
        { spoil: (answer, { kind }) => (kind === 'roots' ? '{"tasks": [' : answer) },
        /The answer: |not valid JSON/,
      ],
      ['a missing field', spoilOnce((answer) => ({ ...answer, decisions: undefined })), /decisions: /],
      [
        'a requirement that does not exist',
        spoilOnce((answer) => (answer.tasks[0]?.covers.push('R-999'), answer)),
        /covers names R-999/,
      ],
      [
        'a dependency on nothing',
        spoilOnce(
          (answer) => (
            answer.tasks[0]?.depends_on.push({ key: 'ghost', kind: 'entity', quote: '', reason: 'x' }),
            answer
          ),
        ),
        /names ghost, which is no task/,
      ],
      [
        'a key used twice',
        spoilOnce((answer) => ({ ...answer, tasks: answer.tasks.map((one) => ({ ...one, key: 'same' })) })),
        /key same is used twice/,
      ],
      [
        'a circle',
        spoilOnce((answer) => {
          const [a, b] = answer.tasks;
          a?.depends_on.push({ key: b?.key, kind: 'entity', quote: '', reason: 'x' });
          b?.depends_on.push({ key: a?.key, kind: 'entity', quote: '', reason: 'y' });
          return answer;
        }),
        /wait for one another in a circle/,
      ],
    ];
    for (const [name, script, said] of cases) {
      it(name, async () => {
        await using set = await setUp(script);
        const { plan, stopped } = await decomposeByModel(makeInput(8), set.options);
        assert.equal(stopped, null);
        assert.match(questionsSent(set.server)[2] ?? '', said);
        assert.deepEqual(plan.faults, []);
        assert.deepEqual(plan.uncovered, []);
      });
    }

    it('and keeps the rest after two rounds, with the fault on record', async () => {
      const script: ScriptedPlanner = {
        spoil: (answer, { first }) =>
          first.includes('<task>')
            ? answer
            : { ...answer, tasks: answer.tasks.map((one) => ({ ...one, covers: [...one.covers, 'R-999'] })) },
      };
      await using set = await setUp(script);
      const { plan, stopped } = await decomposeByModel(makeInput(8), set.options);
      assert.equal(stopped, null);
      assert.equal(plan.tasks.length, 6);
      assert.ok(plan.faults?.some(({ message }) => message.includes('R-999')));
      assert.ok(plan.tasks.every(({ covers }) => !covers.includes('R-999' as RequirementId)));
      assert.equal(set.server.calls.length, 1 + 3 + 2);
    });

    it('and keeps a task whole whose subtasks never come right', async () => {
      await using set = await setUp({ spoil: (answer, { first }) => (first.includes('<task>') ? 'nonsense' : answer) });
      const { plan, stopped } = await decomposeByModel(makeInput(8), set.options);
      assert.equal(stopped, null);
      assert.deepEqual(
        plan.tasks.map(({ key }) => key),
        ['part-r-001', 'part-r-005'],
      );
      assert.ok(plan.faults?.some(({ key }) => key === 'part-r-001'));
    });
  });

  it('drops words that the document does not have, and says so', async () => {
    const edge = { key: 'part-r-001', kind: 'stated' as const, quote: 'as everybody knows', reason: 'Uses the vault.' };
    await using set = await setUp({
      spoil: (answer, { kind }) =>
        kind === 'roots'
          ? { ...answer, tasks: answer.tasks.map((one, at) => (at === 1 ? { ...one, depends_on: [edge] } : one)) }
          : answer,
    });
    const { plan } = await decomposeByModel(makeInput(8), set.options);
    const [dependency] = plan.tasks.find(({ key }) => key === 'part-r-005')?.dependsOn ?? [];
    assert.deepEqual([dependency?.kind, dependency?.evidence.quote], ['entity', '']);
    assert.ok(plan.faults?.some(({ message }) => message.includes('not in the document')));
  });

  it('gives what is not covered one more round', async () => {
    await using set = await setUp({
      spoil: (answer, { kind }) => (kind === 'roots' ? { ...answer, tasks: answer.tasks.slice(0, 1) } : answer),
    });
    const { plan } = await decomposeByModel(makeInput(8), set.options);
    assert.deepEqual(plan.uncovered, []);
    assert.ok(plan.tasks.some(({ key }) => key === 'rest-r-005'));
  });

  it('plans a document that does not fit part by part, and loses none of it', async () => {
    await using set = await setUp();
    const model = { ...set.options.model, maxInput: 4_000 };
    const input = makeInput(30, 20);
    const { plan, stopped } = await decomposeByModel(input, { ...set.options, model });
    assert.equal(stopped, null);
    const sent = set.server.calls.map(({ request }) => JSON.stringify(request.system)).join('');
    for (const { text } of input.prd.requirements) assert.ok(sent.includes(text), text);
    assert.deepEqual(plan.uncovered, []);
    assert.equal(questionsSent(set.server).filter((text) => text.includes('<tasks>')).length, 1);
  });

  it('stops before the budget is exceeded and keeps what there is', async () => {
    await using set = await setUp({}, { budget: new Budget(0.16, priceOf('claude-sonnet-5-5')), concurrency: 1 });
    const { plan, stopped, cost } = await decomposeByModel(makeInput(40, 40), set.options);
    assert.ok(stopped instanceof Error && 'code' in stopped && stopped.code === 'model.overBudget');
    assert.ok(cost <= 0.16);
    assert.ok(plan.tasks.length > 0);
    assert.equal(plan.unfinishedRun, 'run-1');
  });

  it('keeps what there is when cancelled', async () => {
    const controller = new AbortController();
    await using set = await setUp({ perRoot: 1, delayMs: 10 }, { signal: controller.signal, concurrency: 2 });
    const { plan, stopped } = await decomposeByModel(makeInput(12), {
      ...set.options,
      onPlan: ({ tasks }) => {
        if (tasks.length > 15) controller.abort();
        return Promise.resolve();
      },
    });
    assert.ok(isCancellation(stopped));
    assert.ok(plan.tasks.length > 15 && plan.tasks.length < 36);
  });

  it('continues without paying for finished calls twice', async () => {
    const journal = new MemoryJournal();
    const controller = new AbortController();
    await using set = await setUp({ perRoot: 1, delayMs: 5 }, { journal, concurrency: 2 });
    await decomposeByModel(makeInput(12), {
      ...set.options,
      signal: controller.signal,
      onPlan: ({ tasks }) => {
        if (tasks.length > 15) controller.abort();
        return Promise.resolve();
      },
    });
    const paid = journal.entries.size;
    const before = set.server.calls.length;
    const { plan, calls } = await decomposeByModel(makeInput(12), set.options);
    assert.equal(plan.tasks.length, 36);
    assert.equal(calls, 14 - paid);
    assert.equal(set.server.calls.length - before, 14 - paid);
  });

  for (const [name, status, type, code] of [
    ['a bad key', 401, 'authentication_error', 'model.badKey'],
    ['used-up credit', 402, 'billing_error', 'model.noCredit'],
    ['a service that stays overloaded', 529, 'overloaded_error', 'model.overloaded'],
  ] as const) {
    it(`ends with one clear error and all that there is after ${name} in the middle`, async () => {
      const planner = scriptedPlanner();
      await using set = await setUp();
      await using failing = await MessagesServer.start({
        answer: (request, index) => {
          if (index === 1) failing.faults.push({ kind: 'status', status, type }, { kind: 'status', status, type });
          return planner(request, index);
        },
      });
      const backend = createClaude({
        apiKey: () => Promise.resolve(failing.apiKey),
        baseUrl: failing.url,
        log: silent,
        attempts: 2,
        firstDelayMs: 1,
      });
      const { plan, stopped } = await decomposeByModel(makeInput(8), { ...set.options, backend, concurrency: 1 });
      assert.ok(stopped instanceof Error && 'code' in stopped && stopped.code === code);
      assert.equal(plan.tasks.length, 2);
    });
  }

  it('asks once more with all the room of the model for an answer that was cut off', async () => {
    const planner = scriptedPlanner();
    await using cut = await MessagesServer.start({
      answer: (request, index) =>
        request.maxTokens === 8_000 && index === 1
          ? { content: '{"tasks": [', stopReason: 'max_tokens' }
          : planner(request, index),
    });
    await using set = await setUp();
    const backend = createClaude({ apiKey: () => Promise.resolve(cut.apiKey), baseUrl: cut.url, log: silent });
    const { plan, stopped } = await decomposeByModel(makeInput(8), { ...set.options, backend });
    assert.equal(stopped, null);
    assert.equal(plan.tasks.length, 6);
    assert.deepEqual(
      cut.calls.slice(0, 4).map(({ request }) => request.maxTokens),
      [8_000, 8_000, 64_000, 8_000],
    );
    assert.equal(questionsSent(cut)[2], questionsSent(cut)[1], 'nothing shorter is asked for');
  });

  it('keeps a task whole that the model refuses to break down, and goes on with the others', async () => {
    const planner = scriptedPlanner();
    await using refusing = await MessagesServer.start({
      answer: (request, index) => {
        const isRefused = JSON.stringify(request.messages).includes('\\"key\\": \\"part-r-001\\"');
        return isRefused ? { content: 'No.', stopReason: 'refusal' } : planner(request, index);
      },
    });
    await using set = await setUp();
    const backend = createClaude({
      apiKey: () => Promise.resolve(refusing.apiKey),
      baseUrl: refusing.url,
      log: silent,
    });
    const { plan, stopped } = await decomposeByModel(makeInput(8), { ...set.options, backend });
    assert.equal(stopped, null);
    assert.deepEqual(
      plan.tasks.map(({ key }) => key),
      ['part-r-001', 'part-r-005', 'part-r-005-build', 'part-r-005-prove'],
    );
    assert.deepEqual(plan.faults, [{ key: 'part-r-001', message: 'The model refused to answer.' }]);
  });

  it('ends without a cycle where answers side by side wait for one another', async () => {
    await using set = await setUp({
      spoil: (answer, { first }) => {
        const own = /"key": "(part-r-\d+)"/.exec(first)?.[1];
        const on = own === 'part-r-001' ? 'part-r-005' : 'part-r-001';
        const edge = { key: on, kind: 'layer' as const, quote: '', reason: 'It needs it.' };
        return own === undefined
          ? answer
          : { ...answer, tasks: answer.tasks.map((one, at) => (at === 0 ? { ...one, depends_on: [edge] } : one)) };
      },
    });
    const { plan } = await decomposeByModel(makeInput(8), set.options);
    assert.deepEqual(findCycles(plan), []);
    assert.equal(plan.tasks.length, 6);
    assert.equal(plan.faults?.filter(({ message }) => message.includes('waited for one another')).length, 1);
  });

  it('says what a refusal or an answer without tasks means', async () => {
    await using set = await setUp({ spoil: () => ({ questions: [], decisions: [], tasks: [] }) });
    const { stopped } = await decomposeByModel(makeInput(8), set.options);
    assert.match(String(stopped), /gave no usable plan/);
  });
});
