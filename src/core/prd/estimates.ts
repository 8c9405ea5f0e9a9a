// Estimates that a document states: "(8 weeks, Billing)", "Estimate: 3 days", "5–8 h" in a column named so.

/** Work that the document puts a figure to. */
export interface StatedEstimate {
  readonly hours: number;
  /** As it stands in the document, e.g. "8 weeks". */
  readonly words: string;
}

const AMOUNT = '\\d{1,4}(?:[.,]\\d{1,2})?(?:\\s?(?:-|–|to)\\s?\\d{1,4}(?:[.,]\\d{1,2})?)?';
const UNIT = '(?:(?:person|man|working|work|business)[- ]?)?(?:hours?|hrs?|h|days?|d|weeks?|wks?|w)|pd|md';
const DURATION = `(?:(?:~|≈|about|approx\\.?|ca\\.?)\\s?)?(?:${AMOUNT})\\s?(?:${UNIT})`;
const NAME = '(?:estimated? (?:effort|time|duration)|time estimate|estimated?|est\\.?|effort|duration|workload)';
const ALONE = new RegExp(`^(?:${NAME}\\s*[:=]?\\s*)?(?<words>${DURATION})(?: of (?:work|effort))?$`, 'iu');
/** "Estimate: 3 days", at the start or as a sentence or remark of its own. */
const NAMED = new RegExp(
  `(?:^|[.;,–—]\\s+|[([]\\s*)\\**${NAME}\\**\\s*[:=]\\**\\s*(?<words>${DURATION})(?=$|[\\s.,;)\\]])`,
  'iu',
);
const OPENS_NAMED = new RegExp(`^${NAME}\\b`, 'iu');
const PARTS = new RegExp(
  `^(?<words>(?:(?:~|≈|about|approx\\.?|ca\\.?)\\s?)?(?<from>\\d+(?:[.,]\\d+)?)(?:\\s?(?:-|–|to)\\s?(?<to>\\d+(?:[.,]\\d+)?))?)\\s?(?<unit>${UNIT})?$`,
  'iu',
);
const HOURS_A_DAY = 8;
const HOURS_A_WEEK = 40;

/** A cheap look before the patterns: most texts state no duration. */
const HINT = /\d\s?(?:person|man|work|business|h|d|w|p|m)/i;
const NAMED_HINT = /\b(?:est|effort|duration|workload)/i;
/** The last remark in brackets, and what stands before it. */
const REMARK = /(?<before>\S)\s*\**(?<open>[([])(?<inside>[^()[\]]{1,80})[)\]]\**[\s.;,]*$/u;

/** What a text states of its own work; undefined for every other duration, such as how long something is kept. */
export function estimateIn(text: string): StatedEstimate | undefined {
  if (!HINT.test(text)) return undefined;
  const named = NAMED_HINT.test(text) ? NAMED.exec(text)?.groups?.['words'] : undefined;
  if (named !== undefined) return estimateOf(named);
  const { inside } = remarkOf(text) ?? {};
  return inside === undefined ? undefined : estimateAmong(partsOf(inside));
}

/** The text without the remark that its estimate stands in. */
export function withoutEstimate(text: string): string {
  const remark = remarkOf(text);
  const bare = remark && estimateAmong(partsOf(remark.inside)) ? text.slice(0, remark.at) : text;
  return bare.replace(NAMED, '').trim() || text;
}

/** Of a cell in a column of estimates; the column's name tells the unit of a mere number: "Effort (days)". */
export function estimateOfCell(cell: string, column: string): StatedEstimate | undefined {
  if (!/\d/.test(cell)) return undefined;
  const unit = /\b(?:hours?|hrs?|h|days?|d|pd|weeks?|wks?|w)\b/i.exec(column.replace(/^\W+/u, ''))?.[0];
  return estimateOf(cell) ?? (unit === undefined ? undefined : estimateOf(`${cell.trim()} ${unit}`));
}

/** "3–5 days" → its middle in hours: 8 make a day, 40 a week. */
function estimateOf(words: string): StatedEstimate | undefined {
  const { from, to, unit } = PARTS.exec(words.trim())?.groups ?? {};
  if (from === undefined || unit === undefined) return undefined;
  const [least, most] = [from, to ?? from].map((figure) => Number(figure.replace(',', '.')));
  const each = /h(?:ou)?rs?$|h$/i.test(unit) ? 1 : /w(?:ee)?ks?$|w$/i.test(unit) ? HOURS_A_WEEK : HOURS_A_DAY;
  const hours = Math.round((((least ?? 0) + (most ?? 0)) / 2) * each * 10) / 10;
  return hours > 0 ? { hours, words: words.trim() } : undefined;
}

interface Remark {
  readonly at: number;
  readonly inside: string;
}

/**
 * A remark that may hold an estimate: in square brackets, behind a full stop, or with more in it than a duration. "Keep logs
 * (30 days)" tells what is built.
 */
function remarkOf(text: string): Remark | undefined {
  const match = REMARK.exec(text);
  const { before = '', open, inside = '' } = match?.groups ?? {};
  if (!match || !HINT.test(inside)) return undefined;
  const isApart = open === '[' || /[.!?]/u.test(before) || OPENS_NAMED.test(inside.trim());
  const others = partsOf(inside).filter((part) => !ALONE.test(part));
  const isAttribute = others.some((part) =>
    /^\p{Lu}|^(?:after|requires?|needs?|in parallel|depends|blocked)\b/u.test(part),
  );
  return isApart || isAttribute ? { at: match.index + before.length, inside } : undefined;
}

function partsOf(inside: string): string[] {
  return inside.split(/\s*[,;|/]\s+|\s+[–—]\s+/u).map((part) => part.trim());
}

function estimateAmong(parts: readonly string[]): StatedEstimate | undefined {
  for (const part of parts) {
    const words = ALONE.exec(part)?.groups?.['words'];
    const estimate = words === undefined ? undefined : estimateOf(words);
    if (estimate) return estimate;
  }
  return undefined;
}

/** "Estimate: 3 days": says nothing but how much work the thing is that it stands under. */
export function isMereEstimate(text: string): boolean {
  return HINT.test(text) && ALONE.test(text.replace(/[.;]$/u, ''));
}
