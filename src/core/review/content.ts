// The bytes of a file ↔ its text with all that must survive an edit. What cannot be given back byte for byte is no text.
import { ConductorError } from '../errors.ts';
import { byteOrderMark, looksBinary } from '../prd/decode.ts';
import { sha256 } from '../sha256.ts';
import type { FileContent, TextEncoding } from './changeSet.ts';

const MARK = '\uFEFF';
/** U+0080 to U+009F in Windows-1252, which is what files called Latin-1 hold in practice; every byte has a character. */
const HIGH_CONTROLS = new TextDecoder('windows-1252').decode(
  Uint8Array.from({ length: 32 }, (_, index) => 128 + index),
);

/** Null for a binary file. `encodeFile` of the answer gives the same bytes. */
export function decodeFile(bytes: Uint8Array, isExecutable: boolean): FileContent | null {
  const decoded = decode(bytes);
  return decoded && { ...decoded, isExecutable };
}

function decode(bytes: Uint8Array): Pick<FileContent, 'text' | 'encoding'> | null {
  const mark = byteOrderMark(bytes);
  if (mark === 'utf-16le' || mark === 'utf-16be') {
    const text = decodeExactly(bytes, mark);
    return text === null ? null : { text: text.slice(1), encoding: mark === 'utf-16le' ? 'utf16le' : 'utf16be' };
  }
  if (looksBinary(bytes)) return null;
  const text = decodeExactly(bytes, 'utf-8');
  if (text === null) return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'latin1' };
  return text.startsWith(MARK) ? { text: text.slice(1), encoding: 'utf8bom' } : { text, encoding: 'utf8' };
}

/** With the mark; null where the bytes are not of this encoding. */
function decodeExactly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null; // A decoder that is fatal throws for this alone.
  }
}

/** Throws `usage` for a character that the encoding does not have. */
export function encodeFile({ text, encoding }: Pick<FileContent, 'text' | 'encoding'>): Uint8Array {
  const found = unencodable(text, encoding);
  if (found !== null) {
    throw new ConductorError('usage', `The file is stored as ${NAMES[encoding]}, which has no ${describe(found)}.`, {
      remedy: 'Use other characters, an escape sequence for instance.',
    });
  }
  switch (encoding) {
    case 'utf8':
      return new TextEncoder().encode(text);
    case 'utf8bom':
      return new TextEncoder().encode(MARK + text);
    case 'utf16le':
    case 'utf16be':
      return encodeUtf16(MARK + text, encoding === 'utf16le');
    case 'latin1':
      return Uint8Array.from(text, toLatin1);
  }
}

const NAMES: Readonly<Record<TextEncoding, string>> = {
  utf8: 'UTF-8',
  utf8bom: 'UTF-8',
  utf16le: 'UTF-16',
  utf16be: 'UTF-16',
  latin1: 'Windows-1252 (Latin-1)',
};

/** The first character that would be lost, or null. */
function unencodable(text: string, encoding: TextEncoding): string | null {
  if (encoding !== 'latin1') return text.isWellFormed() ? null : (/\p{Surrogate}/u.exec(text)?.[0] ?? null);
  for (const character of text) if (toLatin1(character) === -1) return character;
  return null;
}

const describe = (character: string): string =>
  character.isWellFormed()
    ? `character "${character}"`
    : `half of a surrogate pair (U+${character.charCodeAt(0).toString(16).toUpperCase()})`;

/** -1 for a character that is not there. */
function toLatin1(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
  const high = HIGH_CONTROLS.indexOf(character);
  return high < 0 ? -1 : 0x80 + high;
}

function encodeUtf16(text: string, isLittleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) view.setUint16(index * 2, text.charCodeAt(index), isLittleEndian);
  return bytes;
}

/** The fingerprint of a file as it lies on disk. */
export const hashBytes = sha256;

/** The fingerprint that the file will have. */
export const hashContent = (content: FileContent): Promise<string> => sha256(encodeFile(content));

export function isSameContent(one: FileContent | null, other: FileContent | null): boolean {
  if (one === null || other === null) return one === other;
  return one.text === other.text && one.encoding === other.encoding && one.isExecutable === other.isExecutable;
}
