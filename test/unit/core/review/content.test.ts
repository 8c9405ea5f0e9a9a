import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TextEncoding } from '../../../../src/core/review/changeSet.ts';
import { decodeFile, encodeFile, hashBytes, hashContent } from '../../../../src/core/review/content.ts';

const WORDS = 'Grüße — aus Köln\r\nmixed\nends\rall kept';
const utf16le = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');
const png = Buffer.from('89504e470d0a1a0a0000000d49484452000001000000010008060000005c72a866', 'hex');
const roundTrip = (bytes: Uint8Array): void => {
  const content = decodeFile(bytes, false);
  if (content) assert.deepEqual(Buffer.from(encodeFile(content)), Buffer.from(bytes));
};

describe('decodeFile and encodeFile', () => {
  const cases: readonly (readonly [encoding: TextEncoding, bytes: Uint8Array])[] = [
    ['utf8', Buffer.from(WORDS)],
    ['utf8bom', Buffer.from(`\uFEFF${WORDS}`)],
    ['utf16le', utf16le(WORDS)],
    ['utf16be', utf16le(WORDS).swap16()],
    ['latin1', Buffer.from(WORDS.replace('—', '\x97'), 'latin1')],
  ];
  for (const [encoding, bytes] of cases) {
    it(`take ${encoding} to text and back`, () => {
      assert.deepEqual(decodeFile(bytes, true), { text: WORDS, encoding, isExecutable: true });
      roundTrip(bytes);
    });
  }

  it('take empty files and files of a mark alone', () => {
    assert.deepEqual(decodeFile(new Uint8Array(), false), { text: '', encoding: 'utf8', isExecutable: false });
    for (const bytes of [new Uint8Array(), Buffer.from('\uFEFF'), utf16le(''), Buffer.from('\uFEFF\uFEFFx')]) {
      assert.notEqual(decodeFile(bytes, false), null);
      roundTrip(bytes);
    }
  });

  it('know every byte of Latin-1', () => {
    const bytes = Uint8Array.from([
      ...Buffer.from('some text \xFF '),
      0xff,
      ...Array.from({ length: 128 }, (_, i) => 128 + i),
    ]);
    assert.equal(decodeFile(bytes, false)?.encoding, 'latin1');
    roundTrip(bytes);
  });

  it('call binary what is no text or could not be given back', () => {
    const broken = [Buffer.from('fffe00d8', 'hex'), Buffer.from('fffe61', 'hex')];
    for (const bytes of [png, Buffer.from([0, 1, 2, 3]), Buffer.from('a\0b'), ...broken]) {
      assert.equal(decodeFile(bytes, false), null, bytes.toString('hex'));
    }
  });

  it('refuse a character that would be lost', () => {
    assert.throws(() => encodeFile({ text: 'a → b', encoding: 'latin1' }), {
      code: 'usage',
      message: /no character "→"/,
    });
    assert.throws(() => encodeFile({ text: 'a\uD83D', encoding: 'utf8' }), { code: 'usage', message: /U\+D83D/ });
  });

  it('give back any bytes that they take', () => {
    const texts = fc.array(fc.constantFrom(0x0a, 0x0d, 0x20, 0x41, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xff, 0xfe, 0x93), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          texts.map((bytes) => Uint8Array.from(bytes)),
          fc.uint8Array({ maxLength: 60 }),
        ),
        roundTrip,
      ),
    );
  });

  it('give back any text', () => {
    const encodings = fc.constantFrom<TextEncoding>('utf8', 'utf8bom', 'utf16le', 'utf16be');
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', 'é', '€', '😀', '\t') });
    fc.assert(
      fc.property(text, encodings, fc.boolean(), (text, encoding, isExecutable) => {
        const content = { text, encoding, isExecutable };
        assert.deepEqual(decodeFile(encodeFile(content), isExecutable), content);
      }),
    );
  });

  it('fingerprint content as its bytes', async () => {
    const content = decodeFile(utf16le(WORDS), false);
    assert.ok(content);
    assert.equal(await hashContent(content), await hashBytes(utf16le(WORDS)));
  });
});
