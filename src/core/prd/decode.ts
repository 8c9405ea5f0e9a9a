// Bytes of a text document → text. Tells the encoding by byte-order mark, by NUL pattern, or by what decodes.
import { ConductorError } from '../errors.ts';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1';

export interface DecodedText {
  /** Without byte-order mark; line ends as they stand. */
  readonly text: string;
  readonly encoding: TextEncoding;
}

/** How many bytes are looked at to tell text from binary. */
const SAMPLE_BYTES = 64 * 1024;
/** A text may hold a stray control character; beyond this share of the sample it is no text. */
const MAX_CONTROL_SHARE = 0.02;

/** Throws `document.empty` where there is nothing to read and `document.binary` where there is no text. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const encoding = byteOrderMark(bytes) ?? nulPattern(bytes);
  if (encoding === undefined && looksBinary(bytes)) throw binary();
  const decoded =
    encoding === undefined ? decodeUtf8OrLatin1(bytes) : { text: new TextDecoder(encoding).decode(bytes), encoding };
  if (!/\S/u.test(decoded.text)) {
    throw new ConductorError('document.empty', 'The document holds no text.', {
      remedy: 'Save the document with its text and try again.',
    });
  }
  if (encoding?.startsWith('utf-16') && looksGarbled(decoded.text)) throw binary();
  return decoded;
}

function binary(): ConductorError {
  return new ConductorError('document.binary', 'The document holds binary data where text is expected.', {
    remedy: 'Open a text, Markdown, PDF or Word document, with the file ending of its format.',
  });
}

/** The encoding that the first bytes name. */
export function byteOrderMark([first, second, third]: Uint8Array): TextEncoding | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

/** UTF-16 without a mark: mostly Latin text has a NUL in nearly every second byte, and only there. */
function nulPattern(bytes: Uint8Array): TextEncoding | undefined {
  // Most texts hold none, and need no closer look.
  if (!bytes.subarray(0, SAMPLE_BYTES).includes(0)) return undefined;
  const length = Math.min(bytes.length, SAMPLE_BYTES) & ~1;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < length; index += 2) {
    if (bytes[index] === 0) even++;
    if (bytes[index + 1] === 0) odd++;
  }
  const many = length * 0.3;
  const few = length * 0.02;
  if (odd > many && even <= few) return 'utf-16le';
  if (even > many && odd <= few) return 'utf-16be';
  return undefined;
}

/** Judges by NULs and control characters, in the first 64 kB. */
export function looksBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (sample.includes(0)) return true;
  // One character a byte. Escape (27) stands in texts with terminal colours.
  const controls = new TextDecoder('latin1').decode(sample).match(/[\x01-\x08\x0E-\x1A\x1C-\x1F]/g)?.length ?? 0;
  return controls > Math.max(2, sample.length * MAX_CONTROL_SHARE);
}

/** Bytes that only looked like UTF-16 decode into replacement characters and controls. */
function looksGarbled(text: string): boolean {
  const sample = text.slice(0, SAMPLE_BYTES);
  const odd = sample.match(/[\0-\x08\x0E-\x1A\x1C-\x1F\uFFFD]/g)?.length ?? 0;
  return odd > Math.max(2, sample.length * MAX_CONTROL_SHARE);
}

function decodeUtf8OrLatin1(bytes: Uint8Array): DecodedText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    // Windows-1252 is what files called Latin-1 hold in practice; it decodes any byte.
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'latin-1' };
  }
}
