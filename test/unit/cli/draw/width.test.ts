import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pad, textWidth, truncate, wrap } from '../../../../src/cli/draw/width.ts';

describe('textWidth', () => {
  it('counts cells as terminals do', () => {
    const widths: readonly (readonly [string, number])[] = [
      ['plain', 5],
      ['', 0],
      ['naïve', 5],
      ['e\u0301', 1],
      ['日本語', 6],
      ['ﾊﾝｶｸ', 4],
      ['한국', 4],
      ['✓ done', 6],
      ['✅', 2],
      ['👩‍💻', 2],
      ['🇩🇪', 2],
      ['❤️', 2],
      ['1️⃣', 2],
      ['a\u200bb', 2],
    ];
    for (const [text, width] of widths) assert.equal(textWidth(text), width, JSON.stringify(text));
  });
});

describe('truncate', () => {
  it('leaves what fits and marks what it cuts', () => {
    assert.equal(truncate('exactly', 7), 'exactly');
    assert.equal(truncate('too long', 5), 'too…');
    assert.equal(truncate('日本語', 4), '日…');
    assert.equal(truncate('👩‍💻👩‍💻', 3), '👩‍💻…');
    assert.equal(truncate('anything', Infinity), 'anything');
  });

  it('never takes more cells than it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, width) => {
        assert.ok(textWidth(truncate(text, width)) <= width);
      }),
    );
  });
});

describe('pad', () => {
  it('fills up on the side away from the text', () => {
    assert.equal(pad('日', 4, 'left'), '日  ');
    assert.equal(pad('12', 4, 'right'), '  12');
  });
});

describe('wrap', () => {
  it('breaks at white space, keeps line breaks, and loses no word', () => {
    assert.deepEqual(wrap('one two three\nfour', 8), ['one two', 'three', 'four']);
    assert.deepEqual(wrap('a-very-long-word here', 6), ['a-very-long-word', 'here']);
    assert.deepEqual(wrap('  * one two three\n', 11), ['  * one two', '    three', '']);
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^\S+$/)), fc.integer({ min: 1, max: 40 }), (words, width) => {
        assert.deepEqual(
          wrap(words.join(' '), width).join(' ').split(/\s+/).filter(Boolean),
          words.flatMap((word) => word.split(/\s+/)).filter(Boolean),
        );
      }),
    );
  });
});
