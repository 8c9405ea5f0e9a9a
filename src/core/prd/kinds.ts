// Tells the kind of a requirement by its own words, where its section leaves that open.
import type { RequirementKind } from './model.ts';
import { firstMatch, rulesOf } from './rules.ts';

const OUT_OF_SCOPE =
  /\b(?:is|are|remains?) (?:explicitly )?(?:out of scope|not in scope|not part of)\b|\bwill not be (?:supported|included|part of)\b|^out[- ]of[- ]scope\b/i;
const ASSUMPTION = /^(?:we assume|assum(?:es|ing|ed|ption)\b|it is assumed)|\b(?:is|are) assumed\b/i;
const CONSTRAINT =
  /\bbuilt (?:on|with|in)\b|\bmust (?:use|run (?:on|in|under)|be (?:written|built|implemented|hosted|deployed) (?:in|on|with))\b|^(?:uses|written in|runs? on|hosted on|deployed (?:on|to)) |\bcompatible with\b|\bno (?:native|third-party|external)\b|^no \b.*\b(?:in|without)\b|\b(?:limited|restricted) to\b/i;
const QUALITY =
  /\b(?:response times?|latency|throughput|concurrent (?:users?|students?|sessions?|requests?|connections?)|uptime|availability of|wcag|gdpr|hipaa|soc ?2|owasp|tls|encrypt(?:ed|ion)? (?:at rest|in transit))\b|[<≤]\s?\d+(?:\.\d+)?\s?(?:ms|s|sec|seconds?|minutes?|mb|gb|%)\b|\b(?:within|under|in less than|at least|at most|no more than) \d+(?:\.\d+)?\s?(?:ms|milliseconds?|s|seconds?|minutes?|percent|%)|\b\d{2}(?:\.\d+)?\s?% (?:uptime|availability|of requests)/i;

/** `base` is what the section, table column or lead-in says; only a functional one may turn out to be something else. */
export function kindOf(text: string, base: RequirementKind): RequirementKind {
  if (OUT_OF_SCOPE.test(text)) return 'out-of-scope';
  if (base === 'constraint' || base === 'assumption') return ASSUMPTION.test(text) ? 'assumption' : base;
  if (base !== 'functional') return base;
  if (ASSUMPTION.test(text)) return 'assumption';
  if (CONSTRAINT.test(text)) return 'constraint';
  return QUALITY.test(text) ? 'non-functional' : 'functional';
}

const NAMES = rulesOf<RequirementKind>(
  ['non-functional', /^(?:nfr|non[- ]?functional|quality|performance|security|usability|reliability)\b/i],
  ['constraint', /^(?:constraint|con|technical)\b/i],
  ['assumption', /^assumption\b/i],
  ['goal', /^(?:goal|objective|metric|kpi)\b/i],
  ['out-of-scope', /^(?:out[- ]of[- ]scope|won'?t)\b/i],
  ['functional', /^(?:fr|functional|feature|user story|story)\b/i],
);

/** The kind that an identifier or a table cell names: "NFR-3", "Constraint", "Functional". */
export function namedKind(words: string): RequirementKind | undefined {
  return firstMatch(NAMES, words.trim());
}
