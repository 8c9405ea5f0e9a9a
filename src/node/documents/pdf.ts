// PDF → blocks, by the structure tree where the document is tagged, else by outline, type sizes and numbering.
import { getDocumentProxy } from 'unpdf';
import { createBreathe } from '../../core/breathe.ts';
import type { Block, SourceDocument } from '../../core/prd/document.ts';
import { cleanText, normalise } from '../../core/prd/text.ts';
import { ConductorError, isConductorError } from '../../core/errors.ts';
import { withoutFurniture } from './pdf/furniture.ts';
import { headingTest } from './pdf/headings.ts';
import { type Line, linesOf } from './pdf/lines.ts';
import { loadPage, type Page } from './pdf/page.ts';
import { isTagged, taggedBlocks } from './pdf/tagged.ts';
import { untaggedBlocks } from './pdf/untagged.ts';
import { vocabularyOf } from './pdf/words.ts';

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;

export async function readPdf(bytes: Uint8Array, signal?: AbortSignal): Promise<SourceDocument> {
  const document = await open(bytes);
  try {
    return await readPages(document, signal);
  } catch (error) {
    if (isConductorError(error) || signal?.aborted === true) throw error;
    throw corrupt(error);
  } finally {
    await document.cleanup();
  }
}

async function open(bytes: Uint8Array): Promise<PdfDocument> {
  try {
    // The parser takes the buffer over, so it gets a copy.
    return await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, useSystemFonts: false });
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') {
      throw new ConductorError('document.protected', 'The PDF is protected by a password.', {
        remedy: 'Save a copy without a password and open that.',
        cause: error,
      });
    }
    throw corrupt(error);
  }
}

function corrupt(cause: unknown): ConductorError {
  return new ConductorError('document.corrupt', 'The PDF is damaged or is no PDF.', {
    remedy: 'Export the document again, or use its Markdown or Word version.',
    cause,
  });
}

async function readPages(document: PdfDocument, signal: AbortSignal | undefined): Promise<SourceDocument> {
  const breathe = createBreathe(signal);
  const pages: Page[] = [];
  const lines: Line[][] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await loadPage(document, number);
    pages.push(page);
    lines.push(linesOf(page));
    await breathe();
  }
  if (!lines.some((page) => page.length > 0)) {
    throw new ConductorError('document.noText', 'The PDF holds pictures of pages and no text.', {
      remedy: 'Run text recognition (OCR) on it first, or use its original document.',
    });
  }
  const title = await titleOf(document, lines[0] ?? []);
  const blocks = isTagged(pages) ? taggedBlocks(pages, lines) : await blocksByLayout(document, lines);
  return { format: 'pdf', ...(title === undefined ? {} : { title }), blocks };
}

async function blocksByLayout(document: PdfDocument, pages: readonly (readonly Line[])[]): Promise<readonly Block[]> {
  const lines = withoutFurniture(pages);
  const outline = (await document.getOutline()) as readonly OutlineEntry[] | null;
  return untaggedBlocks(lines, headingTest(lines, outlineLevels(outline ?? [])), vocabularyOf(lines));
}

interface OutlineEntry {
  readonly title: string;
  readonly items: readonly OutlineEntry[];
}

function outlineLevels(entries: readonly OutlineEntry[], level = 1): [string, number][] {
  if (level > 6) return [];
  return entries.flatMap(({ title, items }) => [
    [title, level] as [string, number],
    ...outlineLevels(items, level + 1),
  ]);
}

/** The title that the document's properties give, where the first page says it too: many a property holds a file name. */
async function titleOf(document: PdfDocument, firstPage: readonly Line[]): Promise<string | undefined> {
  const { info } = await document.getMetadata();
  const title = 'Title' in info && typeof info.Title === 'string' ? cleanText(info.Title) : '';
  const isShown = firstPage.some(({ text }) => normalise(text) === normalise(title));
  return title !== '' && isShown ? title : undefined;
}
