import assert from 'node:assert/strict';
import { createManualAgent } from '../../../../src/core/agent/manualAgent.ts';
import { ASSIGNMENT, TestWorld } from './loopWorld.ts';

const never = new AbortController().signal;

describe('a person as the agent', () => {
  it('is always ready and works in the folder itself', async () => {
    const agent = createManualAgent({ waitForPerson: () => Promise.resolve({ summary: '' }) });
    assert.deepEqual([agent.id, agent.worksInPlace, await agent.isReady()], ['manual', true, true]);
  });

  it('gets the assignment and all feedback, and hands over what they say', async () => {
    const given: unknown[] = [];
    const agent = createManualAgent({
      waitForPerson: (assignment, feedback) => {
        given.push(assignment, feedback);
        return Promise.resolve({ summary: 'Wrote the parser.' });
      },
    });
    const world = new TestWorld();
    world.events.push(
      { type: 'run.feedback', text: 'A test fails.' },
      { type: 'run.feedback', text: 'It still fails.' },
    );
    const outcome = await agent.work(ASSIGNMENT, world.world, never);
    assert.deepEqual(given, [{ ...ASSIGNMENT, runId: world.world.runId }, ['A test fails.', 'It still fails.']]);
    assert.deepEqual(outcome, { kind: 'handedOver', summary: 'Wrote the parser.', notes: '' });
  });

  it('may be stuck like any other', async () => {
    const agent = createManualAgent({ waitForPerson: () => Promise.resolve({ stuck: 'The server is down.' }) });
    const outcome = await agent.work(ASSIGNMENT, new TestWorld().world, never);
    assert.deepEqual(outcome, { kind: 'stuck', reason: 'The server is down.' });
  });

  it('is not waited for any longer after a cancellation', async () => {
    const cancel = new AbortController();
    const agent = createManualAgent({
      waitForPerson: (_assignment, _feedback, signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    });
    const work = agent.work(ASSIGNMENT, new TestWorld().world, cancel.signal);
    cancel.abort(new Error('Cancelled.'));
    await assert.rejects(work, /Cancelled\./);
    await assert.rejects(agent.work(ASSIGNMENT, new TestWorld().world, cancel.signal), /Cancelled\./);
  });
});
