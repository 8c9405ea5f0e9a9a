import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import MarkdownItParser, { type MarkdownIt, type Token } from 'markdown-it';
import {
  createParser,
  LEFT_OUT,
  readBlocks,
  readInlineTokens,
  UNREAD,
} from '../../../../src/core/prd/markdownParser.ts';

const root = join(import.meta.dirname, '../../../..');
const light = createParser();
const heavy = MarkdownItParser('default', { html: true, linkify: false }).disable([...LEFT_OUT]);

/** What is read of a token. Places of links differ in their spelling, by intention. */
function read(tokens: readonly Token[]): unknown[] {
  return tokens.map(({ type, tag, level, nesting, map, content, markup, info }) => ({
    ...{ type, tag, level, nesting, map, content, markup, info },
  }));
}

function heavyInline(parser: MarkdownIt, content: string): Token[] {
  const tokens: Token[] = [];
  parser.inline.parse(content, parser, {}, tokens);
  return tokens;
}

function assertSame(text: string): void {
  const blocks = readBlocks(light, text.split('\n'));
  const expected = heavy.parse(text, {}).filter(({ type }) => !UNREAD.has(type));
  assert.deepEqual(read(blocks), read(expected));
  for (const { type, content } of blocks) {
    if (type === 'inline') assert.deepEqual(read(readInlineTokens(light, content)), read(heavyInline(heavy, content)));
  }
}

describe('the parser with light tokens', () => {
  for (const file of ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'test/fixtures/prds/parcel-lockers.md']) {
    it(`reads ${file} as markdown-it does`, () => {
      assertSame(readFileSync(join(root, file), 'utf8'));
    });
  }

  it('reads any mixture of marks as markdown-it does', () => {
    const pieces = [
      'a',
      'bc d',
      ' ',
      '  ',
      '    ',
      '\t',
      '\n',
      '\n\n',
      '\n- ',
      '\n  - ',
      '\n1. ',
      '\n# ',
      '\n> ',
      '\n```\n',
    ];
    const marks = [
      '**',
      '*',
      '_',
      '__',
      '~~',
      '`',
      '``',
      '[',
      ']',
      '](',
      '(#x)',
      '![',
      '<',
      '>',
      '\\',
      '|',
      '\n|-|-|\n',
      '&amp;',
    ];
    const text = fc.array(
      fc.constantFrom(...pieces, ...marks, '<http://a.b>', '[a](<b c> "d")', '\n===', '\n---\n', 'é🎉'),
    );
    fc.assert(
      fc.property(text, (parts) => assertSame(parts.join(''))),
      { numRuns: 2_000 },
    );
  });

  it('tells where a link leads', () => {
    const [open] = readInlineTokens(light, '[Scope](#scope)');
    assert.equal(open?.attrGet('href'), '#scope');
  });
});
