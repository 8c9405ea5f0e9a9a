// Tells the kind of a requirement by its own words, where its section leaves that open.
import type { RequirementKind } from './model.ts';
import { firstMatch, rulesOf } from './rules.ts';

const OUT_OF_SCOPE =
  /\b(?:is|are|remains?) (?:explicitly )?(?:out of scope|not in scope|not part of)\b|\bwill not be (?:supported|included|part of)\b|^out[- ]of[- ]scope\b/i;
/** All that is left of a requirement whose number lives on: "Deleted in Rev. B", "(reserved)". */
const GONE =
  /^[([]?(?:(?:deleted|removed|deprecated|withdrawn|dropped|obsolete|void|superseded|replaced|reserved|unused|not used|intentionally (?:left )?(?:blank|empty))(?: (?:in|with|since|as of|from|by) (?:(?:rev|ver|version|revision|release|draft|v|r)\b.{0,20}|[A-Z]{0,6}[-_ ]?\d[\w.-]*))?)[)\]]?\.?$/i;
const ASSUMPTION = /^(?:we assume|assum(?:es|ing|ed|ption)\b|it is assumed)|\b(?:is|are) assumed\b/i;
const CONSTRAINT =
  /\bbuilt (?:on|with|in)\b|\bmust (?:use|run (?:on|in|under)|be (?:written|built|implemented|hosted|deployed) (?:in|on|with))\b|^(?:uses|written in|runs? on|hosted on|deployed (?:on|to)) |\bcompatible with\b|\bno (?:native|third-party|external)\b|^no \b.*\b(?:in|without)\b|\b(?:limited|restricted) to\b/i;
/** Speak of how well something is done, whatever else they say. */
const QUALITY =
  /\b(?:response times?|latency|throughput|concurrent (?:users?|students?|sessions?|requests?|connections?)|uptime|availability of|wcag|gdpr|hipaa|soc ?2|owasp|tls|encrypt(?:ed|ion)? (?:at rest|in transit))\b|\b\d{2}(?:\.\d+)?\s?% (?:uptime|availability|of requests)/i;

const FIGURE =
  /(?:[<≤]\s?|\b(?:within|under|in less than|at least|at most|no more than) )\d+(?:\.\d+)?\s?(?:ms|milliseconds?|s|sec|seconds?|minutes?|mb|gb|percent|%)/i;
const TAKES_TIME =
  /\b(?:respond|answer|load|take|open|start|return|complete|finish|render|process|appear|react|execut|refresh|updat)\w*(?:\s+[\w-]+){0,3}\s+$/i;
/** More words than this beside a figure say what is to be built. */
const FEW_WORDS = 8;

/** "Pages load within 200 ms" is about the figure; "scan a receipt, and its items are listed within 5 seconds" is about the scan. */
function isMainlyFigure(text: string): boolean {
  const match = FIGURE.exec(text);
  if (match === null) return false;
  const before = text.slice(0, match.index);
  const words = text.replace(match[0], ' ').match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return words <= FEW_WORDS || (TAKES_TIME.test(before) && !/\b(?:and|then)\b/i.test(before));
}

/** `base` is what the section, table column or lead-in says; only a functional one may turn out to be something else. */
export function kindOf(text: string, base: RequirementKind): RequirementKind {
  if (OUT_OF_SCOPE.test(text) || GONE.test(text)) return 'out-of-scope';
  if (base === 'constraint' || base === 'assumption') return ASSUMPTION.test(text) ? 'assumption' : base;
  if (base !== 'functional') return base;
  if (ASSUMPTION.test(text)) return 'assumption';
  if (CONSTRAINT.test(text)) return 'constraint';
  return QUALITY.test(text) || isMainlyFigure(text) ? 'non-functional' : 'functional';
}

const NAMES = rulesOf<RequirementKind>(
  ['non-functional', /^(?:nfr|non[- ]?functional|quality|performance|security|usability|reliability)\b/i],
  ['constraint', /^(?:constraint|con|technical)\b/i],
  ['assumption', /^assumption\b/i],
  ['goal', /^(?:goal|objective|metric|kpi)\b/i],
  ['out-of-scope', /^(?:out[- ]of[- ]scope|won'?t)\b/i],
  ['functional', /^(?:fr|functional|feature|user story|story)\b/i],
);

/** A cheap look before the names: most identifiers name none. */
const NAME = /^\s*(?:fr\b|[a-z]{3})/i;

/** The kind that an identifier or a table cell names: "NFR-3", "Constraint", "Functional". */
export function namedKind(words: string): RequirementKind | undefined {
  return NAME.test(words) ? firstMatch(NAMES, words.trim()) : undefined;
}
