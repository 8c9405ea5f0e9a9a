import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isTaskKey } from '../../../../../src/core/plan/keys.ts';
import type { Plan } from '../../../../../src/core/plan/model.ts';
import { planOf, taskTitled, treeOf } from './support.ts';

const SHOP = `# Bookshop

## Vision

A shop that anyone can run.

## Functional requirements

### Catalogue

- **Book pages**
  - Show title, author and price
  - Show at most 20 reviews
- Import books from a supplier's CSV file

### Checkout

- Pay by card
- [x] Print an invoice

## Alternatives considered

- Build the shop on a marketplace

## Out of scope

- Second-hand books

## Roadmap

### Phase 1: First sale

1. Pay by card
2. Train the staff

### Phase 2: Growth

1. Book pages

## Future work

- Sell audio books
`;

const reasonFor = (plan: Plan, text: string): string => {
  const requirement = plan.requirements.find((one) => one.text === text);
  return plan.uncovered.find(({ id }) => id === requirement?.id)?.reason ?? '';
};

describe('planFromOutline', () => {
  it('makes epics of features, tasks of requirements, and nothing of the rest', async () => {
    assert.deepEqual(treeOf(await planOf(SHOP)), [
      'Build the catalogue',
      '  Provide book pages',
      '    Show title, author and price',
      '    Show at most 20 reviews',
      "  Import books from a supplier's CSV file",
      'Build the checkout',
      '  Pay by card',
      '  Print an invoice',
      'Train the staff',
      'Sell audio books',
    ]);
  });

  it('names a task by its words, not by the number of its requirement', async () => {
    const plan = await planOf(
      '# P\n\n## Links\n\n- **LNK-1** (must): A member can create a short link.\n- **LNK-2**: The system shall log errors.\n',
    );
    const titles = treeOf(plan).join();
    assert.match(titles, /create a short link.*Log errors/);
    assert.doesNotMatch(titles, /LNK/);
  });

  it('folds what lies too deep into acceptance criteria', async () => {
    const pages = taskTitled(await planOf(SHOP, 2), 'Provide book pages');
    assert.deepEqual(pages.acceptanceCriteria, ['Shows title, author and price.', 'Shows at most 20 reviews.']);
    const roots = await planOf(SHOP, 1);
    assert.ok(roots.tasks.every(({ parent }) => parent === null));
    assert.equal(taskTitled(roots, 'Build the catalogue').acceptanceCriteria.length, 3);
  });

  it('leaves out what is done and what is for later, and says so', async () => {
    const plan = await planOf(SHOP);
    assert.equal(taskTitled(plan, 'Print an invoice').included, false);
    assert.match(reasonFor(plan, 'Print an invoice'), /marks this as done/);
    const later = taskTitled(plan, 'Sell audio books');
    assert.deepEqual([later.included, later.priority, later.tags.includes('future')], [false, 'low', true]);
    assert.match(reasonFor(plan, 'Sell audio books'), /leaves this for later/);
    assert.match(reasonFor(plan, 'Second-hand books'), /out of scope/);
  });

  it('keeps a plan of a finished document useful', async () => {
    const plan = await planOf('# Shop\n\n## Checkout\n\n- [x] Pay by card\n- [x] Print an invoice\n');
    assert.ok(plan.tasks.every(({ included }) => included));
  });

  it('takes urgency from the document, then from the phase', async () => {
    const plan = await planOf(SHOP);
    assert.equal(taskTitled(plan, 'Pay by card').priority, 'high');
    assert.equal(taskTitled(plan, 'Provide book pages').priority, 'medium');
    const said = await planOf('# Shop\n\n## Checkout\n\n- Pay by card (P0)\n- Print an invoice (P3)\n');
    assert.deepEqual(
      said.tasks.filter(({ parent }) => parent !== null).map(({ priority }) => priority),
      ['critical', 'low'],
    );
  });

  it('covers a phase item by the task it names, and makes a task of what none names', async () => {
    const plan = await planOf(SHOP);
    assert.equal(taskTitled(plan, 'Pay by card').covers.length, 2);
    assert.ok(taskTitled(plan, 'Train the staff').tags.includes('phase-1'));
  });

  it('says the hours of a parent as the sum of its parts', async () => {
    const plan = await planOf(SHOP);
    const catalogue = taskTitled(plan, 'Build the catalogue');
    const parts = plan.tasks.filter(({ parent }) => parent === catalogue.key);
    assert.equal(
      catalogue.estimate.hours,
      parts.reduce((sum, { estimate }) => sum + estimate.hours, 0),
    );
    assert.equal(catalogue.estimate.rule, 'sum of 2 subtasks');
    assert.equal(
      taskTitled(plan, 'Show at most 20 reviews').estimate.rule,
      '1 h to start + 1 criterion × 2 h (feature)',
    );
  });

  it('makes one task of what is said twice', async () => {
    const plan = await planOf(
      '# Shop\n\n## Checkout\n\n- Pay by card in the shop\n- Print an invoice\n\n## Phone\n\n- Pay by card in the shop\n- Scan a code\n',
    );
    assert.equal(plan.tasks.filter(({ title }) => title === 'Pay by card in the shop').length, 1);
    assert.equal(taskTitled(plan, 'Pay by card in the shop').covers.length, 2);
  });

  it('keeps keys when something is added elsewhere', async () => {
    const before = await planOf(SHOP);
    const after = await planOf(SHOP.replace('- Pay by card\n', '- Give a voucher\n- Pay by card\n'));
    const keys = after.tasks.map(({ key }) => key);
    for (const { key } of before.tasks) assert.ok(keys.includes(key), key);
  });

  it('gives every requirement a task or a reason, and every task a key, a criterion and a source', async () => {
    const line = fc.oneof(
      fc.constantFrom(...SHOP.split('\n')),
      fc
        .tuple(fc.constantFrom('# ', '## ', '### ', '- ', '  - ', '1. ', ''), fc.lorem({ maxCount: 6 }))
        .map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 4 }),
        async (lines, depth) => {
          const plan = await planOf(`# Shop\n${lines.join('\n')}`, depth);
          const included = plan.tasks.filter((task) => task.included).flatMap(({ covers }) => covers);
          const known = new Set([...included, ...plan.uncovered.map(({ id }) => id)]);
          for (const { id, text } of plan.requirements) assert.ok(known.has(id), text);
          assert.equal(new Set(plan.tasks.map(({ key }) => key)).size, plan.tasks.length);
          for (const task of plan.tasks) {
            assert.ok(isTaskKey(task.key) && task.key.length <= 44, task.key);
            assert.ok(task.acceptanceCriteria.length > 0 && task.source !== null && task.estimate.hours > 0);
            assert.ok(task.complexity >= 1 && task.complexity <= 10);
          }
        },
      ),
      { numRuns: 80 },
    );
  });
});

describe('equal titles', () => {
  it('are told apart by the feature, whatever form its title has', async () => {
    const feature = (name: string, other: string): string =>
      `## ${name}\n\n### Overview page\n\n- ${other}\n- Sort it\n\n`;
    const plan = await planOf(
      `# P\n\n${feature('Renew a permit', 'Show dates')}### Help\n\n- Call us\n- Mail us\n\n${feature('Plan decomposition', 'Show parts')}### Log\n\n- Keep it\n- Search it\n`,
    );
    const titles = plan.tasks.flatMap(({ title }) => (title.includes('overview page') ? [title] : []));
    assert.deepEqual(titles, [
      'Build the overview page (Renew a permit)',
      'Build the overview page for plan decomposition',
    ]);
  });
});

describe('a heading such as “Work” or “P1”', () => {
  it('is no task', async () => {
    const plan = await planOf(
      '# P\n\n## Work\n\n### Read path\n\n- Port the queries\n- Compare the answers\n\n## P1\n\n- Export a list\n\n## What we’re building\n\n- Import a list\n',
    );
    assert.deepEqual(
      plan.tasks.filter(({ parent }) => parent === null).map(({ title }) => title),
      ['Build the read path', 'Export a list', 'Import a list'],
    );
  });
});

describe('the only feature with parts', () => {
  it('is an epic all the same', async () => {
    const plan = await planOf(
      '# Shop\n\n## Checkout\n\n### Cards\n\n- Pay by card\n- Save a card\n\n### Invoices\n\n- Print an invoice\n- Mail it\n\n## Search\n\n- Search by name\n- Sort by price\n',
    );
    assert.deepEqual(
      plan.tasks.filter(({ parent }) => parent === null).map(({ title }) => title),
      ['Build the checkout', 'Build the search'],
    );
  });
});

describe('a document of one list', () => {
  it('is one feature while it is short, and a list of features when it is long', async () => {
    const list = (count: number): string =>
      ['Pay by card', 'Print an invoice', 'Search by name', 'Sort by price']
        .slice(0, count)
        .map((one) => `- ${one}\n`)
        .join('');
    const roots = async (text: string): Promise<number> =>
      (await planOf(text)).tasks.filter(({ parent }) => parent === null).length;
    assert.equal(await roots(`# Shop\n\n## Requirements\n\n${list(2)}`), 1);
    assert.equal(await roots(`# Shop\n\n## Requirements\n\n${list(4)}`), 4);
    assert.equal(await roots(`# Shop\n\n${list(2)}`), 1);
    assert.equal(await roots(`# Shop\n\n${list(4)}`), 4);
  });

  it('takes over the estimates that the document states, and sums them up in the parents', async () => {
    const plan = await planOf(
      [
        '# Shop',
        '## Fees',
        '- Rewrite 61 packages. (8 weeks, Billing)',
        '- Adapt the reports [3 days]',
        '- Export the list (estimate: 5 h)',
        '- Import the list — 13 SP',
        '- Print the labels',
        '  - Estimate: 2 days',
        '',
        '## Payments',
        '',
        '| Task | Priority | Effort (days) |',
        '|---|---|---|',
        '| Take a co-payment | P0 | 2–4 |',
        '| Print a receipt | P1 | S |',
        '',
        '## Search of orders',
        '',
        '- People find an order by its number',
        '',
        '**Effort:** 3 days',
      ].join('\n'),
    );
    const stated = (title: string): string => {
      const { hours, rule } = taskTitled(plan, title).estimate;
      return `${hours} h, ${rule}`;
    };
    assert.equal(stated('Rewrite 61 packages'), '320 h, stated in the document: 8 weeks (1 week = 40 h)');
    assert.equal(stated('Adapt the reports'), '24 h, stated in the document: 3 days (1 day = 8 h)');
    assert.equal(stated('Export the list'), '5 h, stated in the document: 5 h');
    assert.equal(stated('Print the labels'), '16 h, stated in the document: 2 days (1 day = 8 h)');
    assert.equal(stated('Take a co-payment'), '24 h, stated in the document: 2–4 days (1 day = 8 h)');
    assert.match(stated('Import the list'), /1 h to start/);
    assert.match(stated('Print a receipt'), /1 h to start/);
    assert.equal(stated('Build the search of orders'), '24 h, stated in the document: 3 days (1 day = 8 h)');
    const fees = taskTitled(plan, 'Provide fees');
    const parts = plan.tasks.filter(({ parent }) => parent === fees.key);
    assert.equal(
      fees.estimate.hours,
      parts.reduce((sum, { estimate }) => sum + estimate.hours, 0),
    );
  });
});
