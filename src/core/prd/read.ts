// Bytes of a PRD → what is known about it. The one entry to reading documents.
import { ConductorError } from '../errors.ts';
import { createBreathe } from '../breathe.ts';
import type { DocumentReader, SourceDocument } from './document.ts';
import type { Prd } from './model.ts';
import { outlineOf } from './outline.ts';
import { RequirementCollector } from './requirements.ts';

/** The largest document that is read, in bytes; larger ones are refused with `document.tooLarge`. */
export const MAX_DOCUMENT_BYTES = 32 * 1024 * 1024;

/** No person wrote more; planning them would take gigabytes. More are refused with `document.tooLarge`. */
export const MAX_REQUIREMENTS = 150_000;

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

/** What a document is about, without its text. See `readSource`. */
export async function readPrd(reader: DocumentReader, bytes: Uint8Array, signal?: AbortSignal): Promise<Prd> {
  return (await readSource(reader, bytes, signal)).prd;
}

/** Reads one document whole. Yields to the event loop often enough that nothing waits over 50 ms. */
export async function readSource(
  reader: DocumentReader,
  bytes: Uint8Array,
  signal?: AbortSignal,
): Promise<{ document: SourceDocument; prd: Prd }> {
  signal?.throwIfAborted();
  if (bytes.length === 0) {
    throw new ConductorError('document.empty', 'The document is empty.', {
      remedy: 'Save the document with its text and try again.',
    });
  }
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    const size = Math.ceil(bytes.length / 1024 / 1024);
    throw new ConductorError('document.tooLarge', `The document has ${size} MB; up to 32 MB can be read.`, {
      remedy: 'Split the document, or leave its pictures out.',
    });
  }
  const breathe = createBreathe(signal);
  const document = await reader.read(bytes, signal);
  await breathe();
  const outline = await outlineOf(document, breathe);
  const collector = new RequirementCollector(outline);
  for (const part of outline.parts) {
    for (const _ of collector.collect(part)) {
      const pause = breathe();
      if (pause) await pause;
    }
  }
  const requirements = collector.finish();
  if (requirements.length > MAX_REQUIREMENTS) throw tooMany(requirements.length);
  const prd: Prd = {
    title: outline.title,
    sections: outline.sections,
    requirements,
    dependencies: collector.dependencies.found(requirements),
    phases: outline.phases,
  };
  return { document, prd };
}

function tooMany(count: number): ConductorError {
  const [found, most] = [count, MAX_REQUIREMENTS].map((number) => number.toLocaleString('en-US'));
  return new ConductorError(
    'document.tooLarge',
    `The document states ${found} requirements; up to ${most} can be planned.`,
    { remedy: 'Split the document, or leave out what is no requirement.' },
  );
}
