import assert from 'node:assert/strict';
import fc from 'fast-check';
import { analyzePlan } from '../../../../../src/core/plan/graph.ts';
import { edgesOf, planOf, taskTitled, treeOf } from './support.ts';

describe('dependencies of an outline plan', () => {
  it('come from what the document states, word for word', async () => {
    const plan = await planOf(
      '# Shop\n\n## Catalogue\n\n- Show books\n- Search books by author\n\n## Checkout\n\nDepends on the catalogue.\n\n- Pay by card\n- Print an invoice\n',
    );
    assert.deepEqual(edgesOf(plan), ['checkout → catalogue (stated)']);
    const [edge] = taskTitled(plan, 'Build the checkout').dependsOn;
    assert.match(edge?.evidence.quote ?? '', /Depends on the catalogue/);
    assert.ok(edge?.evidence.source);
  });

  it('come from phases', async () => {
    const plan = await planOf(
      '# Shop\n\n## Phase 1: Base\n\n- Print price labels\n- Hire the staff\n\n## Phase 2: Sale\n\n- Open the doors\n- Invite the press\n',
    );
    assert.deepEqual(edgesOf(plan), ['deliver-phase-2-sale → deliver-phase-1-base (phase)']);
  });

  it('come from what one task brings forth and another works on', async () => {
    const plan = await planOf(
      '# Tool\n\n## Import\n\n- Extract addresses from letters\n- Validate addresses against the register\n- Choose a colour\n',
    );
    assert.deepEqual(edgesOf(plan), ['validate-addresses-against-register → extract-addresses-letters (entity)']);
  });

  it('come from identifiers that one task creates and others use', async () => {
    const plan = await planOf(
      '# Tool\n\n## Storage\n\n- Create the order_lines table\n- Choose a backup place\n\n## Reports\n\n- Sum up turnover from order_lines by month\n- Choose a colour\n',
    );
    assert.deepEqual(edgesOf(plan), ['sum-turnover-order-lines-month → order-lines-table (entity)']);
    assert.match(taskTitled(plan, /^Sum/).dependsOn[0]?.evidence.reason ?? '', /order_lines/);
  });

  it('come from layers within a feature', async () => {
    const plan = await planOf(
      '# Shop\n\n## Reviews\n\n- Create the ratings table in the database\n- Add an API endpoint for ratings\n- Show ratings on the product page of the UI\n- Choose a name\n',
    );
    assert.deepEqual(edgesOf(plan), [
      'api-endpoint-ratings → ratings-table-database (layer)',
      'show-ratings-product-page-ui → api-endpoint-ratings (layer)',
    ]);
  });

  it('never go from an earlier phase to a later one', async () => {
    const plan = await planOf(
      '# Tool\n\n## Phase 1: Check\n\n- Test the sum_up command\n- Read the manual\n\n## Phase 2: Build\n\n- Implement the sum_up command\n- Order the wood\n',
    );
    assert.deepEqual(edgesOf(plan), ['deliver-phase-2-build → deliver-phase-1-check (phase)']);
  });

  it('are not invented: tasks without evidence stay parallel', async () => {
    const plan = await planOf('# Shop\n\n## Shelves\n\n- Paint the wall\n- Measure the window\n- Order the wood\n');
    assert.deepEqual(edgesOf(plan), []);
  });

  it('stay as stated where the document goes in a circle', async () => {
    const plan = await planOf(
      '# Shop\n\n## Catalogue\n\nDepends on the checkout.\n\n- Show books\n- Search by author\n\n## Checkout\n\nDepends on the catalogue.\n\n- Pay by card\n- Print an invoice\n',
    );
    assert.equal(analyzePlan(plan).cycles.length, 1);
  });

  it('never close a cycle by inference, are not redundant, and quote the document', async () => {
    const words = [
      'Extract',
      'Validate',
      'Generate',
      'Export',
      'Store',
      'Show',
      'orders',
      'labels',
      'the orders table',
      'an API for labels',
      'from orders',
      'on the labels page',
    ];
    const line = fc.oneof(
      fc.array(fc.constantFrom(...words), { minLength: 2, maxLength: 4 }).map((parts) => `- ${parts.join(' ')}`),
      fc.constantFrom('## Orders desk', '## Labels', '### Phase 1: Orders desk', '### Phase 2: Labels'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (lines) => {
        const text = `# Shop\n\n## Start\n${lines.join('\n')}`;
        const plan = await planOf(text);
        const analysis = analyzePlan(plan);
        assert.deepEqual(analysis.cycles, []);
        assert.deepEqual(analysis.redundant, []);
        for (const { evidence } of plan.tasks.flatMap(({ dependsOn }) => dependsOn)) {
          assert.ok(text.includes(evidence.quote), evidence.quote);
          assert.ok(evidence.reason.endsWith('.') && evidence.confidence > 0 && evidence.confidence <= 1);
        }
      }),
      { numRuns: 80 },
    );
  });
});

describe('a requirement that names another by its number', () => {
  it('waits for its task', async () => {
    const plan = await planOf(`# Tool

| ID | Feature | Description | Depends on |
|----|---------|-------------|------------|
| F1 | Receipt upload | Employees upload photos of receipts | |
| F2 | Approval flow | A manager approves a report | F1 |
| F3 | Delegation | An assistant files reports | F1, F2 |
| F4 | Mileage | Compute mileage from start and destination | |
`);
    assert.deepEqual(treeOf(plan), [
      'Add a receipt upload',
      'Build an approval flow',
      'Implement delegation',
      'Implement mileage',
    ]);
    assert.deepEqual(edgesOf(plan), ['approval-flow → receipt-upload (stated)', 'delegation → approval-flow (stated)']);
  });
});

describe('qualities in a list of features that bears no name', () => {
  it('are tasks', async () => {
    const plan = await planOf(
      '# Tool\n\n- Upload receipts\n- Approve reports\n- Export reports\n- Availability: 99.5 % uptime\n',
    );
    assert.deepEqual(treeOf(plan), [
      'Upload receipts',
      'Approve reports',
      'Export reports',
      'Keep availability at 99.5 % uptime',
    ]);
  });
});

describe('a list of dependencies', () => {
  it('makes wait what each line is about, for all that it names', async () => {
    const plan = await planOf(`# Shifts

## Shift calendar

- Create shifts
- Copy a week

## Sign-up

- Join a shift with one tap
- Offer a waiting list

## Reporting

- Count hours
- Show no-shows

## Dependencies

- Reporting depends on the shift calendar and sign-up
`);
    assert.deepEqual(edgesOf(plan), ['reporting → shift-calendar (stated)', 'reporting → sign (stated)']);
    assert.deepEqual(taskTitled(plan, 'Implement reporting').covers.length, 1);
  });
});
