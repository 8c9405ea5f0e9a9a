// The document formats that can be read, in the order in which they are offered.
import type { DocumentReader } from '../../core/prd/document.ts';
import { markdownReader } from '../../core/prd/markdown.ts';
import { plainTextReader } from '../../core/prd/plainText.ts';

// The parsers of these two are large: each is loaded with the first document of its kind.
const pdfReader: DocumentReader = {
  format: 'pdf',
  extensions: ['.pdf'],
  read: async (bytes, signal) => (await import('./pdf.ts')).readPdf(bytes, signal),
};

const docxReader: DocumentReader = {
  format: 'docx',
  extensions: ['.docx'],
  read: async (bytes, signal) => (await import('./docx.ts')).readDocx(bytes, signal),
};

export const documentReaders: readonly DocumentReader[] = [markdownReader, plainTextReader, pdfReader, docxReader];
