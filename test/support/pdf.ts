// Writes a small untagged PDF: lines of text in Helvetica with sizes and places, enough for a test or a benchmark.

export interface PdfText {
  readonly text: string;
  /** From the left and the bottom edge, in points, on a page of 595 × 842. */
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly bold?: boolean;
}

/** @param trailer more entries of the trailer, e.g. an encryption. */
export function pdfOf(pages: readonly (readonly PdfText[])[], trailer = ''): Buffer {
  const objects: string[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${5 + index * 2} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>',
  ];
  for (const [index, texts] of pages.entries()) {
    const stream = texts.map(showText).join('\n');
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${6 + index * 2} 0 R >>`,
      `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    );
  }
  return Buffer.from(assemble(objects, trailer), 'latin1');
}

function showText({ text, x, y, size = 10, bold = false }: PdfText): string {
  const escaped = text.replaceAll('•', '\x95').replace(/[\\()]/g, (sign) => `\\${sign}`);
  return `BT /F${bold ? 2 : 1} ${size} Tf ${x} ${y} Td (${escaped}) Tj ET`;
}

function assemble(objects: readonly string[], more: string): string {
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${more} >>\nstartxref\n${body.length}\n%%EOF\n`;
  return `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}`;
}
