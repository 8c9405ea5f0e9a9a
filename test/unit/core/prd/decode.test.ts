import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ConductorError } from '../../../../src/core/errors.ts';
import { decodeText } from '../../../../src/core/prd/decode.ts';

const WORDS = 'Grüße aus Köln: the system shall greet.\r\n';
const utf16le = (text: string): Buffer => Buffer.from(text, 'utf16le');
const utf16be = (text: string): Buffer => utf16le(text).swap16();

describe('decodeText', () => {
  const cases: readonly (readonly [name: string, bytes: Uint8Array, encoding: string])[] = [
    ['UTF-8', Buffer.from(WORDS), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${WORDS}`), 'utf-8'],
    ['UTF-16 LE with a mark', utf16le(`\uFEFF${WORDS}`), 'utf-16le'],
    ['UTF-16 BE with a mark', utf16be(`\uFEFF${WORDS}`), 'utf-16be'],
    ['UTF-16 LE without a mark', utf16le(WORDS), 'utf-16le'],
    ['UTF-16 BE without a mark', utf16be(WORDS), 'utf-16be'],
    ['Latin-1', Buffer.from(WORDS, 'latin1'), 'latin-1'],
  ];
  for (const [name, bytes, encoding] of cases) {
    it(`decodes ${name}`, () => assert.deepEqual(decodeText(bytes), { text: WORDS, encoding }));
  }

  it('refuses what holds no text', () => {
    for (const bytes of [new Uint8Array(), Buffer.from(' \r\n\t'), Buffer.from('\uFEFF')]) {
      assert.throws(() => decodeText(bytes), { name: 'ConductorError', code: 'document.empty' });
    }
  });

  it('refuses binary data', () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452000001000000010008060000005c72a866', 'hex');
    for (const bytes of [png, Buffer.from([0, 1, 2, 3]), Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 65])]) {
      assert.throws(() => decodeText(bytes), { code: 'document.binary' });
    }
  });

  it('ends in text or in a ConductorError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          assert.match(decodeText(bytes).text, /\S/u);
        } catch (error) {
          assert.ok(error instanceof ConductorError, String(error));
        }
      }),
    );
  });
});
