// Figures that a product has to keep or reach: "availability is 99.9 % a month" → "keep availability at 99.9 % a month".

const LIMIT =
  '(?:[<>≤≥]=?|below|under|above|over|at (?:least|most)|less than|more than|no more than|fewer than|within|up to|between)';
const FIGURE = '\\d[\\d.,–-]*';
const LABELLED = new RegExp(
  `^(?<what>\\p{L}[\\p{L}\\p{N}' ()/-]{2,60}?)(?:\\s*:|\\s+(?:is|are|stays?|remains?)(?: kept)?)\\s+(?<limit>${LIMIT}\\s+)?(?<figure>${FIGURE})(?<rest>\\s?\\S.*)?$`,
  'iu',
);
const BARE = new RegExp(`^(?:${LIMIT}\\s+)?${FIGURE}\\s?(?:%|\\p{L}[\\p{L}-]*\\b).*`, 'iu');
const RATE = /(?:\ba|\ban|\bper|\beach|\/)\s?(?:second|minute|hour|day|week|month|year|s|min|h|sec)\b|\d\s?%/iu;
const BOUND =
  /[<>≤≥]|\b(?:less than|more than|at (?:most|least)|under \d|within \d|no more than|up to \d|\d+(?:\.\d+)?\s*%)/iu;

export function measure(text: string): string | null {
  return labelled(text) ?? bare(text) ?? bound(text) ?? target(text);
}

/** "Opening time: below 2 seconds" → "Keep opening time below 2 seconds". */
function labelled(text: string): string | null {
  const { what, limit, figure, rest = '' } = LABELLED.exec(text)?.groups ?? {};
  if (!what || !figure || !/^\s?(?:%|ms|s|[kmg]b|\p{L})/iu.test(rest)) return null;
  if (/\b(?:is|are|must|shall|can)\b/iu.test(rest)) return null;
  if (/^(?:wait|step|phase|version|section|level|option|there|it)\b/iu.test(what)) return null;
  return `Keep ${what} ${limit ? limit.toLowerCase() : 'at '}${figure}${rest}`;
}

/** "Start: cold start < 2.5 s", "start-up: operational no later than 90 s after power-on". */
function target(text: string): string | null {
  const { label, rest } = /^(?<label>[\p{L}-]+(?:\s[\p{L}-]+){0,2}):\s+(?<rest>.+)$/u.exec(text)?.groups ?? {};
  if (!label || !rest || !/\d/u.test(rest) || !(BOUND.test(rest) || LATEST.test(rest))) return null;
  if (/\b(?:is|are|must|shall|should|can|may|will)\b/iu.test(rest)) return null;
  return /^(?:[\p{L}-]+\s){1,4}[<>≤≥]=?\s?\d/u.test(rest) ? `Keep ${rest}` : `Meet the ${label} target: ${rest}`;
}

const LATEST = /\b(?:no later than|within|at most|at least) \d/iu;

/** "500 requests a second", "20 concurrent users". */
function bare(text: string): string | null {
  if (!BARE.test(text)) return null;
  if (/\b(?:concurrent|simultaneous|parallel)\b/iu.test(text)) return `Support ${text}`;
  return RATE.test(text) && !/\b(?:is|are|must|shall|can|limit)\b/iu.test(text) ? `Reach ${text}` : null;
}

/** "response time < 2 seconds" → "Keep response time < 2 seconds". */
function bound(text: string): string | null {
  if (!BOUND.test(text)) return null;
  if (
    /^(?:[\w-]+\s){0,4}(?:time|latency|size|memory|usage|load|cpu|startup|cost|bundle|image|package|file|download|binary|installer)\b/iu.test(
      text,
    )
  )
    return `Keep ${text}`;
  const { kept, figure } =
    /^(?<kept>(?:[\w-]+\s){0,3}(?:uptime|availability)) (?<figure>\d.*)$/iu.exec(text)?.groups ?? {};
  if (kept && figure) return `Keep ${kept} at ${figure}`;
  if (/^(?:[\w-]+\s){0,3}(?:coverage|accuracy|uptime|availability|rate|throughput|score)\b/iu.test(text))
    return `Reach ${text}`;
  return null;
}
