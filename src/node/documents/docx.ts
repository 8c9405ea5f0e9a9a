// Word documents → blocks: mammoth turns them into plain HTML, which is read into headings, items and tables.
import mammoth from 'mammoth';
import { ConductorError } from '../../core/errors.ts';
import type { SourceDocument } from '../../core/prd/document.ts';
import { htmlBlocks } from './docx/htmlBlocks.ts';
import { unpackedSize } from './docx/unpackedSize.ts';

/** A document may unpack to this much; more is no text that a person wrote. */
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;
/** The container of old `.doc` files and of documents with a password. */
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0];

export async function readDocx(bytes: Uint8Array, signal?: AbortSignal): Promise<SourceDocument> {
  if (COMPOUND_FILE.every((byte, index) => bytes[index] === byte)) {
    throw new ConductorError('document.protected', 'The Word document has a password or is in the old .doc format.', {
      remedy: 'Save it as .docx without a password and open that.',
    });
  }
  if (unpackedSize(bytes) > MAX_UNPACKED_BYTES) {
    throw new ConductorError('document.tooLarge', 'The Word document unpacks to more than 256 MB.', {
      remedy: 'Split the document, or leave its pictures out.',
    });
  }
  const html = await toHtml(bytes);
  signal?.throwIfAborted();
  const blocks = htmlBlocks(html);
  if (blocks.length > 0) return { format: 'docx', blocks };
  throw new ConductorError('document.empty', 'The Word document holds no text.', {
    remedy: 'Save the document with its text and try again.',
  });
}

async function toHtml(bytes: Uint8Array): Promise<string> {
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
      {
        styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"],
        convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
      },
    );
    return value;
  } catch (error) {
    throw new ConductorError('document.corrupt', 'The Word document is damaged or is no .docx file.', {
      remedy: 'Save the document again as .docx, or use its Markdown or PDF version.',
      cause: error,
    });
  }
}
