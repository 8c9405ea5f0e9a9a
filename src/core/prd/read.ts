// Bytes of a PRD → what is known about it. The one entry to reading documents.
import { ConductorError } from '../errors.ts';
import type { DocumentReader } from './document.ts';
import type { Prd } from './model.ts';

/** The largest document that is read, in bytes; larger ones are refused with `document.tooLarge`. */
export const MAX_DOCUMENT_BYTES = 32 * 1024 * 1024;

/** Picks the reader by file ending, or throws `document.unsupported` naming the endings that are known. */
export function pickReader(readers: readonly DocumentReader[], location: string): DocumentReader {
  const path = location.toLowerCase();
  const reader = readers.find(({ extensions }) => extensions.some((extension) => path.endsWith(extension)));
  if (reader) return reader;
  const known = readers.flatMap(({ extensions }) => extensions).join(', ');
  throw new ConductorError('document.unsupported', `${location} is of a kind that cannot be read as a PRD.`, {
    remedy: `Use a document that ends in ${known}.`,
  });
}

/** Reads one document whole. Yields to the event loop often enough that nothing waits over 50 ms. */
export function readPrd(_reader: DocumentReader, _bytes: Uint8Array, _signal?: AbortSignal): Promise<Prd> {
  throw new Error('written by the reading feature');
}
