import assert from 'node:assert/strict';
import type { PermissionDecider } from '../../../../src/core/agent/permit.ts';
import { REPEATED_CALL } from '../../../../src/core/agent/prompts.ts';
import type { RunEvent } from '../../../../src/core/agent/runEvents.ts';
import { RunMemory } from '../../../../src/core/agent/runMemory.ts';
import { transcriptOf } from '../../../../src/core/agent/transcript.ts';
import { scriptedAgent, type ScriptStep } from '../../../support/messages/scriptedAgent.ts';
import { ask, ASSIGNMENT, command, done, killed, modelWith, read, startBench, TestWorld, write } from './loopWorld.ts';

/** Some of everything: reads side by side, a denied command, a question, a loop with a hint, words alone. */
const SCRIPT: readonly ScriptStep[] = [
  { text: 'I look.', uses: [read('a.ts'), read('b.ts'), command('npm test')] },
  { uses: [write('a.ts', 'one'), command('rm -r .'), write('b.ts', 'two'), command('make')] },
  { uses: [ask('Which format?'), { name: 'fly', input: {} }] },
  ...[1, 2, 3].map((): ScriptStep => ({ uses: [read('a.ts')] })),
  { text: 'Hm.' },
  { uses: [write('a.ts', 'three'), read('a.ts')], stopReason: 'max_tokens' },
  { uses: [command('npm test'), done()] },
];

const decide: PermissionDecider = ({ subject }) =>
  subject.kind === 'command' && subject.command.startsWith('rm')
    ? { kind: 'deny', by: 'rule', reason: 'it deletes files' }
    : { kind: 'allow', by: 'mode', reason: 'Allowed.' };

const transcript = (events: readonly RunEvent[]) =>
  JSON.stringify(transcriptOf(new RunMemory(events), ASSIGNMENT)).replaceAll(`${REPEATED_CALL}\\n\\n`, '');

const commandOf = (events: readonly RunEvent[], callId: string): string =>
  events
    .flatMap((event) => (event.type === 'run.turnFinished' ? event.parts : []))
    .flatMap((part) =>
      part.type === 'toolUse' && part.id === callId ? [String((part.input as { command?: string }).command)] : [],
    )[0] ?? '';

describe('a run that is killed', () => {
  it('goes on at each event to the same end, and repeats no finished turn and no finished call', async () => {
    await using bench = await startBench(scriptedAgent(SCRIPT), { decide });
    const whole = new TestWorld();
    assert.equal((await bench.work(whole)).kind, 'handedOver');
    assert.deepEqual(
      whole.of('run.nudged').map(({ step }) => step),
      ['nudge'],
    );
    const turns = whole.of('run.turnFinished').length;
    assert.equal(bench.server.calls.length, turns);
    for (let cut = 1; cut <= whole.events.length; cut++) {
      const before = whole.events.slice(0, cut);
      const world = new TestWorld({ events: before });
      const calls = bench.server.calls.length;
      assert.equal((await bench.work(world)).kind, 'handedOver', `cut at ${cut}`);
      assert.equal(transcript(world.events), transcript(whole.events), `cut at ${cut}`);
      const asked = before.filter(({ type }) => type === 'run.turnFinished').length;
      assert.equal(bench.server.calls.length - calls, turns - asked, `cut at ${cut}`);
      const ran = before.flatMap((event) =>
        event.type === 'run.toolFinished' && event.tool === 'run_command' && !event.isError
          ? [commandOf(before, event.callId)]
          : [],
      );
      assert.deepEqual([...ran, ...world.ran], ['npm test', 'make', 'npm test'], `cut at ${cut}`);
      assert.deepEqual(world.files.changes(), whole.files.changes(), `cut at ${cut}`);
    }
  });

  it('says so in the result of a command that may have run before', async () => {
    await using bench = await startBench(scriptedAgent([{ uses: [command('make')] }, { uses: [done()] }]));
    const first = new TestWorld({
      onRecord: (event) => {
        if (event.type === 'run.permissionDecided') throw killed();
      },
    });
    await assert.rejects(bench.work(first));
    const second = new TestWorld({ events: first.events });
    await bench.work(second);
    assert.deepEqual([second.ran, second.permissions], [['make'], []]);
    assert.match(second.of('run.toolFinished')[0]?.text ?? '', /^Note: this call had been started once before/);
  });

  it('loses with a pause only the turn in flight', async () => {
    const pause = new AbortController();
    const script = scriptedAgent([{ uses: [command('make')] }, { uses: [done()] }]);
    let isFirst = true;
    await using bench = await startBench((request) => {
      const isSecondTurn = request.messages.length > 1;
      if (isSecondTurn && isFirst) {
        isFirst = false;
        pause.abort(new Error('Paused.'));
        return { ...script(request), delayMs: 50 };
      }
      return script(request);
    });
    const world = new TestWorld();
    await assert.rejects(bench.work(world, pause.signal), /Paused\./);
    assert.equal(world.events.at(-1)?.type, 'run.toolFinished');
    assert.equal((await bench.work(new TestWorld({ events: world.events }))).kind, 'handedOver');
    assert.equal(bench.server.calls.length, 3);
  });

  it('runs a command again that a pause ended, and takes it for no failure', async () => {
    const pause = new AbortController();
    await using bench = await startBench(scriptedAgent([{ uses: [command('make')] }, { uses: [done()] }]));
    const world = new TestWorld({
      commands: (_, count) => {
        if (count > 1) return 'made';
        pause.abort(new Error('Paused.'));
        throw pause.signal.reason;
      },
    });
    await assert.rejects(bench.work(world, pause.signal), /Paused\./);
    assert.equal(world.of('run.toolFinished').length, 0);
    await bench.work(world);
    assert.match(world.of('run.toolFinished')[0]?.text ?? '', /made/);
  });
});

describe('compaction', () => {
  const big = (at: number): ScriptStep => ({ uses: [command(`print ${at}`)] });
  const output = (line: string) => `${line} ${'lorem ipsum dolor '.repeat(600)}`;
  const steps = [...Array.from({ length: 14 }, (_, at) => big(at)), { uses: [done()] }];

  it('happens before the window is full and puts the task back word for word', async () => {
    await using bench = await startBench(scriptedAgent(steps, { summary: 'Decisions: YAML.' }), {
      models: modelWith(40_000),
    });
    const world = new TestWorld({ commands: output, maxTokens: 1_000 });
    assert.equal((await bench.work(world)).kind, 'handedOver');
    assert.ok(world.of('run.compacted').length >= 1);
    for (const { usage } of bench.server.calls)
      assert.ok(usage.input + usage.cacheRead + usage.cacheWrite < 30_000 + 1_000);
    const last = bench.server.calls.at(-1)?.request.messages ?? [];
    const [core, summary = ''] = (last[0]?.content ?? []).map(({ text }) => String(text));
    assert.equal(core, ASSIGNMENT.core);
    assert.match(summary, /<summary_of_earlier_turns>\nDecisions: YAML\.\n/);
    assert.ok(last.length >= 5, 'The last turns stay as they are.');
    assert.equal(world.ran.length, 14);
  });

  it('is the same after a restart at any event', async () => {
    const script = scriptedAgent(steps);
    await using bench = await startBench(script, { models: modelWith(40_000) });
    const whole = new TestWorld({ commands: output });
    await bench.work(whole);
    const compacted = whole.events.findIndex(({ type }) => type === 'run.compacted');
    for (const cut of [compacted, compacted + 1, compacted + 2]) {
      const world = new TestWorld({ events: whole.events.slice(0, cut), commands: output });
      await bench.work(world);
      assert.equal(transcript(world.events), transcript(whole.events));
    }
  });

  it('keeps the newest wish of the person word for word', async () => {
    await using bench = await startBench(scriptedAgent([...steps.slice(0, 2), ...steps]), {
      models: modelWith(40_000),
    });
    const world = new TestWorld({ commands: output });
    world.events.push({ type: 'run.feedback', text: 'Use tabs.' });
    await bench.work(world);
    assert.ok(world.of('run.compacted').length > 0);
    assert.ok(bench.server.calls.at(-1)?.request.messages[0]?.content.some(({ text }) => text === 'Use tabs.'));
  });

  for (const [name, fault] of [
    ['the provider says that the prompt is too long', true],
    ['the window is full in the middle of an answer', false],
  ] as const) {
    it(`helps when ${name}`, async () => {
      const cut = { uses: [command('make')], stopReason: 'model_context_window_exceeded' };
      await using bench = await startBench(scriptedAgent([big(0), fault ? big(1) : cut, { uses: [done()] }]));
      const world = new TestWorld({
        commands: output,
        onRecord: (event) => {
          const isFirst = event.type === 'run.toolFinished' && event.turn === 1;
          if (fault && isFirst) {
            bench.server.faults.push({
              kind: 'status',
              status: 413,
              type: 'request_too_large',
              message: 'prompt is too long',
            });
          }
        },
      });
      assert.equal((await bench.work(world)).kind, 'handedOver');
      assert.equal(world.of('run.compacted').length, 1);
      if (!fault) assert.ok(!world.ran.includes('make'));
    });
  }

  it('does without the model when that gives no summary', async () => {
    await using bench = await startBench(scriptedAgent(steps, { summary: ' ' }), { models: modelWith(40_000) });
    const world = new TestWorld({ commands: output });
    assert.equal((await bench.work(world)).kind, 'handedOver');
    assert.match(world.of('run.compacted')[0]?.summary ?? '', /Files changed: none\.\nLast calls:\n- run_command/);
  });
});
