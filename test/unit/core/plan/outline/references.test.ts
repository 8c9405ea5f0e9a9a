import assert from 'node:assert/strict';
import { planOf, prdOf } from './support.ts';

/** "waiting title → awaited title", as the document states them, redundant ones left out. */
async function statedIn(markdown: string): Promise<string[]> {
  const { tasks } = await planOf(markdown);
  const titles = new Map(tasks.map(({ key, title }) => [key, title]));
  return tasks.flatMap(({ title, dependsOn }) =>
    dependsOn.filter(({ kind }) => kind === 'stated').map(({ key }) => `${title} → ${titles.get(key)}`),
  );
}

const CARTS = `# Shop

## Requirements

- FR-1: Store carts
- FR-2: Show prices
- FR-3: Print receipts
`;

describe('numbers in a statement of order', () => {
  it('are all collected', async () => {
    const ask = (words: string): Promise<string[]> => statedIn(`${CARTS}- FR-4: Take payments. ${words}\n`);
    const all = ['Take payments → Store carts', 'Take payments → Show prices', 'Take payments → Print receipts'];
    assert.deepEqual(await ask('Depends on FR-1, FR-2 and FR-3.'), all);
    assert.deepEqual(await ask('Prerequisites: FR-1, FR-2, FR-03'), all);
    assert.deepEqual(await ask('Requires FR-1 to FR-3.'), all);
    assert.deepEqual(await ask('(after FR-1, FR-2 and FR-3)'), all);
  });

  it('never count as words that another task is like', async () => {
    const edges = await statedIn(
      `${CARTS}- FR-5: The shop must send mails. Blocked by FR-1 and FR-2.\n- FR-10: The shop must have coupons. Related: FR-1, FR-2\n`,
    );
    assert.deepEqual(edges, ['Make the shop send mails → Store carts', 'Make the shop send mails → Show prices']);
    assert.deepEqual(await statedIn(`${CARTS}- FR-6: Ship goods like FR-9 of old. Depends on FR-9.\n`), []);
  });

  it('stand beside names', async () => {
    const edges = await statedIn(`${CARTS}- FR-4: Take payments. Depends on FR-2 and printing receipts.\n`);
    assert.deepEqual(edges, ['Take payments → Show prices', 'Take payments → Print receipts']);
  });

  it('may stand before the words of order, or name what waits', async () => {
    const ask = (words: string): Promise<string[]> => statedIn(`${CARTS}- FR-4: Take payments. ${words}\n`);
    assert.deepEqual(await ask('FR-1 must be done first.'), ['Take payments → Store carts']);
    assert.deepEqual(await ask('FR-1 has to be finished before this one.'), ['Take payments → Store carts']);
    assert.deepEqual(await ask('Not before FR-2.'), ['Take payments → Show prices']);
    assert.deepEqual(await ask('Once FR-3 is live.'), ['Take payments → Print receipts']);
    assert.deepEqual(await ask('Blocks FR-2.'), ['Show prices → Take payments']);
    assert.deepEqual(await ask('Must be ready before FR-2.'), ['Show prices → Take payments']);
    assert.deepEqual(await ask('FR-1 blocks FR-2.'), ['Show prices → Store carts']);
  });

  it('are those of a table, whatever its column of numbers is called', async () => {
    const table = (head: string, [one, two, three]: readonly string[], needs: string): string =>
      `# Tool\n\n| ${head} | Description | Depends on |\n|---|---|---|\n| ${one} | Write the importer | – |\n| ${two} | Write the exporter | ${one} |\n| ${three} | Print labels | ${needs} |\n`;
    const chain = ['Write the exporter → Write the importer', 'Print labels → Write the exporter'];
    assert.deepEqual(await statedIn(table('#', ['1', '2', '3'], '#1, #2')), chain);
    assert.deepEqual(await statedIn(table('ID', ['T1', 'T-2', 'T3'], 'T2')), chain);
    assert.deepEqual(await statedIn(table('Step', ['C1', 'C2', 'C3'], 'C1, C2')), chain);
    assert.deepEqual(await statedIn(table('Step', ['C1', 'C2', 'C3'], 'C1–C2')), chain);
  });

  it('are those of a tracker, named in notes', async () => {
    const edges = await statedIn(
      '# Tool\n\n| # | Requirement | Jira Issue | Notes |\n|---|---|---|---|\n| 1 | Scan a parcel | WMS-11 | |\n| 2 | Grade a parcel | WMS-12 | Photo max. 2 MB, blocked by WMS-11 |\n',
    );
    assert.deepEqual(edges, ['Grade a parcel → Scan a parcel']);
  });

  it('are those of an ordered list, which goes on after other words', async () => {
    const edges = await statedIn(
      '# Tool\n\n## Steps\n\n1. Create the outbox table\n2. Deploy the relay. Needs step 1.\n3. Ship the library (after step 2)\n\n**Later**\n\n4. Migrate consumers once step 3 is done\n5. Remove the pollers; depends on 4\n6. Write the report (needs 5)\n',
    );
    assert.deepEqual(edges, [
      'Deploy the relay → Create the outbox table',
      'Ship the library → Deploy the relay',
      'Migrate consumers once step 3 is done → Ship the library',
      'Remove the pollers → Migrate consumers once step 3 is done',
      'Write the report → Remove the pollers',
    ]);
  });

  it('are no figures', async () => {
    const { dependencies } = await prdOf(
      '# Tool\n\n1. Print labels\n2. Lock the account after 1 failed attempt\n3. Send a reminder after 1.5 hours; it needs 2 GB\n4. Close the shop after 18:00\n5. Wait until 2 people are there\n',
    );
    assert.deepEqual(dependencies, []);
  });

  it('are those of sections', async () => {
    const edges = await statedIn(
      '# Tool\n\n## 3. Features\n\n### 3.1 Remote reading\n\n- Start a reading\n\n### 3.2 Webhooks\n\n- Send a webhook. Depends on 3.1.\n- Sign the letters. This depends on section 3.1.\n',
    );
    assert.deepEqual(edges, [
      'Send a webhook → Implement remote reading',
      'Sign the letters → Implement remote reading',
    ]);
  });
});

describe('a table of what needs what', () => {
  it('puts the features that it names in order', async () => {
    const edges = await statedIn(
      '# Parking\n\n## Sessions\n\n- Open a session\n\n## Reminders\n\n- Send a push message\n\n## Dependencies\n\n| Feature | Needs | Why |\n|---|---|---|\n| Reminders | Sessions | they link to it |\n| Fines | Reminders | unknown |\n',
    );
    assert.deepEqual(edges, ['Provide reminders → Provide sessions']);
  });
});

describe('a condition to start', () => {
  it('is a dependency', async () => {
    for (const condition of ['as soon as the catalogue is live', 'provided that the catalogue has been delivered']) {
      const edges = await statedIn(
        `# Shop\n\n## Search\n\nSearch can start ${condition}.\n\n- Search by name\n\n## Catalogue\n\n- List products\n`,
      );
      assert.deepEqual(edges, ['Build the search → Build the catalogue']);
    }
  });
});

describe('words that say only when, how long or by whom', () => {
  it('belong to the numbered paragraph above them', async () => {
    const markdown =
      '# Move\n\n## Workstream\n\nB1. Set up change data capture.\n\n- Prerequisite: A2\n- Duration: 2 weeks\n- Owner: Jane\n\nB2. Load all tables.\n\n- Prerequisite: B1\n- Duration: ongoing\n';
    const plan = await planOf(markdown);
    assert.deepEqual(
      plan.tasks.slice(1).map(({ title, covers }) => `${title}: ${covers.length}`),
      ['Set up change data capture: 3', 'Load all tables: 3'],
    );
    assert.deepEqual(await statedIn(markdown), ['Load all tables → Set up change data capture']);
  });

  it('are no tasks: the feature itself waits', async () => {
    const shop = (words: string): string =>
      `# Shop\n\n## Recipients\n\n- Add a recipient\n- Remove a recipient\n\n## Payouts\n\n- Send a payout\n- Cancel a payout\n\n${words}\n`;
    for (const words of [
      'Payouts cannot be built before Recipients.',
      'Payouts can only be started after Recipients are done.',
      '- Payouts must not be implemented before Recipients',
    ]) {
      const plan = await planOf(shop(words));
      assert.equal(plan.tasks.length, 6, words);
      assert.match((await statedIn(shop(words))).join(), /^Provide payouts → Provide recipients$/i, words);
    }
  });

  it('are no tasks where a list or paragraph puts numbers in order', async () => {
    const edges = await statedIn(
      `${CARTS}\n## Order\n\nFR-2 must be finished before FR-3 can start. FR-1 blocks FR-2.\n\n- FR-2 depends on FR-1\n`,
    );
    assert.deepEqual(edges, ['Show prices → Store carts', 'Print receipts → Show prices']);
    const plan = await planOf(`${CARTS}\n## Order\n\nFR-2 must be finished before FR-3 can start.\n`);
    assert.equal(plan.requirements.length, 3);
  });

  it('are told from rules of the product', async () => {
    const { requirements } = await prdOf(
      '# Shop\n\n## Parcels\n\n- A parcel cannot be shipped before the payment\n- A trip must not be started before the car is unlocked\n- Duration: 30 minutes\n',
    );
    assert.equal(requirements.length, 3);
  });
});
