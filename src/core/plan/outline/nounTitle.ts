// A verb for what a document merely names: "secure signup process" → "build a secure signup process".
import { isKnownName } from './names.ts';
import { isSpokenVowel } from './plural.ts';
import { baseForm, isVerb } from './verbs.ts';

const BREAK =
  /\s(?:of|for|with|without|to|per|in|on|from|by|via|using|at|within|during|across|through|based|requiring|that|which|when|between|against|before|after|under|into|as|and|or|following|preventing|including|containing|supporting|\w+able to|applicable|adaptable|available)\s|[(,:;–—<>≤≥]|\s-\s/u;
const MASS =
  /(?:tion|ing|ment|ity|ance|ence|ness|sis|ware|ship|age|acy|ety|port|cess|design|storage|data|logic|handling|control|feedback|content|context|output|input|history|help|metadata|logy|ui|ux|auth|self-service|sso|ci|cd|https?|tls|rbac|recovery|debit|inventory|payroll|cy|sign-?(?:in|up|out|on)|log-?(?:in|out))$/iu;
const COUNTED_MASS =
  /^(?:process|report|page|message|application|integration test|setting|image|package|language|interface|passport|transport)$/iu;
const QUALITY =
  /^(?:performance|security|scalability|reliability|availability|usability|accessibility|maintainability|compatibility|privacy|compliance|portability|observability|quality|resilience|localization|internationalization)(?: (?:and|&) \w+)?(?: requirements?| targets?| standards?)?$/iu;

/** "Technical" as a heading: requirements of that kind. */
const MERE_KIND =
  /^(?:technical|functional|non-?functional|legal|regulatory|operational|cross-cutting|organi[sz]ational|contractual|editorial|environmental)$/iu;

/** Head word → verb; the first match counts. */
const VERB_BY_HEAD: readonly (readonly [RegExp, string])[] = [
  [/^(?:languages|locales|formats|browsers|platforms|currencies|devices|time ?zones)$/iu, 'support'],
  [/^limits?$/iu, 'enforce'],
  [/^(?:calculations?|computations?|validations?)$/iu, 'implement'],
  [/^enhancements$/iu, 'explore'],
  [/^considerations$/iu, 'address'],
  [/^operations$/iu, 'implement'],
  [/^points$/iu, 'build'],
  [/^(?:schemas?|tables?|migrations?|indexes|indices|databases?|models?|extensions?|entit(?:y|ies))$/iu, 'create'],
  [/^(?:docs?|documentation|guides?|readme|manuals?|tutorials?|runbooks?|changelog|handbook)$/iu, 'write'],
  [/^(?:tests?|suites?)$/iu, 'write'],
  [
    /^(?:config|configuration|settings?|environments?|infrastructure|ci|cd|repository|workspace|hosting|monitoring and alerting)$/iu,
    'set up',
  ],
  [/^(?:hooks?|integrations?|webhooks?|events?|apis?|connectors?|plugins?|adapters?)$/iu, 'add'],
  [/^(?:reports?|summaries|summary)$/iu, 'generate'],
  [
    /^(?:engine|layer|pipeline|parser|system|service|dashboard|interface|ui|gui|page|form|process|component|module|editor|app|application|tool|server|cli|client|platform|view|screen|portal|wizard|flow|website|backend|frontend|proxy|core|library|sdk|experience|generators?|framework|mode|infrastructure|architecture|panel|board|workflow)$/iu,
    'build',
  ],
];

/** Several of a kind need no article after these. */
const OF_MANY = /^(?:provide|add|explore|support|implement)$/u;

/** `definite`: the words name one thing that the document describes, so it takes "the". */
export function nounTitle(wording: string, definite: boolean): string {
  const text = BREAK.test(wording) ? wording : wording.replace(/(?<=\w+ \w+) (?:implementation|development)$/iu, '');
  if (QUALITY.test(text))
    return `Meet the ${text.replace(/ (?:requirements?|targets?|standards?)$/iu, '')} requirements`;
  if (definite && MERE_KIND.test(text)) return `Meet the ${text} requirements`;
  if (definite && /\srequirements$/iu.test(text)) return `Meet the ${text.replace(/^other\s/iu, '')}`;
  const special = nominalVerb(text) ?? thirdParty(text) ?? qualified(text);
  if (special) return special;
  const { before, head } = headOf(text);
  const verb = VERB_BY_HEAD.find(([pattern]) => pattern.test(head))?.[1] ?? verbFor(head, definite);
  const isOne = definite && !(isPlural(head) && OF_MANY.test(verb));
  return `${verb} ${article(text, before, head, isOne)}${text}`;
}

/** "GitHub CLI", "Anthropic API integration": what others have built is to be integrated. */
function thirdParty(text: string): string | null {
  const {
    vendor,
    what = '',
    joint,
    rest = '',
  } = /^(?<vendor>[A-Z]\w+)(?<what>(?:\s\w+){0,2}\s(?:api|cli|sdk)s?)?(?<joint>\sintegration)?(?<rest>\s(?:\+|for)\s.*)?$/iu.exec(
    text,
  )?.groups ?? {};
  if (!vendor || !isKnownName(vendor) || !(what || joint)) return null;
  return `integrate ${what ? 'the ' : ''}${vendor}${what}${rest}`;
}

/** "streamlined checkout" → "streamline checkout", "more concise answers" → "make answers more concise". */
function qualified(text: string): string | null {
  const { how, what } = /^more (?<how>[a-z-]+) (?<what>[a-z][\w -]*[\w])(?:\s\(.*\))?$/iu.exec(text)?.groups ?? {};
  if (how && what && !BREAK.test(what)) return `make ${what} more ${how}`;
  if (/^additional\s/iu.test(text)) return `add ${text.replace(/^additional\s/iu, '')}`;
  const { quality, rest } =
    /^(?<quality>improved|enhanced|streamlined|simplified|optimi[sz]ed|automated|expanded|extended|unified)\s(?<rest>.+)$/iu.exec(
      text,
    )?.groups ?? {};
  const verb = quality ? baseForm(quality) : null;
  return verb && rest ? `${verb} ${rest}` : null;
}

/** "runtime enable/disable of X" */
const VERB_PAIR = /^(?<when>runtime )?(?<verbs>[a-z]+\/[a-z]+) of (?<what>.+)$/iu;

/** "integration with X" → "integrate with X". */
function nominalVerb(text: string): string | null {
  const { when, verbs, what } = VERB_PAIR.exec(text)?.groups ?? {};
  if (verbs && what && verbs.split('/').every(isVerb)) return `${verbs} ${what}${when ? ' at runtime' : ''}`;
  for (const [pattern, verb] of [
    [/^(?:seamless |deep |full |native )?integration (?:with|into) /iu, 'integrate with '],
    [/^support (?:for|of) /iu, 'support '],
    [/^(?:full |partial |strict )?(?:compliance|compatibility|conformance) with /iu, 'ensure compliance with '],
    [
      /^(?:no|zero) (?=(?:[\w-]+ ){0,2}[\w-]+[^su\W]s(?:$|,| (?:in|on|for|of|to|from|at)\b))/iu,
      'ensure that there are no ',
    ],
    [/^(?:no|zero) /iu, 'ensure that there is no '],
    [/^up to (?=\d)/iu, 'support up to '],
    [/^(?=data$)/iu, 'handle the '],
    [/^(?=(?:data |user |content )?migration$)/iu, 'carry out the '],
    [/^(?=(?:user|usability|acceptance|beta|field) (?:testing|tests?)\b)/iu, 'run '],
    [/^(?=[^,;:]{2,50} compliance$)/iu, 'ensure '],
    [/^detection of /iu, 'detect '],
    [/^prevention of /iu, 'prevent '],
    [/^protection against /iu, 'protect against '],
  ] as const) {
    if (pattern.test(text)) return text.replace(pattern, verb);
  }
  return null;
}

/** The head of the first noun phrase, and the words before it. */
function headOf(text: string): { before: readonly string[]; head: string } {
  const words = (text.split(BREAK, 1)[0] ?? text)
    .replace(/\sv\d+(?:\.\d+)*$/iu, '')
    .trim()
    .split(' ');
  return { before: words.slice(0, -1), head: (words.at(-1) ?? '').split('/').at(-1) ?? '' };
}

function verbFor(head: string, definite: boolean): string {
  if (/^changes$/iu.test(head)) return definite ? 'make' : 'support';
  if (isPlural(head)) return 'provide';
  if (MASS.test(head) && !COUNTED_MASS.test(head)) return 'implement';
  return definite ? 'build' : 'add';
}

function isPlural(head: string): boolean {
  return (
    /[^suiy]s$|ies$|[aeo]ys$/iu.test(head) &&
    !/^(?:devops|kubernetes|https|tls|css|js|ios|aws|sms|rss|saas|analytics|sass|dns|nfs|axis|basis|analysis)$/iu.test(
      head,
    )
  );
}

function article(text: string, before: readonly string[], head: string, definite: boolean): string {
  if (/^(?:an?|the|all|each|every|any|its?|our|your|their|no|more|multiple|several|many|both)\s/iu.test(text))
    return '';
  if (MASS.test(head) && !COUNTED_MASS.test(head) && !(definite && /^experience$/iu.test(head))) return '';
  return definite ? 'the ' : indefinite(text, before, head);
}

function indefinite(text: string, [first = '']: readonly string[], head: string): string {
  const isCounted = /^\d/u.test(first) && !/^\d+-/u.test(first);
  if (isPlural(head) || isCounted || /^\p{Lu}\p{L}*\d*$|[._()]/u.test(head) || head === '') return '';
  return isSpokenVowel(text) ? 'an ' : 'a ';
}

const NOMINAL =
  /(?:tions?|ments?|ing|ance|ence|ity|sis|ure|ery|val|ness|ship|er|or)$|^(?:checks?|suite|engine|layer|system|support|control|flow|page|format|interface|data|history|state|logs?|service|tool|client|model|schema|table|time|rate|code|limit|bar|box|list|view|panel|board|menu|queue|desk|path|wizard|feed|inbox|widget|station|hooks?|cards?|points?|logic|statistics|analytics|metrics)$/iu;
/** "export formats": kinds of things, whatever verb they look like. */
const KINDS = /(?:formats|options|settings|types|rules|limits|templates|errors|jobs|logs|results)$/iu;
const NO_NOUN = /^(?:an?|the|all|each|every|multiple|any|your|their|its|this|it|them|when|whether|that|as|up)$/iu;

/** "import bank statements": done to many things, these are verbs. */
const TAKES_MANY = /^(?:import|export|upload|download|filter|sort|edit|share|track|archive|list|merge|copy|group)$/iu;

function takesMany(first = '', last: string): boolean {
  return TAKES_MANY.test(first) && (isPlural(last) || last === 'data') && !KINDS.test(last);
}

/** "test execution and monitoring", "build verification": a word that could be a verb stands before the real head. */
export function isNounPhrase(text: string): boolean {
  const words = (text.split(BREAK, 1)[0] ?? text).trim().split(' ');
  if (/^(?:test|start|stop|run|check)$/iu.test(words[0] ?? '') && words.length > 2) return false;
  const last = words.at(-1) ?? '';
  if (takesMany(words[0], last)) return false;
  if (words.length === 1) return text.includes(' ') ? /\s(?:of|for|and|per)\s/u.test(text) : true;
  if (words.some((word) => NO_NOUN.test(word))) return false;
  if (words.slice(1, -1).some((word) => /(?:ive|al|ous|ic|able|ed|ful)$/iu.test(word))) return false;
  return words.length <= 4 && (NOMINAL.test(last) || KINDS.test(last));
}
