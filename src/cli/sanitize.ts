// Makes text from documents and databases harmless for a terminal.
import { stripVTControlCharacters } from 'node:util';

/** Controls (C0, C1) but tab and line feed, and the marks that reorder a line (bidi embeddings, overrides, isolates). */
const harmful = /(?![\t\n])\p{Control}|[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/gu;

export function sanitizeText(text: string): string {
  return stripVTControlCharacters(text).replace(/\r\n?/g, '\n').replace(harmful, '');
}

/** The same data with every string in it made harmless, keys of maps and objects too. */
export function sanitize<T>(data: T): T {
  return clean(data) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return sanitizeText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [clean(key), clean(item)]));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [sanitizeText(key), clean(item)]));
  return value;
}

/** One JSON text: the characters that a terminal could act on are written as escapes, which JSON reads back the same. */
export function formatJson(value: object): string {
  return JSON.stringify(value, null, 2).replace(
    harmful,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
