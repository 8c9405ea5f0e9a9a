// The document formats that can be read, in the order in which they are offered.
import { markdownReader } from '../../core/prd/markdown.ts';
import type { DocumentReader } from '../../core/prd/document.ts';
import { plainTextReader } from '../../core/prd/plainText.ts';

export const documentReaders: readonly DocumentReader[] = [markdownReader, plainTextReader];
