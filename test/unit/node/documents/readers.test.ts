// The same document as Markdown, PDF (tagged, untagged) and Word states the same requirements.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ConductorError } from '../../../../src/core/errors.ts';
import type { Block } from '../../../../src/core/prd/document.ts';
import type { Prd } from '../../../../src/core/prd/model.ts';
import { pickReader, readPrd } from '../../../../src/core/prd/read.ts';
import { documentReaders } from '../../../../src/node/documents/readers.ts';
import { docxFromMarkdown } from '../../../support/docx.ts';
import { pdfOf, type PdfText } from '../../../support/pdf.ts';
import { zip } from '../../../support/zip.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/prds');
const fixture = (name: string): Buffer => readFileSync(join(FIXTURES, name));
const read = (name: string, bytes: Uint8Array): Promise<Prd> => readPrd(pickReader(documentReaders, name), bytes);
const blocksOf = async (bytes: Uint8Array): Promise<readonly Block[]> =>
  (await pickReader(documentReaders, 'a.pdf').read(bytes)).blocks;

/** All that a requirement says, apart from its place: sections by title, parents by words. */
function statements({ requirements, sections }: Prd): string[] {
  const titles = new Map(sections.map(({ id, title }) => [id, title]));
  const words = new Map<string, string>(requirements.map(({ id, text }) => [id, text]));
  return requirements.map(({ text, kind, priority, done, form, label, section, parent }) =>
    [
      kind,
      form,
      priority,
      done,
      label,
      titles.get(section ?? ''),
      words.get(parent ?? ''),
      text.replaceAll('’', "'"),
    ].join(' | '),
  );
}

describe('one document in four formats', () => {
  let expected: string[];
  before(async () => {
    expected = statements(await read('a.md', fixture('parcel-lockers.md')));
    assert.equal(expected.length, 33);
  });

  it('as tagged PDF', async () => {
    assert.deepEqual(statements(await read('a.pdf', fixture('parcel-lockers.pdf'))), expected);
  });

  it('as untagged PDF with page frames, cut words and drawn bullets', async () => {
    assert.deepEqual(statements(await read('a.pdf', fixture('parcel-lockers-untagged.pdf'))), expected);
  });

  it('as Word document', async () => {
    const markdown = fixture('parcel-lockers.md')
      .toString()
      .replace(/^---\n[\s\S]*?\n---\n/, '');
    assert.deepEqual(statements(await read('a.docx', docxFromMarkdown(markdown))), expected);
  });
});

describe('a document in two columns', () => {
  for (const name of ['night-bus.pdf', 'night-bus-untagged.pdf']) {
    it(`states as ${name} what its Markdown states`, async () => {
      const expected = statements(await read('a.md', fixture('night-bus.md')));
      assert.equal(expected.length, 19);
      assert.deepEqual(statements(await read('a.pdf', fixture(name))), expected);
    });
  }
});

/** Nobody knows the password. */
const KEY = '00'.repeat(32);
const ENCRYPTION = `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${KEY}> /U <${KEY}> /P -4 >> /ID [<${KEY}> <${KEY}>]`;

describe('the PDF reader', () => {
  const page = (...texts: readonly PdfText[]): PdfText[] => [
    { text: 'Shop requirements', x: 50, y: 800, size: 8 },
    ...texts,
    { text: 'Page 7 of 9', x: 280, y: 30, size: 8 },
  ];

  it('tells headings, items, tables and paragraphs by layout, with page and line', async () => {
    const bytes = pdfOf([
      page(
        { text: 'Shop', x: 50, y: 760, size: 20, bold: true },
        { text: '1. Cart', x: 50, y: 730, size: 14, bold: true },
        { text: 'The cart shall keep its con-', x: 50, y: 710 },
        { text: 'tent for a week.', x: 50, y: 698 },
        { text: '•', x: 60, y: 680 },
        { text: 'Show the sum', x: 70, y: 680 },
        { text: '•', x: 80, y: 668 },
        { text: 'in the currency of', x: 90, y: 668 },
        { text: 'the customer', x: 90, y: 656 },
      ),
      page(
        { text: 'ID', x: 50, y: 760, bold: true },
        { text: 'Requirement', x: 100, y: 760, bold: true },
        { text: 'F1', x: 50, y: 740 },
        { text: 'Print a label', x: 100, y: 740 },
        { text: 'in colour', x: 100, y: 728 },
        { text: 'F2', x: 50, y: 708 },
        { text: 'Print a bill', x: 100, y: 708 },
      ),
      page({ text: 'Keep the content of carts.', x: 50, y: 760 }),
    ]);
    const blocks = await blocksOf(bytes);
    assert.deepEqual(
      blocks.map((block) => [
        block.type,
        block.type === 'table' ? block.rows.map((row) => row.map(({ text }) => text)) : block.text,
      ]),
      [
        ['heading', 'Shop'],
        ['heading', '1. Cart'],
        ['paragraph', 'The cart shall keep its content for a week.'],
        ['item', 'Show the sum'],
        ['item', 'in the currency of the customer'],
        [
          'table',
          [
            ['F1', 'Print a label in colour'],
            ['F2', 'Print a bill'],
          ],
        ],
        ['paragraph', 'Keep the content of carts.'],
      ],
    );
    assert.deepEqual(blocks[4]?.span, { page: 1, line: 7, column: 3, endLine: 8, endColumn: 13 });
    assert.deepEqual(
      blocks.flatMap((block) => (block.type === 'item' ? [block.depth] : [])),
      [0, 1],
    );
  });

  it('reads short lines side by side column by column, and the rows of a table row by row', async () => {
    const column = (x: number, top: number, texts: readonly string[]): PdfText[] =>
      texts.map((text, index) => ({ text, x, y: top - index * 14 }));
    const left = ['Cart', 'Keep it', 'Share it', 'Empty it', 'Sum it up', 'Print it', 'Mail it'];
    const right = ['Search', 'Name', 'Price', 'Maker', 'Colour', 'Size', 'Age'].map(
      (name) => `By the ${name} of a thing`,
    );
    const title = { text: 'All that the shop must do in its first year, in two columns', x: 50, y: 780 };
    const [first, ...others] = await blocksOf(pdfOf([[title, ...column(50, 750, left), ...column(220, 744, right)]]));
    assert.equal(first?.type === 'paragraph' && first.text, title.text);
    assert.deepEqual(
      others.map((block) => 'text' in block && block.text),
      [left.join(' '), right.join(' ')],
    );
    const names = ['Name', 'Cart', 'Search', 'Wish list', 'Reviews', 'Vouchers', 'Returns', 'Invoices'];
    const table = pdfOf([
      [
        ...column(50, 750, names),
        ...column(
          320,
          750,
          names.map((name) => `About ${name}`),
        ),
      ],
    ]);
    const [block] = await blocksOf(table);
    assert.equal(block?.type === 'table' && block.rows.length, 7);
  });

  it('tells a second table from the first by its bold header', async () => {
    const row = (y: number, cells: readonly string[], bold = false): PdfText[] =>
      cells.map((text, index) => ({ text, x: 50 + index * 90, y, bold }));
    const blocks = await blocksOf(
      pdfOf([
        [
          ...row(760, ['ID', 'Feature', 'Priority'], true),
          ...row(740, ['F1', 'Cart', 'P0']),
          ...row(720, ['F2', 'Search', 'P1']),
          ...row(690, ['ID', 'Quality', 'Target'], true),
          ...row(670, ['Q1', 'Uptime', '99 %']),
          ...row(650, ['Q2', 'Load', '2 s']),
        ],
      ]),
    );
    assert.deepEqual(
      blocks.map((block) => block.type === 'table' && [block.header.map(({ text }) => text), block.rows.length]),
      [
        [['ID', 'Feature', 'Priority'], 2],
        [['ID', 'Quality', 'Target'], 2],
      ],
    );
  });

  it('says clearly what it cannot read', async () => {
    await assert.rejects(read('a.pdf', pdfOf([[], []])), { code: 'document.noText' });
    await assert.rejects(read('a.pdf', Buffer.from('%PDF-1.7\nbroken')), { code: 'document.corrupt' });
    await assert.rejects(read('a.pdf', fixture('parcel-lockers.md')), { code: 'document.corrupt' });
    await assert.rejects(read('a.pdf', new Uint8Array()), { code: 'document.empty' });
    await assert.rejects(read('a.pdf', pdfOf([[]], ENCRYPTION)), { code: 'document.protected' });
  });

  it('stops when cancelled', async () => {
    const controller = new AbortController();
    const reading = readPrd(pickReader(documentReaders, 'a.pdf'), fixture('parcel-lockers.pdf'), controller.signal);
    controller.abort();
    await assert.rejects(reading, { name: 'AbortError' });
  });

  it('ends in a result or a ConductorError where bytes are cut off or turned', async () => {
    const bytes = pdfOf([page({ text: 'The shop shall open.', x: 50, y: 700 })]);
    const damaged = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean()).map(([at, value, cut]) => {
      const copy = new Uint8Array(bytes);
      copy[at] = value;
      return cut ? copy.subarray(0, at) : copy;
    });
    await fc.assert(
      fc.asyncProperty(damaged, async (document) => {
        await read('a.pdf', document).catch((error: unknown) =>
          assert.ok(error instanceof ConductorError, String(error)),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('the Word reader', () => {
  it('says clearly what it cannot read', async () => {
    await assert.rejects(read('a.docx', Buffer.from('no archive')), { code: 'document.corrupt' });
    await assert.rejects(read('a.docx', zip({ 'a.txt': 'no document' })), { code: 'document.corrupt' });
    await assert.rejects(read('a.docx', docxFromMarkdown('')), { code: 'document.empty' });
    await assert.rejects(read('a.docx', Buffer.from('d0cf11e0a1b11ae1', 'hex')), { code: 'document.protected' });
    const bomb = zip({ 'word/document.xml': 'x' });
    bomb.writeUInt32LE(0xfffffff0, bomb.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 24);
    await assert.rejects(read('a.docx', bomb), { code: 'document.tooLarge' });
  });

  it('shows hostile words as words', async () => {
    const { requirements } = await read(
      'a.docx',
      docxFromMarkdown('# A\n\n## B\n\n- run `<script>alert(1)</script>` &amp; go\n'),
    );
    assert.deepEqual(
      requirements.map(({ text }) => text),
      ['run <script>alert(1)</script> & go'],
    );
  });
});

describe('pickReader', () => {
  it('picks by file ending, whatever the case, and names the known ones otherwise', () => {
    assert.equal(pickReader(documentReaders, '/a/B.PDF').format, 'pdf');
    assert.equal(pickReader(documentReaders, 'b.md').format, 'markdown');
    assert.throws(
      () => pickReader(documentReaders, 'b.odt'),
      (error) => error instanceof ConductorError && error.remedy?.text.includes('.docx') === true,
    );
  });
});
