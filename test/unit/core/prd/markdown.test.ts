import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createBreathe } from '../../../../src/core/breathe.ts';
import type { Block, Span } from '../../../../src/core/prd/document.ts';
import { readMarkdown } from '../../../../src/core/prd/markdown.ts';
import { plainTextReader } from '../../../../src/core/prd/plainText.ts';

const blocksOf = async (text: string): Promise<readonly Block[]> => (await readMarkdown(text, createBreathe())).blocks;
const textsOf = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => (block.type === 'table' ? [] : [`${block.type}: ${block.text}`]));

/** What a span covers in the source. */
function quote(text: string, { line, column, endLine, endColumn }: Span): string {
  const lines = text.split(/\r\n|\r|\n/).slice(line - 1, endLine);
  lines[lines.length - 1] = (lines.at(-1) ?? '').slice(0, endColumn - 1);
  lines[0] = (lines[0] ?? '').slice(column - 1);
  return lines.join('\n');
}

/** Whether all characters of `words` stand in `source`, one after the other. */
function holdsInOrder(source: string, words: string): boolean {
  let at = 0;
  return words.split(/(?=[^])/u).every((character) => (at = source.indexOf(character, at) + 1) > 0);
}

describe('readMarkdown', () => {
  it('reads headings, paragraphs, nested items, check boxes and code', async () => {
    const text = '# A\n\nSome *words*\nand `more`.\n\n1. one\n   - [x] **Two**: three\n\n```js\nmust()\n```\n';
    const blocks = await blocksOf(text);
    assert.deepEqual(textsOf(blocks), [
      'heading: A',
      'paragraph: Some words and more.',
      'item: one',
      'item: Two: three',
      'code: must()\n',
    ]);
    assert.deepEqual(blocks[3], {
      type: 'item',
      depth: 1,
      ordered: false,
      checked: true,
      text: 'Two: three',
      label: 'Two',
      span: { line: 7, column: 10, endLine: 7, endColumn: 24 },
    });
  });

  it('reads tables with the place of each cell', async () => {
    const text = 'x\n\n| ID | What |\n|----|------|\n| 1  | a \\| **b** |\n';
    const table = (await blocksOf(text)).find((block) => block.type === 'table');
    assert.deepEqual(
      table?.header.map((cell) => cell.text),
      ['ID', 'What'],
    );
    const cell = table.rows[0]?.[1];
    assert.equal(cell?.text, 'a | b');
    assert.equal(quote(text, cell.span), 'a \\| **b**');
  });

  it('takes the title from the front matter and keeps the lines', async () => {
    const document = await readMarkdown('---\ntitle: "A: b"\n---\n# Heading\n', createBreathe());
    assert.equal(document.title, 'A: b');
    assert.equal(document.blocks[0]?.span.line, 4);
  });

  it('is not disturbed by broken front matter', async () => {
    const document = await readMarkdown('---\ntitle: [\n---\n# Heading\n', createBreathe());
    assert.equal(document.title, undefined);
    assert.deepEqual(textsOf(document.blocks), ['heading: Heading']);
  });

  it('keeps places with CRLF', async () => {
    const text = '# A\r\n\r\n- one\r\n  two\r\n';
    const [, item] = await blocksOf(text);
    assert.equal(item?.type === 'item' && item.text, 'one two');
    assert.equal(item && quote(text, item.span), 'one\n  two');
  });

  it('leaves out comments, scripts, tags, terminal escapes and invisible marks', async () => {
    const text =
      '# <b>Bold</b> \u001b[31mred\u001b[0m\n\n<!-- The system shall\nnot be read -->\n<script>must()</script>\n\n- a<img src=x onerror=alert(1)>b \u202Ec\u200B &#x202E;d\n';
    assert.deepEqual(textsOf(await blocksOf(text)), ['heading: Bold red', 'item: a b c d']);
  });

  it('leaves out what is struck through and the entries of a table of contents', async () => {
    const text = '- [One](#one)\n- ~~Two~~\n- Three ~~four~~\n';
    assert.deepEqual(textsOf(await blocksOf(text)), ['item: Three four']);
  });

  it('reads a long document in pieces as it would in one', async () => {
    const part =
      '## Part\n\n- a\n  - b\n\n| ID | What |\n|--|--|\n| 1 | c |\n\n```\n- no\n\n- no\n```\n\nText\nmore.\n\n';
    const blocks = await blocksOf(part.repeat(2000));
    const [first, ...others] = Array.from({ length: 2000 }, (_, index) =>
      textsOf(blocks.slice(index * 6, index * 6 + 6)),
    );
    assert.equal(blocks.length, 12_000);
    assert.ok(others.every((texts) => texts.join() === first?.join()));
    assert.equal(blocks.at(-1)?.span.line, 1999 * 18 + 16);
  });

  it('loses no row of a long table and no line of a long paragraph', async () => {
    const rows = '| 1 | word |\n'.repeat(20_000);
    const [table] = await blocksOf(`| ID | What |\n|--|--|\n${rows}`);
    assert.equal(table?.type === 'table' && table.rows.length, 20_000);
    const paragraphs = await blocksOf('some words\n'.repeat(40_000));
    const words = paragraphs.map((block) => (block.type === 'paragraph' ? block.text.length + 1 : 0));
    assert.equal(
      words.reduce((sum, length) => sum + length, 0),
      40_000 * 11,
    );
  });

  it('stands deep nesting', async () => {
    const texts = [
      '>'.repeat(10_000),
      '- '.repeat(10_000),
      '['.repeat(10_000),
      '*'.repeat(10_000),
      '<a '.repeat(10_000),
    ];
    for (const text of texts) assert.ok(Array.isArray(await blocksOf(`${text}end`)));
    const steps = Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth * 2)}- item`);
    assert.ok((await blocksOf(steps.join('\n'))).length > 0);
  });

  it('gives spans within the text that quote the words, whatever the text', async () => {
    const piece = fc.constantFrom(
      '# ',
      '- ',
      '1. ',
      '\n',
      '\n\n',
      '  ',
      '> ',
      '**',
      '`',
      '```\n',
      '|',
      '|-|-|\n',
      'must ',
      'word ',
      '😀',
      '\t',
      '\r\n',
      '<b>',
      '&amp;',
      '\\*',
      '[a](#b)',
      '---\n',
      '\0',
      '\u001b[1m',
    );
    const anyText = fc.oneof(
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
      fc.string({ maxLength: 60 }),
    );
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        for (const block of await blocksOf(text)) {
          const { span } = block;
          const lines = text.split(/\r\n|\r|\n/);
          assert.ok(span.line >= 1 && span.endLine <= lines.length && span.column >= 1, JSON.stringify(block));
          assert.ok(span.endColumn <= (lines[span.endLine - 1] ?? '').length + 1, JSON.stringify(block));
          if (block.type === 'table' || block.type === 'code') continue;
          const source = quote(text, span);
          assert.ok(holdsInOrder(source, block.text.replace(/\W/g, '')), JSON.stringify({ text: block.text, source }));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('plainTextReader', () => {
  const read = async (text: string): Promise<readonly Block[]> =>
    (await plainTextReader.read(new TextEncoder().encode(text))).blocks;

  it('reads numbered, underlined and upper-case headings', async () => {
    const text =
      'SHOP\n\n1. Cart\n\nThe cart shall\nkeep its content.\n\n1.1 Sum\n\nDelivery\n--------\n\n1. First step\n2. Second step\n';
    const headings = (await read(text)).flatMap((block) =>
      block.type === 'heading' ? [[block.level, block.text]] : [],
    );
    assert.deepEqual(headings, [
      [1, 'SHOP'],
      [1, '1. Cart'],
      [2, '1.1 Sum'],
      [2, 'Delivery'],
    ]);
    assert.deepEqual(textsOf(await read(text)).slice(2, 3), ['paragraph: The cart shall keep its content.']);
    assert.deepEqual(textsOf(await read(text)).slice(-2), ['item: First step', 'item: Second step']);
  });

  it('reads nested bullets, check boxes and tags', async () => {
    const blocks = await read('<core_features>\n* One\n    - [ ] Two\n      goes on\n</core_features>\n');
    assert.deepEqual(textsOf(blocks), ['heading: Core features', 'item: One', 'item: Two goes on']);
    assert.deepEqual(
      blocks.flatMap((block) => (block.type === 'item' ? [block.depth] : [])),
      [0, 1],
    );
  });

  it('takes drawings and shell lines for code and leaves out a table of contents', async () => {
    const blocks = await read('Overview ........ 3\n\n┌───┐\n│ a │\n└───┘\n\n$ must run\n\nText.\n');
    assert.deepEqual(
      blocks.map(({ type }) => type),
      ['code', 'code', 'paragraph'],
    );
  });

  it('reads Markdown in a .txt as Markdown', async () => {
    assert.deepEqual(textsOf(await read('# A\n\n## B\n\n- **c**\n')), ['heading: A', 'heading: B', 'item: c']);
  });
});
