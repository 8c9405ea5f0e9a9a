// Acceptance criteria are sentences that can be answered with yes or no, whatever the document's words are.
import assert from 'node:assert/strict';
import { testable } from '../../../../../src/core/plan/outline/criteria.ts';
import { planOf, taskTitled } from './support.ts';

const CRITERIA: Readonly<Record<string, string>> = {
  'A confirmation e-mail arrives within one minute': 'A confirmation e-mail arrives within one minute.',
  'Backfill the last 90 days': 'Backfills the last 90 days.',
  'Card payments through Stripe': 'Card payments through Stripe work as described and are covered by a test.',
  'As an owner, I want to see my devices so that I trust it': 'An owner can see their devices.',
  'As an account holder, I want backup codes': 'An account holder gets backup codes.',
  'As the owner, I can lend it': 'The owner can lend it.',
  'given a session, when I tap Extend, then it ends later': 'Given a session, when I tap Extend, then it ends later.',
  'Grade A items go back to their home bin': 'Grade A items go back to their home bin.',
  'Lamp dims over time': 'Lamp dims over time.',
  'Kiosk restarts by itself after a power cut': 'Kiosk restarts by itself after a power cut.',
  'Take a co-payment and print a receipt': 'Takes a co-payment and prints a receipt.',
  'Save each document and verify': 'Saves each document and verifies.',
  'Refunds: As a clerk, I want items to be refunded automatically': 'Items are refunded automatically.',
  'Price plans with quantities': 'Price plans with quantities work as described and are covered by a test.',
};

describe('testable', () => {
  for (const [text, criterion] of Object.entries(CRITERIA)) it(text, () => assert.equal(testable(text), criterion));
});

describe('the description of a feature', () => {
  it('leaves out what only introduces a list', async () => {
    const plan = await planOf(`# B

## Epic: Booking

### Book a slot

People book from their phone.

**Acceptance criteria**

- A mail arrives within one minute

### Cancel a slot

- Cancel up to one day before

## Epic: Billing

- Send invoices
- Send reminders
`);
    const task = taskTitled(plan, 'Book a slot');
    assert.equal(task.description, 'People book from their phone.');
    assert.deepEqual(task.tags, ['booking']);
  });
});
