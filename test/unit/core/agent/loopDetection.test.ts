import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findLoop, NUDGE_STEPS, nextNudge, type Step } from '../../../../src/core/agent/loopDetection.ts';
import type { RunEvent } from '../../../../src/core/agent/runEvents.ts';
import { RunMemory } from '../../../../src/core/agent/runMemory.ts';
import { stepOf, withoutVolatile } from '../../../../src/core/agent/traces.ts';

type Line = readonly [tool: string, input: Readonly<Record<string, unknown>>, result: string, edited?: string];

/** Turns as an agent would take them: one call each, or several; `edited` is the text of the one file afterwards. */
function stepsOf(turns: readonly (readonly Line[])[], said = (turn: number) => `Turn ${turn}`): Step[] {
  const events = turns.flatMap((lines, index): RunEvent[] => {
    const turn = index + 1;
    const usage = { input: 1, cacheRead: 0, cacheWrite: 0, output: 1 };
    const uses = lines.map(
      ([name, input], place) => ({ type: 'toolUse', id: `${turn}-${place}`, name, input }) as const,
    );
    return [
      {
        ...{ type: 'run.turnFinished', turn, stop: 'tools', usage, cost: null, durationMs: 1 },
        parts: [{ type: 'text', text: said(turn) }, ...uses],
      },
      ...lines.map(([tool, , text, edited], place): RunEvent => ({
        ...{ type: 'run.toolFinished', turn, callId: `${turn}-${place}`, tool, text, durationMs: 1 },
        isError: text.startsWith('exit code 1'),
        proposals: edited === undefined ? [] : [{ path: 'a.ts', change: addition(edited) }],
      })),
    ];
  });
  return new RunMemory(events).turns.map((turn) => stepOf(turn, ({ name }) => name === 'note'));
}

const addition = (text: string) =>
  ({ kind: 'add', path: 'a.ts', proposed: { text, encoding: 'utf8', isExecutable: false } }) as const;
const look = (path: string, result = `text of ${path}`): Line => ['read', { path }, result];
const run = (command: string, result: string): Line => ['run', { command }, result];
const edit = (text: string): Line => ['edit', { path: 'a.ts', text }, 'Edited a.ts.', text];
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** The first turn after which something is found. */
function foundAfter(steps: readonly Step[]): number | null {
  for (let count = 1; count <= steps.length; count++) if (findLoop(steps.slice(0, count))) return count;
  return null;
}

const kindOf = (steps: readonly Step[]) => {
  const count = foundAfter(steps);
  return count === null ? null : (findLoop(steps.slice(0, count))?.kind ?? null);
};

const failing = (ms: number, names: readonly string[]) =>
  `exit code 1\n${names.map((name) => `  not ok ${name} (${ms} ms)`).join('\n')}\n# fail ${names.length}`;

describe('loop detection', () => {
  const loops: readonly [string, readonly (readonly Line[])[], string][] = [
    ['the same read again and again', times(3, () => [look('a.ts')]), 'cycle'],
    ['a read between the same edits', times(6, (at) => (at % 2 === 0 ? [look('a.ts')] : [look('b.ts')])), 'cycle'],
    ['the same test with other durations', times(3, (at) => [run('npm test', failing(at * 17, ['parses']))]), 'cycle'],
    [
      'a command with another comment each time',
      times(3, (at) => [run(`make # try ${at}`, 'exit code 1\nno rule')]),
      'cycle',
    ],
    ['notes in other words', times(3, (at) => [['note', { text: `Now I know ${at}` }, 'Noted.'] as Line]), 'cycle'],
    [
      'edits to and fro with other things between',
      times(12, (at) => [edit(at % 2 ? 'x' : 'y'), run('date', `it is ${'abc'.repeat(at)}`)]),
      'oscillation',
    ],
    ['three states in turns', times(12, (at) => [edit(`${at % 3}`), look(`${at}.ts`)]), 'oscillation'],
    [
      'ever new edits, ever the same failure',
      times(6, (at) => [edit(`v${at}`), run('npm test', failing(at, ['parses']))]),
      'sameFailure',
    ],
    [
      'the same calls in other portions',
      ['ab', 'c', 'a', 'bc', 'a', 'b', 'c'].map((names) => names.split(/(?:)/).map((name) => look(name))),
      'cycle',
    ],
    ['nothing but words', times(2, () => []), 'monologue'],
    ['what is known already, in any order', 'abcdbdacdbac'.split(/(?:)/).map((name) => [look(name)]), 'noProgress'],
  ];
  for (const [name, turns, kind] of loops) {
    it(`finds ${name}`, () => assert.equal(kindOf(stepsOf(turns)), kind));
  }

  const progress: readonly [string, readonly (readonly Line[])[]][] = [
    ['polling with a result that changes', times(20, (at) => [run('gh run view', `step ${at} of 20`)])],
    [
      'red, green, red, green',
      ['a', 'b', 'c', 'd'].flatMap((name, at) => [
        [edit(name)],
        [run('npm test', failing(3, ['x', 'y', 'z', 'w'].slice(at)))],
      ]),
    ],
    [
      'edit and test with the same failure some times',
      times(4, (at) => at).flatMap((at) => [[edit(`v${at}`)], [run('npm test', failing(at, ['x']))]]),
    ],
    ['reading one file after another', times(30, (at) => [look(`${at}.ts`)])],
    ['reading three files once more after a failure', 'abcabc'.split(/(?:)/).map((name) => [look(name)])],
    [
      'an experiment taken back twice',
      ['base', 'one', 'base', 'two', 'base', 'three'].map((text) => [edit(text), run('npm test', `ran ${text}`)]),
    ],
    [
      'one experiment after the other, each taken back',
      ['base', 'one', 'base', 'two', 'base', 'three', 'base', 'four', 'base'].map((text, at) => [
        edit(text),
        run('npm test', `${at} ran`),
      ]),
    ],
    ['the same check after each of many edits', times(20, (at) => [edit(`v${at}`), run('npm run lint', 'clean')])],
    [
      'a test run twice to see whether it is flaky',
      [[run('npm test', failing(1, ['x']))], [run('npm test', 'exit code 0')], [run('npm test', failing(2, ['x']))]],
    ],
    ['one turn of words between calls', [[look('a')], [], [look('b')], [], [look('c')]]],
  ];
  for (const [name, turns] of progress) {
    it(`lets pass ${name}`, () => assert.equal(kindOf(stepsOf(turns)), null));
  }

  const call = fc.record({ action: fc.string({ minLength: 1 }), result: fc.string(), failure: fc.constant(null) });

  it('finds a cycle of any period up to six within bounded turns, whatever went before', () => {
    const pattern = fc.array(
      fc.record({ calls: fc.array(call, { minLength: 1, maxLength: 3 }), changes: fc.string() }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(pattern, fc.nat(20), (period, before) => {
        const fresh = times(before, (at): Step => ({
          calls: [{ action: `fresh ${at}`, result: '', failure: null }],
          changes: `fresh ${at}`,
        }));
        const repeated = times(4 * period.length, (at) => period[at % period.length] ?? assert.fail());
        const found = foundAfter([...fresh, ...repeated]) ?? assert.fail('It was not found.');
        assert.ok(found > before && found <= before + Math.max(3, 3 * period.length), `${found} of ${period.length}`);
      }),
    );
  });

  it('finds a cycle of calls that come in ever other portions', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 24, maxLength: 24 }),
        (period, sizes) => {
          let at = 0;
          const steps = sizes.map((size): Step => {
            const calls = times(size, () => ({ action: `call ${at++ % period}`, result: 'same', failure: null }));
            return { calls, changes: '' };
          });
          assert.notEqual(foundAfter(steps), null);
        },
      ),
    );
  });

  it('takes nothing for a loop that finds out or changes something new each turn', () => {
    const kinds = fc.array(fc.record({ isEdit: fc.boolean(), repeats: fc.array(call, { maxLength: 2 }) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(kinds, (turns) => {
        let changes = 0;
        const steps = turns.map(({ isEdit, repeats }, at): Step => {
          if (isEdit) changes++;
          return {
            calls: [{ action: 'go on', result: `new ${at}`, failure: null }, ...repeats],
            changes: `state ${changes}`,
          };
        });
        assert.equal(foundAfter(steps), null);
      }),
    );
  });

  it('does not listen to what is said', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 3, maxLength: 3 }), (texts) => {
        const steps = stepsOf(
          times(3, () => [look('a.ts')]),
          (turn) => texts[turn - 1] ?? '',
        );
        assert.equal(findLoop(steps)?.kind, 'cycle');
      }),
    );
  });

  const volatile: readonly [string, string, string][] = [
    ['durations', '12 passing (345ms), 1.2 s', '12 passing (9ms), 30 s'],
    ['times', 'at 2026-11-02T10:11:12.345Z', 'at 2026-11-03T01:01:01.1Z'],
    ['addresses', '<Foo at 0x7f3a>', '<Foo at 0xdead>'],
    ['temporary folders', 'ENOENT /tmp/run-a1b2/x.ts', 'ENOENT /tmp/run-c3d4/x.ts'],
    ['ports', 'listening on 127.0.0.1:41234', 'listening on 127.0.0.1:39111'],
    ['colours', '\u001b[31mfailed\u001b[0m', 'failed'],
    ['ids', 'request 0b9f3c1e-1111-4222-8333-444455556666', 'request 7a9f3c1e-9999-4222-8333-444455556666'],
  ];
  for (const [name, one, other] of volatile) {
    it(`does not see ${name} change`, () => assert.equal(withoutVolatile(one), withoutVolatile(other)));
  }

  it('sees counts, lines and names change', () => {
    for (const [one, other] of [
      ['3 failing', '2 failing'],
      ['a.ts:12', 'a.ts:13'],
      ['40 %', '50 %'],
    ] as const) {
      assert.notEqual(withoutVolatile(one), withoutVolatile(other));
    }
  });
});

describe('the answer to a loop', () => {
  it('is staged, one step at a time, and begins with a nudge', () => {
    assert.equal(nextNudge(null), 'nudge');
    const steps = times(3, (at) => nextNudge({ step: NUDGE_STEPS[at] ?? 'nudge', turnsAgo: 3 }));
    assert.deepEqual(steps, ['strategy', 'freshContext', 'person']);
  });

  it('begins anew when the agent got on for long', () =>
    assert.equal(nextNudge({ step: 'strategy', turnsAgo: 30 }), 'nudge'));
});
