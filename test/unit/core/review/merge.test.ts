import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeTexts } from '../../../../src/core/review/merge.ts';

const merged = (text: string) => ({ kind: 'merged', text }) as const;
const lines = fc
  .array(fc.constantFrom('a\n', 'b\n', 'c\n', '{\n', '\n', 'x\r\n'), { maxLength: 20 })
  .map((all) => all.join(''));

/** One side's edits of a base of different lines: each line is kept, dropped, replaced, or followed by a new one. */
const edits = (size: number) =>
  fc.array(fc.constantFrom('keep', 'keep', 'keep', 'drop', 'replace', 'insert'), { minLength: size, maxLength: size });
const SIZE = 14;
const base = Array.from({ length: SIZE }, (_, index) => `base ${index}\n`);
const apply = (plan: readonly string[], name: string): readonly string[] =>
  base.flatMap((line, index) => {
    const own = `${name} ${index}\n`;
    return { keep: [line], drop: [], replace: [own], insert: [line, own] }[plan[index]!]!;
  });

describe('mergeTexts', () => {
  it('joins changes with a line between them', () => {
    assert.deepEqual(mergeTexts('1\n2\n3\n4\n5', 'one\n2\n3\n4\n5', '1\n2\n3\n4\n5\n6'), merged('one\n2\n3\n4\n5\n6'));
    assert.deepEqual(mergeTexts('1\n2\n3\n', '1\n2\n3\n', '1\n3\n'), merged('1\n3\n'));
  });

  it('takes once what both have done', () => {
    assert.deepEqual(mergeTexts('1\n2\n3\n4\n', '1\nX\n3\n4\nmine\n', '1\nX\n3\n4\n'), merged('1\nX\n3\n4\nmine\n'));
  });

  it('names the lines that both changed', () => {
    const result = mergeTexts('1\n2\n3\n4\n5\n', '1\nmine\n3\n4\n5\n', '1\ntheirs\n3\n4\nfive\n');
    assert.deepEqual(result, {
      kind: 'conflict',
      conflicts: [{ line: 2, base: '2\n', mine: 'mine\n', theirs: 'theirs\n' }],
    });
  });

  it('does not guess the order of two insertions, nor join neighbours', () => {
    assert.equal(mergeTexts('1\n2\n', '1\nA\n2\n', '1\nB\n2\n').kind, 'conflict');
    assert.equal(mergeTexts('1\n2\n3\n', 'X\n2\n3\n', '1\nY\n3\n').kind, 'conflict');
    assert.equal(mergeTexts('1\n2\n3\n', '1\n3\n', '1\ntwo\n3\n').kind, 'conflict');
    assert.equal(mergeTexts('', 'A\n', 'B\n').kind, 'conflict');
  });

  it('takes the other side where one changed nothing', () => {
    fc.assert(
      fc.property(lines, lines, (one, other) => {
        assert.deepEqual(mergeTexts(one, one, other), merged(other));
        assert.deepEqual(mergeTexts(one, other, one), merged(other));
        assert.deepEqual(mergeTexts(one, other, other), merged(other));
      }),
    );
  });

  it('is the same whoever is asked first', () => {
    fc.assert(
      fc.property(lines, lines, lines, (original, mine, theirs) => {
        const [one, other] = [mergeTexts(original, mine, theirs), mergeTexts(original, theirs, mine)];
        assert.equal(one.kind, other.kind);
        if (one.kind === 'merged') assert.deepEqual(one, other);
      }),
    );
  });

  it('merges changes that lie apart, and loses no line', () => {
    fc.assert(
      fc.property(edits(SIZE), edits(SIZE), (minePlan, theirsPlan) => {
        const [mine, theirs] = [apply(minePlan, 'mine'), apply(theirsPlan, 'theirs')];
        const result = mergeTexts(base.join(''), mine.join(''), theirs.join(''));
        const touched = (plan: readonly string[], index: number): boolean => (plan[index] ?? 'keep') !== 'keep';
        const isApart = base.every(
          (_, index) => !touched(minePlan, index) || ![-1, 0, 1].some((near) => touched(theirsPlan, index + near)),
        );
        if (isApart) assert.equal(result.kind, 'merged');
        if (result.kind === 'conflict') return;
        const found = new Set(result.text.match(/.*\n/g));
        for (const line of [...mine, ...theirs]) {
          const isKept = !base.includes(line) || (mine.includes(line) && theirs.includes(line));
          assert.equal(found.has(line), isKept, line);
        }
      }),
      { numRuns: 500 },
    );
  });
});
