// Reads columns out of SQLite's loosely typed rows: any column may hold any type of value.
import type { SqlRow } from './sqlite.ts';

/** The column as text; empty for NULL. */
export function text(row: SqlRow, column: string): string {
  return textOrNull(row, column) ?? '';
}

export function textOrNull(row: SqlRow, column: string): string | null {
  const value = row[column];
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? new TextDecoder().decode(value) : String(value);
}

/** The column as a number; 0 for NULL or text that is none. */
export function number(row: SqlRow, column: string): number {
  return numberOrNull(row, column) ?? 0;
}

export function numberOrNull(row: SqlRow, column: string): number | null {
  const value = row[column];
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' && typeof value !== 'bigint') return null;
  const parsed = Number(value);
  return value !== '' && Number.isFinite(parsed) ? parsed : null;
}

/** Text for what is neither text nor a number. */
export function valueOf(row: SqlRow, column: string): string | number | null {
  const value = row[column];
  return typeof value === 'number' ? value : textOrNull(row, column);
}

/** The object in a JSON column; `{}` where there is none or it cannot be parsed, as Taskwerk itself reads it. */
export function jsonObject(row: SqlRow, column: string): Readonly<Record<string, unknown>> {
  const value = parseJson(textOrNull(row, column));
  return isRecord(value) ? value : {};
}

export function parseJson(json: string | null): unknown {
  if (json === null || json === '') return null;
  if (json === '{}') return {};
  try {
    return JSON.parse(json);
  } catch {
    // Anybody may write these columns; unreadable text counts as absent.
    return null;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
