// The numbers beside a file in the Review view are those of a line diff.
import assert from 'node:assert/strict';
import { structuredPatch } from 'diff';
import fc from 'fast-check';
import { countLines } from '../../../../src/vscode/review/lineCounts.ts';

describe('countLines', () => {
  it('counts nothing where nothing changed', () => {
    assert.deepEqual(countLines('a\nb\n', 'a\nb\n'), { added: 0, removed: 0 });
    assert.deepEqual(countLines(null, null), { added: 0, removed: 0 });
  });

  it('counts every line of a new and of a deleted file', () => {
    assert.deepEqual(countLines(null, 'a\nb'), { added: 2, removed: 0 });
    assert.deepEqual(countLines('a\nb\n', null), { added: 0, removed: 2 });
  });

  it('sees a missing line break at the end', () => {
    assert.deepEqual(countLines('a\nb\n', 'a\nb'), { added: 1, removed: 1 });
  });

  it('sees other line breaks', () => {
    assert.deepEqual(countLines('a\r\nb\n', 'a\nb\n'), { added: 1, removed: 1 });
  });

  it('gives up on exactness for files that have nothing in common', () => {
    const many = (word: string): string => Array.from({ length: 3000 }, (_, index) => `${word} ${index}\n`).join('');
    assert.deepEqual(countLines(many('a'), many('b')), { added: 3000, removed: 3000 });
  });

  it('agrees with a diff', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = structuredPatch('', '', before, after).hunks.flatMap((hunk) => hunk.lines);
        const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
        assert.deepEqual(countLines(before, after), { added: count('+'), removed: count('-') });
      }),
    );
  });
});
