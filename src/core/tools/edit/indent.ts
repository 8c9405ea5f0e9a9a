// A replacement as the file is indented: the model wrote it with the indentation of the text that it quoted.

const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';
const isBlank = (line: string): boolean => line.trim() === '';

/** What each indentation of the quoted lines is in the file; null where one stands for several, so that nothing is certain. */
export function indentationMap(
  quoted: readonly string[],
  found: readonly string[],
): ReadonlyMap<string, string> | null {
  const map = new Map<string, string>();
  for (const [index, line] of quoted.entries()) {
    if (isBlank(line)) continue;
    const [from, to] = [indentOf(line), indentOf(found[index] ?? '')];
    const known = map.get(from);
    if (known !== undefined && known !== to) return null;
    map.set(from, to);
  }
  return new Set(map.values()).size === map.size ? map : null;
}

/** The lines with the file's indentation. Null where a line lies further out than anything that tells how. */
export function reindent(lines: readonly string[], map: ReadonlyMap<string, string>): readonly string[] | null {
  const unit = unitOf(map, lines);
  const result: string[] = [];
  for (const line of lines) {
    const from = indentOf(line);
    const to = isBlank(line) ? '' : translate(from, map, unit);
    if (to === null) return null;
    result.push(isBlank(line) ? line : to + line.slice(from.length));
  }
  return result;
}

/** One step of indentation as it was quoted, and in the file. */
interface Unit {
  readonly from: string;
  readonly to: string;
}

function translate(indent: string, map: ReadonlyMap<string, string>, unit: Unit | null): string | null {
  const known = map.get(indent);
  if (known !== undefined) return known;
  const quoted = [...map.keys()].sort((one, other) => other.length - one.length);
  const outer = quoted.find((from) => indent.startsWith(from));
  if (outer !== undefined) return (map.get(outer) ?? '') + convert(indent.slice(outer.length), unit);
  const inner = quoted.findLast((from) => from.startsWith(indent));
  if (inner === undefined) return null;
  const [to, more] = [map.get(inner) ?? '', convert(inner.slice(indent.length), unit)];
  return to.endsWith(more) ? to.slice(0, to.length - more.length) : null;
}

function convert(indent: string, unit: Unit | null): string {
  if (!unit) return indent;
  let at = 0;
  let converted = '';
  for (; indent.startsWith(unit.from, at); at += unit.from.length) converted += unit.to;
  return converted + indent.slice(at);
}

/** Null where both sides indent alike. */
function unitOf(map: ReadonlyMap<string, string>, lines: readonly string[]): Unit | null {
  const pairs: (readonly [string, string])[] = map.has('') ? [...map] : [...map, ['', '']];
  for (const [from, to] of pairs) {
    for (const [deeperFrom, deeperTo] of map) {
      if (!deeperFrom.startsWith(from) || !deeperTo.startsWith(to)) continue;
      const unit = smallest(deeperFrom.slice(from.length), deeperTo.slice(to.length));
      if (unit) return unit;
    }
  }
  // Only the file tells that it has tabs: then a step is what all indentations of the replacement are multiples of.
  const hasTabs = [...map.values()].some((to) => to.startsWith('\t'));
  const widths = lines.filter((line) => !isBlank(line)).map((line) => indentOf(line).length);
  const step = widths.reduce(commonDivisor, 0);
  const isSpaced = lines.every((line) => !indentOf(line).includes('\t'));
  return hasTabs && isSpaced && step > 0 ? { from: ' '.repeat(step), to: '\t' } : null;
}

/** "        " for "\t\t" → "    " for "\t". */
function smallest(from: string, to: string): Unit | null {
  if (from === '' || to === '' || from.startsWith(to.slice(0, 1))) return null;
  const steps = commonDivisor(from.length, to.length);
  return { from: from.slice(0, from.length / steps), to: to.slice(0, to.length / steps) };
}

const commonDivisor = (one: number, other: number): number => (other === 0 ? one : commonDivisor(other, one % other));
