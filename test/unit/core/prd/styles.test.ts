// Ways of writing that people are used to: numbered lines, questions as headings, tables alone, Kiro's user stories.
import assert from 'node:assert/strict';
import { markdownReader } from '../../../../src/core/prd/markdown.ts';
import type { Prd } from '../../../../src/core/prd/model.ts';
import { plainTextReader } from '../../../../src/core/prd/plainText.ts';
import { readPrd } from '../../../../src/core/prd/read.ts';

const read = (text: string): Promise<Prd> => readPrd(markdownReader, new TextEncoder().encode(text));
const readText = (text: string): Promise<Prd> => readPrd(plainTextReader, new TextEncoder().encode(text));
const kinds = ({ requirements }: Prd): string[] => requirements.map(({ kind, text }) => `${kind}: ${text}`);

describe('statements with numbers of their own', () => {
  const lines = `REQ-1: The system shall print a receipt.
REQ-2: The system shall refund a payment (depends on REQ-1). REQ-3: Refunds shall be logged, see REQ-2 above.`;

  for (const [format, readIn] of [
    ['Markdown', read],
    ['plain text', readText],
  ] as const) {
    it(`are told apart within one paragraph of ${format}`, async () => {
      const { requirements } = await readIn(`## Till\n\n${lines}\n`);
      assert.deepEqual(
        requirements.map(({ label, source: { line, column } }) => [label, line, column]),
        [
          ['REQ-1', 3, 1],
          ['REQ-2', 4, 1],
          ['REQ-3', 4, 62],
        ],
      );
      assert.equal(requirements[2]?.text, 'Refunds shall be logged, see REQ-2 above.');
    });
  }

  it('may carry nothing but the number of their section', async () => {
    const { requirements } = await read('## F\n\n3.1.1 The system shall print.\n\n2.5 million users must be served.\n');
    assert.deepEqual(
      requirements.map(({ label, text }) => [label, text]),
      [
        ['3.1.1', 'The system shall print.'],
        [undefined, '2.5 million users must be served.'],
      ],
    );
  });
});

describe('a number at the end of a sentence', () => {
  it('ends it, unless it counts the parts', async () => {
    const counted = await read('## F\n\nIt must work so: 1. Open the box 2. Take the parcel. It must then close.\n');
    assert.deepEqual(kinds(counted), [
      'functional: It must work so: 1. Open the box 2. Take the parcel.',
      'functional: It must then close.',
    ]);
    const plain = await read('## F\n\nThe body must follow section 4. The sender must wait.\n');
    assert.deepEqual(kinds(plain), [
      'functional: The body must follow section 4.',
      'functional: The sender must wait.',
    ]);
  });
});

describe('headings that are questions or plain words', () => {
  const roles: Readonly<Record<string, string>> = {
    'Not now': 'out-of-scope',
    'Not in v1': 'out-of-scope',
    'What will we not do at launch?': 'out-of-scope',
    'What we’re not building': 'out-of-scope',
    Later: 'future',
    'Product backlog': 'feature',
    'How we’ll know it works': 'goals',
    'What does success look like?': 'goals',
    'What did we consider and reject?': 'rejected',
    'What are the launch requirements?': 'feature',
    'Issues list': 'risks',
    'User Classes and Characteristics': 'context',
    'Description and Priority': 'context',
    Abstract: 'context',
    'Operating Environment': 'constraints',
    'Roll-out': 'phase',
    'Logical Dependency Chain': 'constraints',
    'Verification matrix': 'context',
    'Decision drivers': 'context',
    'Overview page': 'feature',
    'Background jobs': 'feature',
    'Daily challenges': 'feature',
    'Risk scoring': 'feature',
    'Shift schedule': 'feature',
    'Timeline view': 'feature',
    'Computer vision': 'feature',
    'Context menu': 'feature',
    'Market data feed': 'feature',
    'Manager approvals': 'feature',
    'Export options': 'feature',
    'Goal tracking': 'feature',
    Roadmap: 'phase',
    'Timeline and milestones': 'phase',
    'Project schedule': 'phase',
    'Problem statement': 'context',
    'Technical challenges': 'risks',
    Vision: 'context',
    Background: 'context',
    'Market research': 'context',
    'See my history': 'feature',
    'Document history': 'context',
    Links: 'feature',
  };
  for (const [title, role] of Object.entries(roles)) {
    it(`“${title}” → ${role}`, async () => {
      const { sections } = await read(`# P\n\n## ${title}\n\n- Something\n\n## Other\n`);
      assert.equal(sections[0]?.role, role);
    });
  }
});

describe('user stories with a label and EARS criteria', () => {
  it('are functional, and the criteria are told apart from them', async () => {
    const { requirements } = await read(`# R

## Requirement 1: Enrolment

**User Story:** As an owner, I want to enrol a device, so that I am safe.

### Acceptance Criteria

1. WHEN the code is right THEN the Portal SHALL show ten codes
2. The code works once
`);
    assert.deepEqual(
      requirements.map(({ kind, form, criterion, text }) => [kind, form, criterion ?? false, text]),
      [
        ['functional', 'story', false, 'As an owner, I want to enrol a device, so that I am safe.'],
        ['functional', 'ears', true, 'WHEN the code is right THEN the Portal SHALL show ten codes'],
        ['goal', 'item', true, 'The code works once'],
      ],
    );
  });
});

describe('a figure', () => {
  it('makes a quality of what says little else, and none of a function', async () => {
    const prd = await read(`## F

- Pages load within 200 ms
- Point the camera at a receipt, and its items are in the list within 5 seconds
- The system shall find a patron by barcode or by the tag within 1 second
`);
    assert.deepEqual(
      prd.requirements.map(({ kind }) => kind),
      ['non-functional', 'functional', 'functional'],
    );
  });
});

describe('a table alone', () => {
  it('holds goals or qualities where its header says so', async () => {
    const prd = await read(`# Tool

| ID | Quality | Target |
|----|---------|--------|
| Q1 | Availability | 99.5 % |

| Metric | Today | Goal |
|--------|-------|------|
| Days until payment | 23 | 7 |
`);
    assert.deepEqual(kinds(prd), ['non-functional: Availability: 99.5 %', 'goal: Days until payment: 7']);
  });
});

describe('a section about constraints', () => {
  it('holds a constraint in every sentence', async () => {
    const prd = await read(
      '# P\n\n## Constraints\n\nThis section lists limits. The service runs on Windows Server 2019. No cloud services may be used.\n',
    );
    assert.deepEqual(kinds(prd), [
      'constraint: The service runs on Windows Server 2019.',
      'constraint: No cloud services may be used.',
    ]);
  });
});

describe('numbers of several levels in plain text', () => {
  it('are statements where they stand line by line, else headings', async () => {
    const prd = await readText(`Shift planner
=============

3. Features

3.1 Shift calendar

3.1.1 The coordinator can copy a week.
3.1.2 No-show rate per site
3.1.3 E-mail with directions

3.2 Sign-up

People sign up.
`);
    assert.deepEqual(
      prd.sections.map(({ title }) => title),
      ['Features', 'Shift calendar', 'Sign-up'],
    );
    assert.deepEqual(
      prd.requirements.filter(({ label }) => label?.startsWith('3.1.')).map(({ text }) => text),
      ['The coordinator can copy a week.', 'No-show rate per site', 'E-mail with directions'],
    );
  });
});

describe('a table of user stories', () => {
  it('gives whole stories', async () => {
    const prd = await read(`# P

## User stories

| # | As a… | I want… | So that… | Priority |
|---|-------|---------|----------|----------|
| 1 | support agent | to see the sources | I can trust them | Must |
| 2 | Owner | a report | | Could |
`);
    assert.deepEqual(
      prd.requirements.map(({ text, priority, source: { line } }) => [line, priority, text]),
      [
        [7, 'critical', 'As a support agent, I want to see the sources so that I can trust them'],
        [8, 'medium', 'As an Owner, I want a report'],
      ],
    );
  });
});

describe('phases line by line in one paragraph', () => {
  it('are told apart, without those for whom they are', async () => {
    const prd = await read(`# P

## Roll-out

**Phase 1 (alpha):** Retrieval and drafting
**Phase 2 (beta):** Feedback, 100 agents
**Phase 3 (GA):** Everyone
`);
    assert.deepEqual(
      prd.phases.map(({ order, title, source: { line } }) => [order, title, line]),
      [
        [1, 'alpha', 5],
        [2, 'beta', 6],
        [3, 'GA', 7],
      ],
    );
    assert.deepEqual(
      prd.requirements.map(({ text }) => text),
      ['Retrieval', 'drafting', 'Feedback'],
    );
  });
});

describe('“until”', () => {
  it('tells order only where something has to wait', async () => {
    const { dependencies } = await read(
      '# P\n\n## Search\n\n- Keep both in sync until the export is live\n- Must not be built until the import is done\n',
    );
    assert.deepEqual(
      dependencies.map(({ on }) => on),
      ['import'],
    );
  });
});

describe('phases in one running paragraph', () => {
  it('are told apart as well', async () => {
    const prd = await read(
      '# P\n\n## Roll-out\n\nPhase 1 (alpha): Retrieval for 10 agents Phase 2 (beta): Feedback, search. Starts after phase 1: no sooner.\n',
    );
    assert.deepEqual(
      prd.phases.map(({ order, title }) => [order, title]),
      [
        [1, 'alpha'],
        [2, 'beta'],
      ],
    );
  });
});

describe('tables of rules and of methods', () => {
  it('give the rule, not its number or how it is verified', async () => {
    const prd = await read(`# P

## Rules

| Rule | Text |
|------|------|
| BR-1 | A household gets two permits |

## Non-functional requirements

| NFR | Requirement | Measure |
|-----|-------------|---------|
| NFR-1 | All data stays in the EU | contract |

## Tests

| Requirement | Method |
|-------------|--------|
| NFR-1 | Test |
`);
    assert.deepEqual(
      prd.requirements.map(({ label, text }) => [label, text]),
      [
        ['BR-1', 'A household gets two permits'],
        ['NFR-1', 'All data stays in the EU'],
      ],
    );
  });
});

describe('what a message says is not done', () => {
  it('is out of scope', async () => {
    const prd = await read(
      '# P\n\n## Bulk edit\n\n- Tick contacts\n\nNOT doing: merging duplicates, import from Excel.\n',
    );
    assert.deepEqual(kinds(prd), ['functional: Tick contacts', 'out-of-scope: merging duplicates, import from Excel.']);
  });
});

describe('a feature written in labelled lines', () => {
  it('takes its priority from one of them, and criteria after several stories for all of them', async () => {
    const prd = await read(`# App

## Sign-in

**Priority:** P0 (Must Have)

**Description:** Users need to be able to create an account.

**User Stories:**
- As a guest, I want to sign up so that I can start
- As a member, I want to log in so that I can go on

**Acceptance Criteria:**
- [ ] Password must be at least 8 characters

## API

| Method | Endpoint | Description |
|--------|----------|-------------|
| POST | /auth/signup | Create an account |

## Dashboard

| Metric | Description |
|--------|-------------|
| Best streak | Longest streak of a habit |
`);
    assert.deepEqual(
      prd.requirements.map(({ kind, priority, parent, text }) => [kind, priority, parent, text]),
      [
        ['functional', 'critical', null, 'Users need to be able to create an account.'],
        ['functional', 'critical', null, 'As a guest, I want to sign up so that I can start'],
        ['functional', 'critical', null, 'As a member, I want to log in so that I can go on'],
        ['functional', 'critical', null, 'Password must be at least 8 characters'],
        ['functional', undefined, null, 'POST /auth/signup: Create an account'],
        ['functional', undefined, null, 'Best streak: Longest streak of a habit'],
      ],
    );
    assert.deepEqual(prd.requirements[0]?.source, { line: 7, column: 18, endLine: 7, endColumn: 61 });
  });
});
