// What a single line of text looks like: a bullet, a numbered or upper-case heading, a drawing, a table of contents.
import { STATUS_MARK } from './status.ts';

export interface Bullet {
  readonly indent: number;
  /** Where the words begin, 0-based. */
  readonly start: number;
  readonly ordered: boolean;
  readonly checked?: boolean;
}

const BULLET =
  /^(\s*)(?:([-*+•◦▪▫‣⁃●○■□–—·»➢]|\uF0B7|o(?=\s{1,3}\S))|(\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]))\s+(?:\[([ xX])\]\s+)?(?=\S)/u;

export function bulletOf(line: string): Bullet | undefined {
  const match = BULLET.exec(line);
  if (!match) return statusBullet(line);
  const [whole, indent = '', , number, box] = match;
  return {
    indent: indent.replaceAll('\t', '    ').length,
    start: whole.length,
    ordered: number !== undefined,
    ...(box === undefined ? {} : { checked: box !== ' ' }),
  };
}

/** A mark such as ✔ or ☐ serves as bullet and stays with the words, since it says how far the item is. */
function statusBullet(line: string): Bullet | undefined {
  const start = line.length - line.trimStart().length;
  const isMarked = /^(?:✓|✔|✅|☑|☐|☒|✗|✘|❌|⬜)\uFE0F?\s+\S/u.test(line.slice(start));
  return isMarked ? { indent: start, start, ordered: false } : undefined;
}

const NUMBERED =
  /^((?:\d{1,3}|[A-Z])(?:\.\d{1,3})+\.?|\d{1,2}[.)]?|[IVX]{1,5}\.|(?:chapter|section|part|phase|feature|epic|milestone|appendix|module|sprint|stage) +[\dA-Z]{1,3}[.:)]?)\s+(\S.*)$/i;
const MAX_HEADING_LENGTH = 90;

/** The level of a numbered heading: a short line that ends no sentence and has no sibling right above or below. */
export function numberedHeading(
  line: string,
  { above, below }: { readonly above: string; readonly below: string },
): number | undefined {
  const match = /^\s{0,3}\S/.test(line) ? NUMBERED.exec(line.trim()) : null;
  if (!match || line.trim().length > MAX_HEADING_LENGTH) return undefined;
  const [, number = '', words = ''] = match;
  const isNamed = /^[a-z]{3,}/i.test(number);
  if (!isNamed && !/^["“(\p{Lu}]/u.test(words) && !STATUS_MARK.test(words.slice(0, 2))) return undefined;
  if (/[.;,]$/.test(words) || /\b(?:shall|must|should|will)\b/i.test(words)) return undefined;
  const depth = number.replace(/\.$/, '').split('.').length;
  // "1. First" over "2. Second" is a list, and so is "3.1.1 First" over "3.1.2 Second".
  const isSibling = (other: string): boolean => new RegExp(`^\\s{0,3}${siblingOf(number, depth)}\\s`, 'u').test(other);
  if (/^\d/.test(number) && (isSibling(above) || isSibling(below))) return undefined;
  return isNamed ? 2 : depth;
}

/** The pattern of a number of the same depth under the same one. */
function siblingOf(number: string, depth: number): string {
  if (depth === 1) return String.raw`\d{1,3}[.)]`;
  const parent = number
    .replace(/\.$/, '')
    .split('.')
    .slice(0, -1)
    .join(String.raw`\.`);
  return String.raw`${parent}\.\d{1,3}\.?`;
}

/** The level of a line in capitals: one that holds at least one word of four letters and ends no sentence. */
export function upperCaseHeading(line: string): number | undefined {
  const words = line.trim().replace(/:$/, '');
  const isShort = words.length >= 4 && words.length <= MAX_HEADING_LENGTH;
  const isUpper = !/\p{Ll}/u.test(words) && /\p{Lu}{4}/u.test(words) && !/[.;,!?|]$/.test(words);
  return isShort && isUpper && !bulletOf(line) ? 1 : undefined;
}

/** "WHO", "V0 (ship in 5 weeks)" over what it heads: short capitals are one where the document has such headings. */
export function isShortHeading(line: string, below: string): boolean {
  const words = line
    .trim()
    .replace(/\s*\([^()]*\)$/, '')
    .replace(/:$/, '');
  const isUpper = /^[\p{Lu}\d](?:[\p{Lu}\d&/.'’-]| (?=\S)){1,40}$/u.test(words) && /\p{Lu}/u.test(words);
  return isUpper && below.trim() !== '' && !words.endsWith('.') && !bulletOf(line);
}

const MAX_TITLE_LENGTH = 60;

/** True for a short first line that names the document: no sentence, and what follows does not continue it. */
export function isTitleLine(line: string, below: string): boolean {
  const words = line.trim();
  const isName = words.length >= 3 && words.length <= MAX_TITLE_LENGTH && !/[.:;,!?|]$/.test(words);
  return isName && /^[\p{Lu}\d]/u.test(words) && !/^[^\s:]+:\s/u.test(words) && !/^\s*\p{Ll}/u.test(below);
}

/** Box drawing, arrows made of signs, shell prompts: a picture or an example, no words of the author. */
export function isDrawing(line: string): boolean {
  if (/^\s*(?:\$|>>>|PS>|C:\\>)\s+\S/.test(line)) return true;
  const signs = line.match(/[│┌┐└┘├┤┬┴┼─═║╔╗╚╝▶◀▲▼←→↑↓|+\\/_=<>^-]/gu)?.length ?? 0;
  const letters = line.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return (
    /[│┌┐└┘├┤┬┴┼║╔╗╚╝]/u.test(line) ||
    (/[|+]/.test(line) && signs >= 4 && signs > letters) ||
    (/[-=]{2,}>|<[-=]{2,}/.test(line) && signs > letters * 0.3)
  );
}

/** "2.1 Login ........ 7" */
export function isTocLine(line: string): boolean {
  return /\S\s*(?:\.\s?){4,}\s*\d{1,4}\s*$/.test(line);
}
