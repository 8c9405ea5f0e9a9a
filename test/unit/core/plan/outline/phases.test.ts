import assert from 'node:assert/strict';
import { edgesOf, planOf, prdOf, taskTitled, treeOf } from './support.ts';

const FEATURES = `# Shop

## Features

### Baskets

- Put an article into a basket
- Remove an article from a basket

### Checkout

- Pay by card
- Pay by invoice

### Reviews

- Write a review of an article
- Hide a review
`;

const TREE = [
  'Provide baskets',
  '  Put an article into a basket',
  '  Remove an article from a basket',
  'Build the checkout',
  '  Pay by card',
  '  Pay by invoice',
  'Provide reviews',
  '  Write a review of an article',
  '  Hide a review',
];

const SHAPES: Readonly<Record<string, string>> = {
  'sentences with bold names': `**Phase 1, weeks 1–4:** baskets, sign-in.

**Phase 2, weeks 5–7:** checkout. Starts after phase 1 is in production.

**Phase 3:** then the reviews.`,
  'plain sentences': `Phase 1 covers baskets and sign-in.

Phase 2: checkout

Phase 3 – reviews`,
  'a list': `- Phase 1 (2 weeks): baskets, sign-in
- Phase 2: checkout
- **Phase 3**: reviews`,
  'names over lists': `Phase 1 (weeks 1-4)

- Baskets
- Sign-in

Phase 2 – Payment

- Checkout

**Phase 3:**

- Reviews`,
  'a list of lists': `- Phase 1
  - Baskets
  - Sign-in
- Phase 2
  - Checkout
- Phase 3
  - Reviews`,
  'a table': `| Phase | Weeks | Contents |
| --- | --- | --- |
| 1 | 1–4 | Baskets, sign-in |
| 2 | 5–7 | Checkout |
| 3 | 8 | Reviews |`,
};

describe('phases of any shape', () => {
  for (const [shape, text] of Object.entries(SHAPES)) {
    it(`order the features that they name, told by ${shape}`, async () => {
      const plan = await planOf(`${FEATURES}\n## Phases\n\n${text}\n`);
      assert.deepEqual(treeOf(plan), [...TREE, 'Implement sign-in']);
      const waits = (title: string): string[] =>
        taskTitled(plan, title).dependsOn.map(({ key, kind }) => `${kind}: ${key}`);
      assert.deepEqual(waits('Provide baskets'), []);
      const earlier = ['Provide baskets', 'Implement sign-in'].map((title) => `phase: ${taskTitled(plan, title).key}`);
      assert.deepEqual(waits('Build the checkout').toSorted(), earlier.toSorted());
      assert.deepEqual(waits('Provide reviews'), [`phase: ${taskTitled(plan, 'Build the checkout').key}`]);
      const [edge] = taskTitled(plan, 'Provide reviews').dependsOn;
      assert.match(edge?.evidence.quote ?? '', /reviews/i);
      assert.ok(edge?.evidence.source);
    });
  }

  it('are read with their number, name and place', async () => {
    const prd = await prdOf(
      '# Shop\n\n## Roadmap\n\n**Phase 1 – Foundation (weeks 1–4):** baskets.\n\n**Phase 2: Growth:** reviews.\n',
    );
    assert.deepEqual(
      prd.phases.map(({ order, title, source }) => [order, title, source.line]),
      [
        [1, 'Foundation', 5],
        [2, 'Growth', 7],
      ],
    );
  });

  it('are not made of success criteria or of a status that names a phase', async () => {
    const prd = await prdOf(
      '# Shop\n\n## Success criteria\n\n- **Phase 1**: every basket is kept\n- **Phase 2**: every order is paid\n\n## Status\n\n- Phase 1: done\n',
    );
    assert.deepEqual(prd.phases, []);
  });

  it('name what they wait for in a heading', async () => {
    const { dependencies, sections } = await prdOf(
      '# Shop\n\n## Phase 0: Verification\n\n- Check the old baskets\n\n## Phase 1: Fix the checkout (AFTER VERIFICATION)\n\n- Pay by card\n',
    );
    const section = sections.find(({ title }) => title === 'Fix the checkout');
    assert.deepEqual(
      dependencies.map(({ from, on, source }) => [from, on, source.line]),
      [[section?.id, 'VERIFICATION', 7]],
    );
  });
});

describe('work for later', () => {
  it('with one sentence is named by what it says', async () => {
    const plan = await planOf(
      `${FEATURES}\n## Future work\n\nGift cards, and wrapping for them, may follow next year.\n`,
    );
    const task = taskTitled(plan, 'Provide gift cards, and wrapping for them');
    assert.equal(task.included, false);
  });
});

describe('identifiers with a priority', () => {
  it('name no task', async () => {
    const plan = await planOf(
      '# Shop\n\n## Checkout\n\n- **PAY-1** (must): A buyer can pay by card.\n- **PAY-2** (could): A buyer can pay by invoice.\n',
    );
    assert.deepEqual(treeOf(plan), ['Build the checkout', '  Let a buyer pay by card', '  Let a buyer pay by invoice']);
    assert.deepEqual(
      plan.requirements.map(({ label, priority, text }) => [label, priority, text]),
      [
        ['PAY-1', 'critical', 'A buyer can pay by card.'],
        ['PAY-2', 'medium', 'A buyer can pay by invoice.'],
      ],
    );
  });
});

describe('a timeline', () => {
  it('in weeks orders the features that it names', async () => {
    const plan = await planOf(`# App

## Features

- **Receipt scan** – point the camera at a receipt
- **Expiry nudges** – a push two days before

## Timeline

- Weeks 1-3: receipt scan prototype
- Weeks 4-6: expiry nudges
- Week 8: TestFlight with 50 households
`);
    assert.deepEqual(treeOf(plan), [
      'Add a receipt scan',
      'Provide expiry nudges',
      'Add TestFlight with 50 households',
    ]);
    assert.deepEqual(edgesOf(plan), [
      'expiry-nudges → receipt-scan (phase)',
      'testflight-50-households → expiry-nudges (phase)',
    ]);
  });
});

describe('an epic', () => {
  it('with one story stays an epic', async () => {
    const plan = await planOf(`# Backlog

## Epic: Administration

### CB-6 Opening hours (Should)

As an administrator, I want to set opening hours per doctor.

## Epic: Front desk

### CB-7 Day view

As a clerk, I want to see a day.

### CB-8 Walk-ins

As a clerk, I want to place walk-ins.
`);
    assert.deepEqual(treeOf(plan), [
      'Implement administration',
      '  Provide opening hours',
      'Build the front desk',
      '  Build the day view',
      '  Provide walk-ins',
    ]);
  });
});

const PRINTING = `# Printing

## Functional requirements

### Print queue

- Cancel a waiting job
- Reprint a label

### Printer discovery

- Find printers by SNMP
- Name a printer

### Dashboard

- Show every printer
- Pause a printer
`;

describe('phases that are headings and nothing more', () => {
  it('order what their words name', async () => {
    const plan = await planOf(
      `${PRINTING}\n## Roll-out\n\n### Phase 1: Print queue and printer discovery\n\n### Phase 2: Dashboard and old drivers removed\n`,
    );
    assert.deepEqual(edgesOf(plan), [
      'dashboard → print-queue (phase)',
      'dashboard → printer-discovery (phase)',
      'old-drivers-removed → print-queue (phase)',
      'old-drivers-removed → printer-discovery (phase)',
    ]);
  });

  it('with a mere name stay empty', async () => {
    const plan = await planOf(`${PRINTING}\n## Roll-out\n\n### Phase 1: Foundation\n\n### Phase 2: Growth\n`);
    assert.deepEqual(
      plan.tasks.filter(({ parent }) => parent === null).map(({ title }) => title),
      ['Build the print queue', 'Build the printer discovery', 'Build the dashboard'],
    );
  });
});

describe('a sentence about order', () => {
  it('makes wait what it names, not the section it stands in, and is no requirement', async () => {
    const plan = await planOf(
      `${PRINTING}\n## Roll-out\n\nThe dashboard can only be started once the print queue is done. Printer discovery must not start before the dashboard is live.\n`,
    );
    assert.deepEqual(edgesOf(plan), ['printer-discovery → dashboard (stated)', 'dashboard → print-queue (stated)']);
    assert.equal(plan.requirements.length, 6);
  });
});

describe('a phase', () => {
  it('is named without its date, and checked by its exit criteria', async () => {
    const plan = await planOf(`# Billing

## Phase 1 – Metering (milestone: 1 July)

- Record calls of each tenant
- Show usage to tenants

Exit criteria: one month is measured without a gap.

## Phase 2 – Payments (Q3)

- Card payments
- Direct debit
`);
    const phase = taskTitled(plan, 'Deliver phase 1: metering');
    assert.ok(phase.acceptanceCriteria.some((criterion) => criterion.includes('measured without a gap')));
    taskTitled(plan, 'Deliver phase 2: payments');
    assert.deepEqual(plan.uncovered, []);
  });
});

describe('two tasks for the same people', () => {
  it('do not wait for each other because of that', async () => {
    const plan = await planOf(
      '# Billing\n\n## Metering\n\n- Record API calls of each tenant\n- Keep a table of storage of each tenant\n',
    );
    assert.deepEqual(edgesOf(plan), []);
  });
});

describe('a short word in a phase', () => {
  it('names the feature that bears the whole word', async () => {
    const plan = await planOf(
      '# App\n\n## User Authentication\n\n- Sign up\n- Log in\n\n## Hives\n\n- Create a hive\n- Leave a hive\n\n## Roadmap\n\n| Phase | Features |\n|---|---|\n| MVP | Auth |\n| V1.1 | Hives |\n',
    );
    assert.deepEqual(edgesOf(plan), ['hives → user-authentication (phase)']);
    assert.equal(plan.tasks.length, 6);
  });
});

describe('an MVP', () => {
  it('is the phase before the first with a number', async () => {
    const plan = await planOf(
      '# Dot\n\n## Features\n\n- Sync engine\n- Secrets vault\n\n## Roadmap\n\n- MVP: sync engine\n- Phase 2: secrets vault\n',
    );
    assert.deepEqual(edgesOf(plan), ['secrets-vault → sync-engine (phase)']);
  });
});
