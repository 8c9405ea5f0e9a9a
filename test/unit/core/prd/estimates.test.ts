import assert from 'node:assert/strict';
import { estimateIn, estimateOfCell, isMereEstimate, withoutEstimate } from '../../../../src/core/prd/estimates.ts';

const STATED: Readonly<Record<string, number>> = {
  'Rewrite 61 packages. (8 weeks, Billing; after A2)': 320,
  'Create the table behind a flag. (Order team, 1 week)': 40,
  'Adapt the reports [3 days]': 24,
  'Export the list (estimate: 5 h)': 5,
  'Build the page. Effort: 2–4 days': 24,
  'Estimate: 3 days': 24,
  '**Duration:** 1.5 weeks': 60,
  'Write the guide. (~ 6 hrs)': 6,
};

const ELSE: readonly string[] = [
  'Keep logs (30 days)',
  'Delete carts after 14 days',
  'Session duration: 8 h',
  'Remind the guest (24 h before)',
  'Show the price (in EUR, 2 decimals)',
  'Start a trial. It lasts 14 days.',
  'Import the list. (13 SP)',
];

describe('estimates that a document states', () => {
  for (const [text, hours] of Object.entries(STATED)) it(text, () => assert.equal(estimateIn(text)?.hours, hours));
  for (const text of ELSE)
    it(`none in: ${text}`, () => {
      assert.equal(estimateIn(text), undefined);
      assert.equal(withoutEstimate(text), text);
    });

  it('leaves the words of the work without it', () => {
    assert.equal(withoutEstimate('Rewrite 61 packages. (8 weeks, Billing; after A2)'), 'Rewrite 61 packages.');
    assert.equal(withoutEstimate('Export the list (estimate: 5 h)'), 'Export the list');
    assert.equal(withoutEstimate('Build the page. Effort: 2–4 days'), 'Build the page');
    assert.equal(withoutEstimate('Estimate: 3 days'), 'Estimate: 3 days');
  });

  it('knows an attribute that says nothing else', () => {
    assert.ok(isMereEstimate('Estimate: 3 days'));
    assert.ok(!isMereEstimate('Estimate the cost of 3 days'));
  });

  it('reads a cell with its own unit or with that of the column', () => {
    assert.deepEqual(estimateOfCell('3d', 'Estimate'), { hours: 24, words: '3d' });
    assert.deepEqual(estimateOfCell('2-4', 'Effort (days)'), { hours: 24, words: '2-4 days' });
    assert.equal(estimateOfCell('5', 'Estimate'), undefined);
    assert.equal(estimateOfCell('XL', 'Days'), undefined);
  });
});
