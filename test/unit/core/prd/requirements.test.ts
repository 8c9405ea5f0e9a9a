// What counts as a requirement, and of which kind: sentence by sentence, list by list.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ConductorError } from '../../../../src/core/errors.ts';
import { markdownReader } from '../../../../src/core/prd/markdown.ts';
import type { Prd } from '../../../../src/core/prd/model.ts';
import { plainTextReader } from '../../../../src/core/prd/plainText.ts';
import { MAX_DOCUMENT_BYTES, MAX_REQUIREMENTS, readPrd } from '../../../../src/core/prd/read.ts';

const read = (text: string): Promise<Prd> => readPrd(markdownReader, new TextEncoder().encode(text));

/** "kind form: text" of each requirement under a heading "Feature". */
async function stated(body: string, heading = 'Feature'): Promise<string[]> {
  const { requirements } = await read(`# Product\n\n## ${heading}\n\n${body}\n`);
  return requirements.map(({ kind, form, text }) => `${kind} ${form}: ${text}`);
}

describe('requirements', () => {
  it('come from user stories, EARS and modal verbs, and from no other sentence', async () => {
    const body = `As a clerk, I want to search so that I find it. When a job fails, the system shall retry it.
The page must load. The team met in May. It should be noted that lunch is free. We will see. Should it be blue?`;
    assert.deepEqual(await stated(body), [
      'functional story: As a clerk, I want to search so that I find it.',
      'functional ears: When a job fails, the system shall retry it.',
      'functional modal: The page must load.',
    ]);
  });

  it('have the place of their own sentence', async () => {
    const { requirements } = await read('## F\n\nSome words. The **page**\nmust load. More.\n');
    assert.deepEqual(requirements[0]?.source, { line: 3, column: 13, endLine: 4, endColumn: 11 });
  });

  it('lose a priority tag between their number and their words', async () => {
    const { requirements } = await read('## F\n\n- **LNK-1** (must): A member can create a link.\n');
    assert.deepEqual(
      requirements.map(({ label, priority, text }) => ({ label, priority, text })),
      [{ label: 'LNK-1', priority: 'critical', text: 'A member can create a link.' }],
    );
  });

  it('come from numbered paragraphs and keep the number as label', async () => {
    const { requirements } = await read('## F\n\nNFR-2: Pages load within 200 ms.\n\n- [R1] Search by name\n');
    assert.deepEqual(
      requirements.map(({ label, kind, form, text }) => ({ label, kind, form, text })),
      [
        { label: 'NFR-2', kind: 'non-functional', form: 'numbered', text: 'Pages load within 200 ms.' },
        { label: 'R1', kind: 'functional', form: 'numbered', text: 'Search by name' },
      ],
    );
  });

  it('come from nothing that is code, an example, a persona or a rejected option', async () => {
    const text = `# P

## Feature

\`\`\`
The system shall not be read.
\`\`\`

## Example output

- Order 12 must be shipped

## Personas

- Ada needs to print

## Options

### Option 1: Cloud

**Pros:**

- must be cheap

### Option 2: Disk

- fast

### Decision: Disk
`;
    assert.deepEqual((await read(text)).requirements, []);
  });

  it('are not the pros and cons, the legend or the contents', async () => {
    assert.deepEqual(await stated('**Pros:**\n\n- fast\n\n**Cons:**\n\n- dear'), []);
    assert.deepEqual(await stated('- ✅ works\n- ❌ broken\n- 🔄 begun'), []);
    const contents = await read('# P\n\n1. Alpha\n2. Beta\n3. Gamma\n\n## Alpha\n\n- a1 do\n\n## Beta\n\n## Gamma\n');
    assert.deepEqual(
      contents.requirements.map(({ text }) => text),
      ['a1 do'],
    );
  });

  it('take their kind from the section, the list and their own words', async () => {
    assert.deepEqual(await stated('- Works offline', 'Out of Scope'), ['out-of-scope item: Works offline']);
    assert.deepEqual(await stated('- 90 % of users stay', 'Success Metrics'), ['goal item: 90 % of users stay']);
    assert.deepEqual(await stated('- Everyone has a browser', 'Assumptions'), [
      'assumption item: Everyone has a browser',
    ]);
    assert.deepEqual(await stated('- Runs on Linux', 'Constraints'), ['constraint item: Runs on Linux']);
    assert.deepEqual(await stated('- Fast enough', 'Performance'), ['non-functional item: Fast enough']);
    assert.deepEqual(await stated('- Built with Rust\n- Response time < 2 seconds\n- Printing is out of scope'), [
      'constraint item: Built with Rust',
      'non-functional item: Response time < 2 seconds',
      'out-of-scope item: Printing is out of scope',
    ]);
    assert.deepEqual(await stated('Out of scope:\n\n- Printing'), ['out-of-scope item: Printing']);
  });

  it('take their priority from headings, lists, tags and columns, and never from "must" in a sentence', async () => {
    const text = `# P

## Must have

- a one

## Search (P1)

- b two
- c three [Low]

Nice to have:

- d four

| Feature | Priority |
|---|---|
| e five | P0 |

## Other

The page must load.
`;
    const { requirements } = await read(text);
    assert.deepEqual(
      requirements.map(({ text: words, priority }) => [words, priority]),
      [
        ['a one', 'critical'],
        ['b two', 'high'],
        ['c three', 'low'],
        ['d four', 'low'],
        ['e five', 'critical'],
        ['The page must load.', undefined],
      ],
    );
  });

  it('group under a label, nested or beside, and a group is done when all of it is', async () => {
    for (const list of ['- **Login**\n  - ✅ by code\n  - ✅ by card', '- **Login**\n- ✅ by code\n- ✅ by card']) {
      const { requirements } = await read(`# P\n\n## F\n\n${list}\n`);
      assert.deepEqual(
        requirements.map(({ text, parent, done }) => ({ text, parent, done })),
        [
          { text: 'Login', parent: null, done: true },
          { text: 'by code', parent: 'R-001', done: true },
          { text: 'by card', parent: 'R-001', done: true },
        ],
      );
    }
  });

  it('come from a numbered heading over nothing but an example', async () => {
    assert.deepEqual(await stated('```sh\nrun\n```', '3. Offline Mode'), ['functional numbered: Offline Mode']);
  });
});

describe('sections', () => {
  it('have titles without numbers, marks and remarks', async () => {
    const text =
      '# P\n\n## 2.1 Search ✅ **EXISTS**\n\n## Phase 2: Bills (MEDIUM PRIORITY)\n\n## Phase 3 (🔄 FUTURE)\n\n## 🚨 Alarm (MVP)\n';
    const { sections } = await read(text);
    assert.deepEqual(
      sections.map(({ number, title, role }) => [number, title, role]),
      [
        ['2.1', 'Search', 'feature'],
        ['Phase 2', 'Bills', 'phase'],
        ['Phase 3', 'Phase 3', 'future'],
        [undefined, 'Alarm (MVP)', 'feature'],
      ],
    );
  });

  it('hand their role down', async () => {
    const { sections } = await read(
      '# P\n\n## Appendix\n\n### Colours\n\n## Risks\n\n### Staff\n\n## Features\n\n### Overview\n',
    );
    assert.deepEqual(
      sections.map(({ role }) => role),
      ['context', 'context', 'risks', 'risks', 'feature', 'context'],
    );
  });
});

describe('stated dependencies', () => {
  const said = async (body: string): Promise<string[]> =>
    (await read(`# P\n\n## Login\n\n## Search\n\n${body}\n`)).dependencies.map(({ from, on }) => `${from} ${on}`);

  it('are read from "depends on", "after", "once … is done", "blocked by" and "requires"', async () => {
    assert.deepEqual(await said('Search depends on Login.'), ['s2 Login']);
    assert.deepEqual(await said('- Index pages after the login is done'), ['R-001 login']);
    assert.deepEqual(await said('Once the login is in place, work begins.'), ['s2 login']);
    assert.deepEqual(await said('- Filter pages, blocked by Login'), ['R-001 Login']);
    assert.deepEqual(await said('- Filters\n- Requires Login'), ['R-002 Login']);
    assert.deepEqual(await said('Dependencies: Login, Billing'), ['s2 Login', 's2 Billing']);
  });

  it('are not read from what names no part of the document', async () => {
    assert.deepEqual(await said('- The page requires JavaScript\n- It builds on it\n- Shown after a click'), []);
  });
});

describe('documents that nobody should write', () => {
  it('are refused in one sentence when empty or too large', async () => {
    await assert.rejects(readPrd(markdownReader, new Uint8Array()), { code: 'document.empty' });
    await assert.rejects(readPrd(markdownReader, new Uint8Array(MAX_DOCUMENT_BYTES + 1)), {
      code: 'document.tooLarge',
    });
  });

  it('are refused when they state more than anybody could plan', async () => {
    const most = Buffer.from('- Print it\n'.repeat(MAX_REQUIREMENTS));
    assert.equal((await readPrd(markdownReader, most)).requirements.length, MAX_REQUIREMENTS);
    await assert.rejects(readPrd(markdownReader, Buffer.concat([most, Buffer.from('- Print more\n')])), {
      code: 'document.tooLarge',
      message: 'The document states 150,001 requirements; up to 150,000 can be planned.',
    });
  }).timeout(20_000);

  it('are read in time proportional to their length, sentence by sentence', async () => {
    const { requirements } = await read('The system shall do it.\n'.repeat(20_000));
    assert.equal(requirements.length, 20_000);
    assert.equal(requirements.at(-1)?.source.line, 20_000);
  });

  it('stop when cancelled', async () => {
    const signal = AbortSignal.abort();
    await assert.rejects(readPrd(markdownReader, Buffer.from('# A'), signal), { name: 'AbortError' });
  });

  it('never end in anything but a result or a ConductorError', async () => {
    const words = fc.constantFrom(
      '# ',
      '\n',
      '- ',
      '1. ',
      'Pros:',
      '(P1)',
      '✅ ',
      'must ',
      'after ',
      'FR-1 ',
      'Phase 2: ',
      '|',
      '|-|\n',
      '**',
      ':',
      'ID',
      ' ',
      'Requirement',
      'x',
      '\0',
      '\u202E',
    );
    const bytes = fc.oneof(
      fc.array(words, { maxLength: 60 }).map((parts) => new TextEncoder().encode(parts.join(''))),
      fc.uint8Array({ maxLength: 100 }),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom(markdownReader, plainTextReader), async (document, reader) => {
        try {
          const prd = await readPrd(reader, document);
          const ids = new Set(prd.requirements.map(({ id }) => id));
          assert.equal(ids.size, prd.requirements.length);
          assert.ok(
            prd.requirements.every(({ parent, text }) => text.trim() !== '' && (parent === null || ids.has(parent))),
          );
        } catch (error) {
          assert.ok(error instanceof ConductorError, String(error));
        }
      }),
      { numRuns: 300 },
    );
  });
});
