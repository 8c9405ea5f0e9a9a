// Running headers, footers and page numbers: lines at the edge of pages that come again and again.
import type { Line } from './lines.ts';

/** How many lines at the top and at the bottom of a page may belong to its frame. */
const EDGE_LINES = 3;
const PAGE_NUMBER = /^(?:[-–—|\s]*)(?:page\s+|p\.\s*|seite\s+)?\d{1,4}(?:\s*(?:of|\/|von)\s*\d{1,4})?(?:[-–—|\s]*)$/i;

/** The pages without their frames. A line counts as frame when it stands at the edge of half the pages, page numbers aside. */
export function withoutFurniture(pages: readonly (readonly Line[])[]): Line[] {
  const counts = new Map<string, number>();
  for (const lines of pages) {
    for (const key of new Set(edgesOf(lines).map(keyOf))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const enough = Math.max(2, Math.ceil(pages.length / 2));
  return pages.flatMap((lines) => {
    const edges = new Set(edgesOf(lines));
    return lines.filter((line, index) => {
      const isOutermost = index === 0 || index === lines.length - 1;
      if (isOutermost && PAGE_NUMBER.test(line.text)) return false;
      return !edges.has(line) || (counts.get(keyOf(line)) ?? 0) < enough;
    });
  });
}

function edgesOf(lines: readonly Line[]): readonly Line[] {
  return lines.length <= EDGE_LINES * 2 ? lines : [...lines.slice(0, EDGE_LINES), ...lines.slice(-EDGE_LINES)];
}

/** The same words at the same height; digits differ from page to page. */
function keyOf({ text, y }: Line): string {
  return `${text.replace(/\d+/g, '#')}@${Math.round(y / 4)}`;
}
