// One page of a PDF as runs of text with place, size and font, and its structure tree when it is tagged.
import { type getDocumentProxy, getResolvedPDFJS } from 'unpdf';
import { type Mark, marksOf } from './marks.ts';

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;
type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>;

/** A piece of text in one font; sizes and places in points, `y` growing upwards. */
export interface Run {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly isBold: boolean;
  readonly isMono: boolean;
  /** Names the marked content that it belongs to; the structure tree refers to it. */
  readonly content?: string;
}

/** An element of the structure tree: a role with children, or a reference to marked content. */
export interface StructureNode {
  readonly role?: string;
  readonly children?: readonly StructureNode[];
  readonly type?: string;
  readonly id?: string;
}

export interface Page {
  /** 1-based. */
  readonly number: number;
  readonly runs: readonly Run[];
  readonly marks: readonly Mark[];
  readonly structure: StructureNode | null;
}

interface FontFace {
  readonly isBold: boolean;
  readonly isMono: boolean;
}

export async function loadPage(document: PdfDocument, number: number): Promise<Page> {
  const page = await document.getPage(number);
  // Font names, and with them bold type, are known only once the operators have been read.
  const operators = await page.getOperatorList();
  const { OPS } = await getResolvedPDFJS();
  const { items } = await page.getTextContent({ includeMarkedContent: true });
  const structure = (await page.getStructTree()) as StructureNode | null;
  const faces = new Map<string, FontFace>();
  const runs: Run[] = [];
  const open: (string | null | undefined)[] = [];
  for (const item of items) {
    if (!('str' in item)) {
      if (item.type.startsWith('begin')) open.push(item.id);
      else open.pop();
    } else if (item.str !== '') {
      const face = faces.get(item.fontName) ?? faceOf(page, item.fontName);
      faces.set(item.fontName, face);
      runs.push(runOf(item.str, item.transform as number[], item.width, item.height, face, open.findLast(isNamed)));
    }
  }
  page.cleanup();
  return { number, runs, marks: marksOf(operators, OPS), structure };
}

/** Marked content within marked content, such as a ligature with its letters, may have no name: the one around it counts. */
function isNamed(id: string | null | undefined): id is string {
  return typeof id === 'string';
}

function runOf(
  text: string,
  transform: readonly number[],
  width: number,
  height: number,
  face: FontFace,
  content: string | undefined,
): Run {
  const [a = 0, b = 0, , , x = 0, y = 0] = transform;
  const size = height > 0 ? height : Math.hypot(a, b);
  return { text, x, y, width, size, ...face, ...(content === undefined ? {} : { content }) };
}

function faceOf(page: PdfPage, fontName: string): FontFace {
  const font: unknown = page.commonObjs.has(fontName) ? page.commonObjs.get(fontName) : undefined;
  const name = typeof font === 'object' && font !== null && 'name' in font ? String(font.name) : '';
  return { isBold: /bold|black|heavy|semibold|demi/i.test(name), isMono: /mono|courier|consol|menlo|code/i.test(name) };
}
