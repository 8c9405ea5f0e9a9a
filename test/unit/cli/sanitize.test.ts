import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatJson, sanitize, sanitizeText } from '../../../src/cli/sanitize.ts';

describe('sanitizeText', () => {
  it('takes out whatever a terminal would act on', () => {
    assert.equal(sanitizeText('\u001b[31mred\u001b[0m'), 'red');
    assert.equal(sanitizeText('\u001b]0;title\u0007text'), 'text');
    assert.equal(sanitizeText('a\u009b2Jb\u0000\u0008c\u007f'), 'abc');
    assert.equal(sanitizeText('safe\u202etxt.exe\u202c'), 'safetxt.exe');
    assert.equal(sanitizeText('one\r\ntwo\rthree\tfour'), 'one\ntwo\nthree\tfour');
  });

  it('leaves no control character in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(sanitizeText(text), /(?![\t\n])\p{Control}/u);
      }),
    );
  });
});

describe('sanitize', () => {
  it('reaches every string, and keeps everything else', () => {
    const data = { list: ['\u001b[1mx', 1, null, true], map: new Map([['\u0007k', { deep: '\u001bcv' }]]) };
    assert.deepEqual(sanitize(data), { list: ['x', 1, null, true], map: new Map([['k', { deep: 'v' }]]) });
  });
});

describe('formatJson', () => {
  it('holds no raw control character and reads back the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
        const object = { value, text: `${text}\u009b\u202e` };
        const json = formatJson(object);
        assert.doesNotMatch(json, /(?!\n)\p{Control}|\u202e/u);
        assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(object)));
      }),
    );
  });
});
