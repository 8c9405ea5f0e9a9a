// What becomes of a requirement: a task of its own, or left out with the reason that a person reads.
import assert from 'node:assert/strict';
import { planOf, treeOf } from './support.ts';

describe('what becomes of a requirement', () => {
  it('is a task where it has a number and says “shall”, whatever figure it names', async () => {
    const rows = [
      '| REQ-010 | The gateway SHALL forward every alarm with a latency of at most 3 s. |',
      '| REQ-011 | The gateway SHALL repeat an alarm. |',
    ];
    const plan = await planOf(`# P\n\n## Alarms\n\n| ID | Requirement |\n|---|---|\n${rows.join('\n')}\n`);
    assert.match(treeOf(plan).join('\n'), /forward every alarm/);
  });

  it('tells an open question from a risk', async () => {
    const plan = await planOf(
      '# P\n\n## Shop\n\n- Pay by card\n\n## Open questions\n\n- Who pays the fee?\n\n## Risks\n\n- Staff may leave\n',
    );
    assert.deepEqual(
      plan.uncovered.map(({ reason }) => reason),
      [
        'An open question, not work to do; no task speaks of it (section “Open questions”).',
        'Part of a risk and its mitigation; no task speaks of it (section “Risks”).',
      ],
    );
  });
});
