// What a document means by a heading, a mark, a row or a tag: which of it is work, how urgent it is, and what is done.
import assert from 'node:assert/strict';
import { markdownReader } from '../../../../src/core/prd/markdown.ts';
import type { Prd } from '../../../../src/core/prd/model.ts';
import { plainTextReader } from '../../../../src/core/prd/plainText.ts';
import { readPrd } from '../../../../src/core/prd/read.ts';

const read = (text: string): Promise<Prd> => readPrd(markdownReader, new TextEncoder().encode(text));

async function done(text: string): Promise<readonly string[]> {
  return (await read(text)).requirements.filter((requirement) => requirement.done).map(({ text: words }) => words);
}

describe('a check mark in a heading', () => {
  it('is an ornament before the name of a kind of section', async () => {
    assert.deepEqual(await done('# P\n\n## ✅ Requirements\n\n- Export orders\n\n## ✅ Checkout\n\n- Pay\n'), ['Pay']);
  });

  it('is an ornament among other ornaments, and means it behind a title', async () => {
    const text = '# P\n\n## 🎯 Why\n\n## 📊 Numbers\n\n## ✅ Checkout\n\n- Pay by card\n\n## Search ✅\n\n- Find it\n';
    assert.deepEqual(await done(text), ['Find it']);
  });

  it('stays a state among other states', async () => {
    assert.deepEqual(await done('# P\n\n## ✅ Checkout\n\n- Pay\n\n## 🔄 Search\n\n## ❌ Export\n'), ['Pay']);
  });

  it('yields to the status of a row', async () => {
    const rows = '| Pay | P0 | Not started |\n| Refund | P1 | |\n| Print | P1 | 🔄 In progress |\n| Find | P2 | Done |';
    const text = `# P\n\n## ✅ Checkout\n\n| Feature | Priority | Status |\n|---|---|---|\n${rows}\n`;
    assert.deepEqual(await done(text), ['Refund', 'Find']);
  });
});

describe('what is no work', () => {
  const roleOf = async (title: string): Promise<string | undefined> =>
    (await read(`# P\n\n## ${title}\n\n## Other\n`)).sections[0]?.role;

  it('is told by the title of its section', async () => {
    const roles = {
      'No-gos': 'out-of-scope',
      "Won't (this year)": 'out-of-scope',
      'MUST NOT': 'out-of-scope',
      'Cut list': 'out-of-scope',
      'What we decided not to do': 'out-of-scope',
      'Rabbit holes': 'risks',
      'Open points': 'risks',
      'Who is it for': 'context',
      'Useful links': 'context',
      Inspirations: 'context',
      Costs: 'context',
      'General description': 'context',
      Decisions: 'constraints',
      Pillars: 'constraints',
      'Abgrenzung (nicht Bestandteil)': 'out-of-scope',
      'Offene Punkte': 'risks',
      Randbedingungen: 'constraints',
      Ausgangslage: 'context',
      Exigences: 'feature',
    };
    for (const [title, role] of Object.entries(roles)) assert.equal(await roleOf(title), role, title);
  });

  it('is not seen in titles that only sound like it', async () => {
    for (const title of ['Invite links', 'Who can see a habit', 'Decision engine', 'Cut and paste', 'Cost centres'])
      assert.equal(await roleOf(title), 'feature', title);
  });

  it('is told by a label in front of a list', async () => {
    const { requirements } = await read("# P\n\n## Board\n\n**Could**\n\n- Charts\n\n**Won't (this year)**\n\n- App\n");
    assert.deepEqual(
      requirements.map(({ kind }) => kind),
      ['functional', 'out-of-scope'],
    );
  });

  it('is a number that lives on without its requirement', async () => {
    const { requirements } = await read(`# P\n\n## Alarms\n
| ID | Requirement |\n|---|---|\n| R-1 | Deleted in Rev B. |\n| R-2 | (reserved) |\n| R-3 | Superseded by R-9 |
| R-4 | Deleted alarms go to the archive |\n| R-5 | Deleted by the nurse |\n`);
    assert.deepEqual(
      requirements.map(({ kind }) => kind),
      ['out-of-scope', 'out-of-scope', 'out-of-scope', 'functional', 'functional'],
    );
  });

  it('is a list at the front about the paper itself', async () => {
    const front = '- Author(s): h.okafor\n- Created: 2026-02-11\n- State: Accepted\n- Tracking issue: #3381';
    const text = `# RFC\n\n${front}\n\n## Outbox\n\n- State: kept in a table\n- Owner: shown in the list\n`;
    assert.deepEqual(
      (await read(text)).requirements.map(({ text: words }) => words),
      ['State: kept in a table'],
    );
  });
});

describe('a table with a header of its own', () => {
  const rowsOf = async (table: string, heading = 'Checkout'): Promise<readonly string[]> =>
    (await read(`# P\n\n## ${heading}\n\n${table}\n`)).requirements.map(({ text }) => text);

  it('states its first column and what the others say of it', async () => {
    const tables: Record<string, readonly string[]> = {
      '| Case | Expected behaviour | Owner |\n|--|--|--|\n| Storage full | Show the space needed. | Mia |': [
        'Storage full: Show the space needed',
      ],
      '| Plan | Price | Contents |\n|--|--|--|\n| Free | 10 € | two routes |': ['Free plan: 10 €; two routes'],
      '| What | Limit |\n|--|--|\n| Rate | 100 req/s |': ['Rate: 100 req/s'],
      '| Asset | Count | Prio |\n|--|--|--|\n| Rooms | 9 | A |': ['Rooms: 9'],
      '| Method | Path | Purpose |\n|--|--|--|\n| GET | /cars | List the cars |': ['GET /cars: List the cars'],
      '| Scenario | Given | When | Then |\n|--|--|--|--|\n| Appeal | a new fine | a form is sent | it is on hold |': [
        'Appeal: given a new fine, when a form is sent, then it is on hold',
      ],
      '| Field | Type | Required | Description |\n|--|--|--|--|\n| `iban` | string | no | Checked |': ['iban: Checked'],
      '| Nr. | Anforderung | Priorität |\n|--|--|--|\n| F-1 | Karte auslesen | Muss |': ['Karte auslesen'],
      '| Feature | Status |\n|--|--|\n| Pay by card | Open |': ['Pay by card'],
    };
    for (const [table, rows] of Object.entries(tables)) assert.deepEqual(await rowsOf(table), rows, table);
  });

  it('states nothing where it compares, counts, permits or tells what waits for what', async () => {
    const tables = [
      '| Option | Pros | Cons |\n|--|--|--|\n| Postgres | known | slow |',
      '| | Lead | DBA |\n|--|--|--|\n| Schema | A | R |',
      '| Role | Can create | Can delete |\n|--|--|--|\n| Admin | yes | no |',
      '| Service | Polls | Rows |\n|--|--|--|\n| fraud | 60 | 1,200 |',
      '| HTTP | Code | Meaning |\n|--|--|--|\n| 400 | bad_iban | The checksum fails |',
      '| Feature | Needs | Why |\n|--|--|--|\n| Refund | Pay | nothing to refund |',
    ];
    for (const table of tables) assert.deepEqual(await rowsOf(table), [], table);
    assert.deepEqual(await rowsOf('| Case | Behaviour |\n|--|--|\n| Old | It fails |', 'Background'), []);
  });
});

describe('how urgent something is', () => {
  const prioritiesOf = async (body: string): Promise<readonly (readonly [string, string | undefined])[]> =>
    (await read(`# P\n\n## Checkout\n\n${body}\n`)).requirements.map(({ text, priority }) => [text, priority]);

  it('is told by words of other scales, and by letters in a column of priorities alone', async () => {
    const cells = ['Essential', 'Desirable', 'Optional', 'Muss', 'Soll', 'Kann', 'A', 'B', 'C'];
    const rows = cells.map((cell) => `| Pay by ${cell} card | ${cell} |`).join('\n');
    assert.deepEqual(
      (await prioritiesOf(`| Feature | Prio |\n|--|--|\n${rows}`)).map(([, priority]) => priority),
      ['critical', 'medium', 'low', 'critical', 'high', 'medium', 'high', 'medium', 'low'],
    );
    assert.deepEqual(await prioritiesOf('- Pay by card (A)'), [['Pay by card (A)', undefined]]);
  });

  it('is told by a tag or a short sentence at the end, which leave the words', async () => {
    assert.deepEqual(await prioritiesOf('- [STRETCH] Export it\n- English at launch. P1.\n- Ask @Mara\n- Pay @must'), [
      ['Export it', 'low'],
      ['English at launch.', 'high'],
      ['Ask @Mara', undefined],
      ['Pay', 'critical'],
    ]);
    const { sections, requirements } = await read('# P\n\n## Reminders @should @wip\n\n- Send a push message\n');
    assert.deepEqual([sections[0]?.title, requirements[0]?.priority], ['Reminders', 'high']);
  });
});

describe('a plain text', () => {
  const readText = (text: string): Promise<Prd> => readPrd(plainTextReader, new TextEncoder().encode(text));

  it('has sections under short capitals, with a remark behind them or without', async () => {
    const { title, sections, requirements } = await readText(
      'Breadcrumb - v0 PRD\nJules, Fri 6 Mar\n\nPROBLEM\nbakeries waste bread.\n\nWHO\nbakers\n\nV0 (ship in 5 wks)\n- connect POS\n\nMUST NOT\n- no app\n',
    );
    assert.equal(title, 'Breadcrumb - v0 PRD');
    assert.deepEqual(
      sections.map(({ title: name, role }) => [name, role]),
      [
        ['PROBLEM', 'context'],
        ['WHO', 'context'],
        ['V0 (ship in 5 wks)', 'feature'],
        ['MUST NOT', 'out-of-scope'],
      ],
    );
    assert.deepEqual(
      requirements.map(({ text, kind }) => [text, kind]),
      [
        ['connect POS', 'functional'],
        ['no app', 'out-of-scope'],
      ],
    );
  });

  it('keeps short capitals as words where its headings look different, and where nothing follows them', async () => {
    assert.deepEqual((await readText('1. Login\n\nUI\nShows a form.\n')).sections.length, 1);
    assert.deepEqual((await readText('PROBLEM\n\nWaste.\n\nTBD\n')).sections.length, 1);
  });

  it('has no title in a sentence', async () => {
    assert.equal(
      (await readText('Bakers guess from memory, and this\nwastes bread.\n\nPROBLEM\nx\n')).title,
      'PROBLEM',
    );
    assert.equal((await readText('Version: 1.0\n\nPROBLEM\nx\n')).title, 'PROBLEM');
  });
});

describe('the title of a document', () => {
  it('stands below the name of the kind of paper', async () => {
    const text = '# SOFTWARE REQUIREMENTS SPECIFICATION\n## Pump Gateway\nRev: C\n\n## 1. Introduction\n';
    assert.equal((await read(text)).title, 'Pump Gateway');
    assert.equal((await read('# PRD\n\n## Login\n\n- Sign in\n\n## Search\n')).title, 'PRD');
  });
});

describe('a Gherkin scenario', () => {
  const lines = ['Scenario: Extend', 'Given a session', 'When I tap "Extend"', 'Then it ends later', 'And costs more'];
  const next = ['@could', 'Scenario: Stop early', 'Given a session', 'When I stop it', 'Then the rest is credited'];
  const expected = [
    ['Extend: given a session, when I tap "Extend", then it ends later and costs more', 'Extend'],
    ['Stop early: given a session, when I stop it, then the rest is credited', 'Stop early'],
  ];

  it('is a requirement of its feature, as plain lines and fenced', async () => {
    const plain = `${lines.join('\n')}\n\n${next.slice(1).join('\n')}`;
    const fenced = ['```gherkin', '@must', 'Feature: Sessions', ...lines, '', ...next, '```'].join('\n');
    for (const body of [plain, fenced, [...lines, ...next].join('\n')]) {
      const { requirements } = await read(`# P\n\n## Feature: Sessions\n\n${body}\n`);
      assert.deepEqual(
        requirements.map(({ text, label }) => [text, label]),
        expected,
        body,
      );
    }
  });

  it('has its own place and priority in a fence', async () => {
    const text = ['## Sessions', '', '```gherkin', '@must', 'Feature: Sessions', ...lines, ...next, '```'].join('\n');
    assert.deepEqual(
      (await read(text)).requirements.map(({ source, priority }) => [source.line, source.endLine, priority]),
      [
        [6, 10, 'critical'],
        [11, 15, 'medium'],
      ],
    );
  });

  it('states nothing as another language, or without steps', async () => {
    const text = `## F\n\n\`\`\`ts\n${lines.join('\n')}\n\`\`\`\n\nScenario: the network is down\n`;
    assert.deepEqual((await read(text)).requirements, []);
  });
});
