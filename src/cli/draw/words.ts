// Numbers and places in words.
import type { Span } from '../../core/prd/document.ts';

/** "1 task", "2 tasks". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** "4", "1.5": for a column of hours. */
export function roundHours(hours: number): string {
  return String(Math.round(hours * 10) / 10);
}

/** "4 h", "1.5 h". */
export function formatHours(hours: number): string {
  return `${roundHours(hours)} h`;
}

/** "12:3", in a PDF "p2:12". */
export function formatPlace({ line, column, page }: Span): string {
  return page === undefined ? `${line}:${column}` : `p${page}:${line}`;
}
