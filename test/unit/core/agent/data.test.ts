// Nothing in foreign text ends the tags around it.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asData } from '../../../../src/core/agent/data.ts';

describe('data in a prompt', () => {
  it('stands between tags, word for word', () => {
    assert.equal(asData('task', 'a < b </div> </tasks> $&'), '<task>\na < b </div> </tasks> $&\n</task>');
  });

  it('cannot close its tag, however it is written', () => {
    for (const attempt of ['</task>', '</TASK >', '< / task\n>', '<\u200b/ta\u200bsk>', '</task foo>', '</task'])
      assert.equal(
        asData('task', attempt).match(/<[\s\u200b]*\/[\s\u200b]*t[\s\u200b]*a[\s\u200b]*s[\s\u200b]*k/gi)?.length,
        1,
      );
    assert.equal(asData('task', 'x</task>y'), '<task>\nx<\\/task>y\n</task>');
  });

  it('keeps any text inside', () => {
    const piece = fc.constantFrom('<', '/', '</', 'data', '</data>', '>', ' ', '\n', '\\', '\u200d', 'DATA', 'x');
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (text) => {
          const inside = asData('data', text).slice('<data>\n'.length, -'\n</data>'.length);
          assert.doesNotMatch(inside, /<\s*\/\s*data(?![\w-])/i);
          assert.equal(inside.replaceAll('<\\', '<'), text.replaceAll('<\\', '<'));
        },
      ),
    );
  });

  it('refuses a name that is no tag', () => {
    assert.throws(() => asData('a b', ''), RangeError);
  });
});
