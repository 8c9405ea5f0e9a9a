// Decomposition by Claude inside VS Code: the real client against a strict Messages server on loopback, which also fails.
// A scripted person answers what the dialogs ask; the dialogs themselves are tested end to end.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { isCancellation, isConductorError } from '../../src/core/errors.ts';
import type { ModelJobResult } from '../../src/core/plan/decompose/job.ts';
import type { Plan } from '../../src/core/plan/model.ts';
import { decomposeByModel, describeResult, type Person } from '../../src/vscode/models/decompose.ts';
import type { Project } from '../../src/vscode/projects.ts';
import type { ScriptedPlanner } from '../support/messages/scriptedPlanner.ts';
import type { Fault, Reply } from '../support/messages/server.ts';
import { log, ModelSetup } from './modelSetup.ts';
import { prdName } from './support/editor.ts';

const QUESTIONS: ScriptedPlanner['questions'] = [
  { question: 'Where are links kept?', choices: ['SQLite', 'PostgreSQL'], recommended: 'SQLite', why: 'It is small.' },
  { question: 'Who may sign in?', choices: ['Anyone', 'Invited'], recommended: 'Invited', why: 'It is internal.' },
];

/** Children that are too large themselves, so that there is a third level. */
const DEEP: ScriptedPlanner = { rootHours: 40, childHours: 20, questions: QUESTIONS };

/** Agrees to everything, takes what is recommended first and skips the rest. */
function person(changes: Partial<Person> = {}): Person {
  return {
    consent: () => Promise.resolve('send'),
    askPerson: ([first]) => {
      const [recommended] = first?.choices ?? [];
      return Promise.resolve(first && recommended ? [{ question: first.question, answer: recommended }] : []);
    },
    progress: (_title, work) => work(new AbortController().signal, () => undefined),
    show: () => Promise.resolve(),
    ...changes,
  };
}

async function decompose(project: Project, changes?: Partial<Person>): Promise<ModelJobResult> {
  const result = await decomposeByModel(log, { project, location: prdName }, person(changes));
  assert.notEqual(result, 'outline');
  return result as ModelJobResult;
}

function planOf({ stored }: ModelJobResult): Plan {
  assert.ok(stored, 'There is no draft.');
  return stored.plan;
}

function depthOf({ tasks }: Plan): number {
  const parents = new Map<string, string | null>(tasks.map(({ key, parent }) => [key, parent]));
  const depth = (key: string): number => {
    const parent = parents.get(key);
    return parent ? 1 + depth(parent) : 1;
  };
  return Math.max(...tasks.map(({ key }) => depth(key)));
}

describe('a decomposition by a model', () => {
  it('sends nothing before the person agrees, and nothing at all when they do not', async () => {
    await using test = await ModelSetup.start(DEEP);
    const project = test.activate();
    const hitsAtConsent: number[] = [];
    const answering = (answer: 'cancel' | 'outline') =>
      person({
        consent: (job, location) => {
          hitsAtConsent.push(test.server.hits.length);
          assert.equal(location, prdName);
          assert.ok(job.forecast.calls > 1 && job.forecast.inputTokens > 0 && (job.forecast.cost ?? 0) > 0);
          assert.ok(job.baseline.tasks.length > 0);
          return Promise.resolve(answer);
        },
      });
    const run = { project, location: prdName };
    await assert.rejects(decomposeByModel(log, run, answering('cancel')), vscode.CancellationError);
    assert.equal(await decomposeByModel(log, run, answering('outline')), 'outline');
    assert.deepEqual(hitsAtConsent, [0, 0]);
    assert.deepEqual(test.server.hits, []);
    assert.deepEqual(await project.conductor.plans.list(), []);
  });

  it('asks, goes three levels deep while the tree grows, and says what it took', async () => {
    await using test = await ModelSetup.start({ ...DEEP, delayMs: 40 });
    const project = test.activate();
    const sizes = new Set<number>();
    project.onDidChange(() => {
      void project.conductor.plans.list().then(([plan]) => plan && sizes.add(plan.taskCount));
    });
    const shown: number[] = [];
    const result = await decompose(project, {
      show: ({ planId }) => {
        shown.push(planId);
        return Promise.resolve();
      },
    });
    assert.equal(result.stopped, null);
    const plan = planOf(result);
    assert.equal(depthOf(plan), 3);
    assert.deepEqual(plan.answers, [{ question: 'Where are links kept?', answer: 'SQLite' }]);
    assert.ok(sizes.size > 1, 'The views were told once only.');
    assert.deepEqual(shown, [result.stored?.id]);
    assert.match(
      describeResult(result),
      /^\d+ tasks planned by claude-sonnet-5-5 cover .* % of the input from the cache, \$\d/,
    );
  });

  it('keeps the draft when it is cancelled, and pays for no finished request twice when it goes on', async () => {
    await using undisturbed = await ModelSetup.start(DEEP);
    const whole = await decompose(undisturbed.activate());
    await using test = await ModelSetup.start({ ...DEEP, delayMs: 30 });
    const controller = new AbortController();
    const cancelled = await decompose(test.activate(), {
      show: () => {
        setTimeout(() => controller.abort(), 100);
        return Promise.resolve();
      },
      progress: (_title, work) => work(controller.signal, () => undefined),
    });
    assert.ok(isCancellation(cancelled.stopped));
    assert.ok(planOf(cancelled).tasks.length > 0);
    let isContinued = false;
    const finished = await decompose(test.activate(), {
      consent: (job) => {
        isContinued = job.isContinued;
        return Promise.resolve('send');
      },
      askPerson: () => Promise.reject(new Error('The person has answered before.')),
    });
    assert.ok(isContinued);
    assert.equal(finished.stopped, null);
    assert.equal(finished.stored?.id, cancelled.stored?.id);
    assert.equal(planOf(finished).tasks.length, planOf(whole).tasks.length);
    assert.equal(cancelled.calls + finished.calls, whole.calls);
  });

  it('ends a bad key in one sentence whose remedy sets another', async () => {
    await using test = await ModelSetup.start(DEEP, undefined, 'sk-ant-wrong');
    await assert.rejects(decompose(test.activate()), (error) => {
      assert.ok(isConductorError(error));
      assert.equal(error.message, 'Claude refused the API key.');
      assert.equal(error.remedy?.command, 'conductor.model.setKey');
      return true;
    });
  });

  const faults: Readonly<Record<string, Fault>> = {
    'a rate limit': { kind: 'status', status: 429, type: 'rate_limit_error', retryAfter: '0' },
    'an overloaded service': { kind: 'status', status: 529, type: 'overloaded_error' },
    'a dropped stream': { kind: 'drop' },
    'an error in the stream': { kind: 'errorEvent', type: 'overloaded_error' },
    silence: { kind: 'hang' },
  };
  for (const [name, fault] of Object.entries(faults)) {
    it(`is finished in spite of ${name}`, async () => {
      await using test = await ModelSetup.start(DEEP);
      test.server.faults.push(fault, fault);
      const result = await decompose(test.activate());
      assert.equal(result.stopped, null);
      assert.equal(depthOf(planOf(result)), 3);
    });
  }

  const jsonOf = (content: Reply['content']): string =>
    typeof content === 'string' ? content : JSON.stringify(content);
  const spoils: Readonly<Record<string, (reply: Reply) => Reply>> = {
    'a refusal': () => ({ content: '', stopReason: 'refusal' }),
    'an answer cut off for length': ({ content }) => ({
      content: jsonOf(content).slice(0, 40),
      stopReason: 'max_tokens',
    }),
    'invalid JSON': ({ content }) => ({ content: `${jsonOf(content)} That is all.` }),
  };
  for (const [name, spoil] of Object.entries(spoils)) {
    it(`is finished in spite of ${name} for one task, and says what is wrong with it`, async () => {
      let isSpoiled = false;
      await using test = await ModelSetup.start(DEEP, (reply, isSplit) => {
        if (isSpoiled || !isSplit) return reply;
        isSpoiled = true;
        return spoil(reply);
      });
      const result = await decompose(test.activate());
      assert.equal(result.stopped, null);
      const plan = planOf(result);
      assert.equal(depthOf(plan), 3);
      if (name === 'a refusal') assert.match(plan.faults?.map(({ message }) => message).join() ?? '', /refused/);
      else assert.doesNotMatch(JSON.stringify(plan.faults ?? []), /JSON|cut off/);
    });

    it(`ends ${name} to everything in one sentence, and asks anew the next time`, async () => {
      let isSpoiled = true;
      await using test = await ModelSetup.start(DEEP, (reply) => (isSpoiled ? spoil(reply) : reply));
      const { stopped } = await decompose(test.activate());
      assert.ok(isConductorError(stopped), String(stopped));
      assert.equal(stopped.code, 'model.badAnswer');
      assert.ok(stopped.remedy);
      isSpoiled = false;
      const finished = await decompose(test.activate());
      assert.equal(finished.stopped, null);
      assert.equal(depthOf(planOf(finished)), 3);
    });
  }

  it('keeps the draft when the service is gone in the middle, and goes on when it is back', async () => {
    let isGone = true;
    await using test = await ModelSetup.start(DEEP);
    const stopped = await decompose(test.activate(), {
      show: () => {
        const gone: Fault = { kind: 'status', status: 529, type: 'overloaded_error' };
        if (isGone) test.server.faults.push(...Array.from({ length: 50 }, () => gone));
        return Promise.resolve();
      },
    });
    assert.ok(isConductorError(stopped.stopped) && stopped.stopped.code === 'model.overloaded');
    assert.ok(planOf(stopped).tasks.length > 0);
    isGone = false;
    test.server.faults.length = 0;
    const finished = await decompose(test.activate());
    assert.equal(finished.stopped, null);
    assert.equal(depthOf(planOf(finished)), 3);
  });
});
