// What kind of work a task is, told by its words.

/** `general` is "feature". The rate is in hours for each thing to check. */
export const RATES = {
  data: 2,
  api: 2,
  cli: 2,
  ui: 3,
  infrastructure: 3,
  integration: 3,
  security: 3,
  performance: 3,
  test: 2,
  docs: 1,
  feature: 2,
} as const;

export type Category = keyof typeof RATES;

/** Equal scores go to the earlier one. */
const WORDS: readonly (readonly [Category, RegExp])[] = [
  ['test', /\b(?:tests?|testing|e2e|end-to-end|qa|coverage|verify|verification|regression)\b/giu],
  ['docs', /\b(?:documentation|document findings|docs|readme|user guide|manual|tutorial|runbook|changelog)\b/giu],
  [
    'security',
    /\b(?:auth|authenticat\w+|authori[sz]ation|login|log in|sign-?up|signup|sign-?in|passwords?|encrypt\w*|permissions?|roles|rbac|oauth|sso|tokens?|secrets?|security|secure|privacy|gdpr|sandbox\w*|credentials?|2fa|mfa)\b/giu,
  ],
  [
    'performance',
    /\b(?:performance|latency|throughput|response time|concurren\w+|scal(?:e|ing|ability)|cach(?:e|ing)|load time|p9[59]|optimi[sz]\w+|< ?\d+ ?m?s)\b/giu,
  ],
  [
    'data',
    /\b(?:database|schemas?|tables?|migrations?|sql|postgres\w*|sqlite|mysql|mongo\w*|redis|data models?|entit(?:y|ies)|storage|persist\w*|indexes|backups?|retention)\b/giu,
  ],
  ['api', /\b(?:apis?|endpoints?|rest|graphql|grpc|webhooks?|json-rpc|rpc|http server|server mode|sdk)\b/giu],
  ['cli', /\b(?:cli|command[- ]line|command interface|terminal|shell)\b/giu],
  [
    'ui',
    /\b(?:ui|ux|screens?|pages?|dashboards?|forms?|buttons?|views?|interface|layout|responsive|modals?|dialogs?|navigation|theme|dark mode|editor|widgets?|charts?|icons?|mobile app\w*|web app\w*|frontend|front-end|visual\w*)\b/giu,
  ],
  [
    'infrastructure',
    /\b(?:ci|cd|ci\/cd|deploy\w*|docker\w*|kubernetes|infrastructure|hosting|pipelines?|cloud\w*|terraform|environments?|configuration|config|set ?up|install\w*|build verification|logging|alerting|git hooks?|packag\w+)\b/giu,
  ],
  [
    'integration',
    /\b(?:integrat\w+|third-party|sync\w*|import from|connectors?|plugins?|lms|slack|github|stripe)\b/giu,
  ],
];

/** The title's words count most, then the text, then the section's. */
export function categoryOf(title: string, text: string, section: string): Category {
  let best: Category = 'feature';
  let most = 0;
  for (const [category, pattern] of WORDS) {
    const score = 3 * count(title, pattern) + count(text, pattern) + 1.5 * count(section, pattern);
    if (score > most && score >= 2.5) [best, most] = [category, score];
  }
  return best;
}

function count(text: string, pattern: RegExp): number {
  return new Set((text.match(pattern) ?? []).map((word) => word.toLowerCase())).size;
}
