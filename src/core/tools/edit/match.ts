// Where a quoted text stands in a file: exactly, else apart from blanks at the ends of lines. All places; nothing is guessed.
import { indentationMap, reindent } from './indent.ts';

/** Characters `start` to `end` are to become `text`. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Matches {
  readonly kind: 'exact' | 'tolerant';
  /** Where each begins and ends. */
  readonly places: readonly { readonly start: number; readonly end: number }[];
  /** Null where the file's indentation does not tell that of the new text. */
  readonly replace: (place: { readonly start: number; readonly end: number }) => Replacement | null;
}

/** Null where the old text is nowhere. Exact places may overlap. */
export function findMatches(text: string, oldText: string, newText: string): Matches | null {
  return (
    exactMatches(text, oldText, newText) ??
    // The model writes `\n`, whatever the file has.
    (oldText.includes('\n') && !oldText.includes('\r')
      ? exactMatches(text, oldText.replaceAll('\n', '\r\n'), newText)
      : null) ??
    tolerantMatches(text, oldText, newText)
  );
}

function exactMatches(text: string, oldText: string, newText: string): Matches | null {
  const places = [];
  for (let at = text.indexOf(oldText); at >= 0; at = text.indexOf(oldText, at + 1)) {
    places.push({ start: at, end: at + oldText.length });
  }
  if (places.length === 0) return null;
  return {
    kind: 'exact',
    places,
    replace: ({ start, end }) => ({ start, end, text: withLineEnd(newText, lineEndAt(text, start, end)) }),
  };
}

interface Line {
  readonly start: number;
  /** Without its line end. */
  readonly end: number;
  readonly next: number;
}

/** Whole lines that are the same without blanks at their ends, and indented alike. */
function tolerantMatches(text: string, oldText: string, newText: string): Matches | null {
  const quoted = linesOfText(oldText);
  const wanted = quoted.map((line) => line.trim());
  if (wanted.every((line) => line === '')) return null;
  const lines = splitLines(text);
  const trimmed = lines.map(({ start, end }) => text.slice(start, end).trim());
  const places: { start: number; end: number; maps: ReadonlyMap<string, string> }[] = [];
  for (let first = 0; first + wanted.length <= lines.length; first++) {
    if (!wanted.every((line, index) => line === trimmed[first + index])) continue;
    const found = lines.slice(first, first + wanted.length);
    const map = indentationMap(
      quoted,
      found.map(({ start, end }) => text.slice(start, end)),
    );
    const last = found.at(-1);
    if (map && last) {
      const end = oldText.endsWith('\n') ? last.next : last.end;
      places.push({ start: found[0]?.start ?? 0, end, maps: map });
    }
  }
  if (places.length === 0) return null;
  const maps = new Map(places.map(({ start, maps }) => [start, maps]));
  return {
    kind: 'tolerant',
    places,
    replace: ({ start, end }) => {
      const replaced = reindent(newText.split(/\r?\n/), maps.get(start) ?? new Map<string, string>());
      if (!replaced) return null;
      const isLastLine = oldText.endsWith('\n') && end === text.length && !text.endsWith('\n');
      const joined = replaced.join('\n');
      // The file's last line has no end, and gets none.
      const fitting = isLastLine && joined.endsWith('\n') ? joined.slice(0, -1) : joined;
      return { start, end, text: withLineEnd(fitting, lineEndAt(text, start, end)) };
    },
  };
}

/** An end of the last line opens no further line. */
function linesOfText(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  return lines.length > 1 && lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

export function splitLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline + 1;
    const end = newline < 0 ? next : newline > start && text[newline - 1] === '\r' ? newline - 1 : newline;
    lines.push({ start, end, next });
    start = next;
  }
  return lines;
}

const withLineEnd = (text: string, lineEnd: '\n' | '\r\n'): string =>
  lineEnd === '\n' ? text : text.replace(/(?<!\r)\n/g, '\r\n');

/** The line end within the place, else the next one after it, else the last one before. */
function lineEndAt(text: string, start: number, end: number): '\n' | '\r\n' {
  const within = text.indexOf('\n', start);
  const at = within >= 0 ? within : text.lastIndexOf('\n', end);
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** Counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
