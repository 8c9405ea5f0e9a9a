// The words of a document made ready for a title: no status marks, numbers or labels in front, one clause long.
import { plainWords } from './words.ts';

/** A text that is longer is cut in its middle. */
const LONGEST = 100;
/** Longer than this, it ends at a pause where it has one, and cut, it is no longer. */
const LONGEST_CUT = 90;
const MARKS = /[\p{Extended_Pictographic}\u{FE0F}\u{200D}\u{20E3}]/gu;
const STATUS =
  '(?:done|complete[d]?|in progress|wip|tbd|todo|future|planned|pending|optional|new|updated|critical fix|resolved|needs? \\w+|' +
  'unknown(?: status)?|exists?|framework \\w+|partially exists|target(?: state)?|updated|deprecated|immediate|mvp|p[0-3]|' +
  '(?:must|should|could|nice to|won.t) have|(?:high|medium|low|critical) (?:priority|risk)|post-\\w+|after \\w+)';
const STATUS_IN_BRACKETS = new RegExp(`\\s*[([]\\s*${STATUS}[^)\\]]*[)\\]]`, 'giu');
const STATUS_AT_END = new RegExp(`\\s+[-–—:]?\\s*${STATUS.toUpperCase().replaceAll('\\\\W', '\\\\w')}$`, 'u');
const STATUS_AT_START = new RegExp(`^${STATUS}:\\s+`, 'iu');
const NUMBERING =
  /^(?:\(?(?:\d+(?:\.\d+)*|[a-z]|[ivx]+)[.)]\s+|\d+(?:\.\d+)+\s+(?![%°]|(?:ms|s|x|[kmg]b|seconds?|minutes?|hours?|days?|million|times)\b)|[-*•·>]\s+|\[[ x]\]\s+)/iu;
const KIND =
  /^(?:feature|epic|story|user story|task|work ?stream|work ?package|track|theme|initiative|module|component|capability|phase|milestone|stage|step|requirement|section|goal|part)\s+[\w.]{1,5}\s*[:.–—-]\s+/iu;
const REQUIREMENT_CODE = /^\[?(?:[A-Z]{1,6}-){1,2}\d+(?:\.\d+)*\]?\s*[:.–—-]?\s+/u;

/** "What are the launch requirements?" */
const QUESTION = /^(?:what|which) (?:is|are) (?:the |our )?(?=.+\?$)/iu;
/** "Epic: Patient self-service" */
const KIND_ALONE = /^(?:epic|theme|initiative|user story|story|feature|module|capability)\s*[:–—-]\s+(?=\S)/iu;
/** "(5 SP, needs US-04)", "— 13 story points" */
const POINTS =
  /\s*[([]\s*\d+(?:[-–]\d+)?\s?(?:sp|pts?|(?:story )?points?)(?:\s*[,;][^()[\]]*)?[)\]]|\s+[–—-]\s+\d+\s?(?:sp|pts|story points?)$/giu;
/** "18:00 Announce the window" */
const TIME_OF_DAY = /^\d{1,2}[:.]\d{2}(?:\s?[ap]m)?\s+(?=\p{Lu})/u;
const MOSCOW_IN_BRACKETS = /\s*[([]\s*(?:must|should|could|won['’]?t|required|mandatory)\s*[)\]]/giu;

/** "Link collections may follow next year": when says nothing of what. */
const FOLLOWS =
  /,?\s+(?:may|might|could|will|can) (?:follow|come|be added|be considered)(?:\s+(?:later|next|in|after|soon|then)\b[^,;]*)?\.?$/iu;

/** Without status marks, numbering and "Feature 1:" in front. */
export function cleanWording(text: string): string {
  let rest = unshout(text)
    .replace(MARKS, ' ')
    .replaceAll(/[`~]|\*\*|__(?=\w)/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  for (const pattern of [
    QUESTION,
    NUMBERING,
    TIME_OF_DAY,
    POINTS,
    STATUS_AT_START,
    KIND,
    KIND_ALONE,
    REQUIREMENT_CODE,
    MOSCOW_IN_BRACKETS,
    STATUS_IN_BRACKETS,
    STATUS_AT_END,
  ]) {
    rest = rest.replace(pattern, '').trim();
  }
  return (
    rest.replace(FOLLOWS, '').replace(QUESTION.test(text.trim()) ? /[\s.,;:!?–—-]+$/u : /[\s.,;:!–—-]+$/u, '') ||
    text.trim()
  );
}

const KEYWORD = /\b(?:MUST|SHALL|SHOULD|REQUIRED|RECOMMENDED|OPTIONAL|MAY|WHEN|WHILE|WHERE|IF|THEN)(?: NOT)?\b/gu;
const ACRONYM =
  /^(?:JSON|HTML|HTTPS?|REST|OIDC|SAML|LDAP|CRUD|GDPR|WCAG|SEPA|SFTP|SMTP|IMAP|SOAP|YAML|HIPAA|TOTP|BLE|NFC|IBAN|UUID|RBAC|OAUTH|SAAS|WEBRTC|GRPC|CORS|CSRF|MQTT)$/u;
const SHORT =
  /^(?:A|AN|AND|ALL|ANY|AS|AT|BY|CAR|FOR|FROM|IN|IS|JOB|LOG|MAP|NEW|NO|NON|NOT|OF|ON|ONE|OR|OUT|PAY|PRE|RUN|SET|TAG|TAX|THE|TO|UP|WEB|WE|WITH)$/u;

/** "PRINT QUEUE" → "Print queue", and keywords in capitals as in RFC 2119 → small letters. */
function unshout(text: string): string {
  if (/\p{Ll}/u.test(text)) return text.replaceAll(KEYWORD, (word) => word.toLowerCase());
  if (!/\p{Lu}{4}/u.test(text)) return text;
  return text.replaceAll(/\p{Lu}+/gu, (word) =>
    ACRONYM.test(word) || (word.length < 4 && !SHORT.test(word)) ? word : word.toLowerCase(),
  );
}

/** Not after "max." and the like. */
const SENTENCE_END =
  /(?<=[^.\s]{2})(?<!\b(?:[Mm]ax|[Mm]in|approx|incl|excl|[Nn]o|[Nn]r|fig|resp|vs|ca|avg|e\.g|i\.e))[.!?]\s+(?=[\p{Lu}\d"“])/u;

/** "Tax. Each PDF must show the VAT": one word that names what the next sentence says. */
function isMereName([first = '', second = '']: readonly string[]): boolean {
  return /^\p{Lu}[\p{Ll}-]+$/u.test(first) && /\s(?:must|shall|should|will|can|may)\s/iu.test(second);
}

/** The first clause, at most some hundred characters, cut where a reader would pause. */
export function firstClause(wording: string): string {
  const text = named(wording);
  const sentences = text.split(SENTENCE_END);
  let rest = (isMereName(sentences) ? sentences[1] : sentences[0]) ?? text;
  rest = withoutConsequence(rest);
  if (rest.length > 60) rest = withoutAsides(rest);
  if (rest.length <= LONGEST_CUT) return tidy(rest);
  for (const pause of [
    /\s+[–—]\s+|\s-\s|;\s/u,
    /:\s/u,
    /,\s+(?:so|which|where|in order|including|such as|e\.g\.|with)\b/u,
    /\s+so that\s/u,
  ]) {
    const [head] = rest.split(pause, 1);
    if (head && head.length >= 12 && head.length < rest.length) rest = head;
    if (rest.length <= LONGEST_CUT) return tidy(rest);
  }
  if (rest.length <= LONGEST) return tidy(rest);
  return tidy(atWord(rest, /[,]\s|\s(?=(?:and|or|with|for|to|by|via|using|based|when|if|while|from|in|on)\s)/gu));
}

/** "save_config() - Persist changes" → "Persist changes (save_config)"; a question behind a name goes. */
function named(text: string): string {
  const { name, what } = /^(?<name>\w+_\w+)(?:\([^)]*\))?\s*[-–—:]\s+(?<what>.{8,})$/u.exec(text)?.groups ?? {};
  if (name && what && !what.includes('?')) return what.length < 70 ? `${what} (${name})` : what;
  return text.replace(/\s*(?:\s[-–—]\s[^?]+|:\s[^-–—:?]+)\?$/u, '');
}

/** "…; it then answers 410", "…, after which it answers": what follows from the clause is a check of it. */
function withoutConsequence(text: string): string {
  const [head = text] = text.split(/;\s|,\s+(?:(?:after|upon|in|from|by) which|whereupon)\s/u, 1);
  return plainWords(head).length >= 3 && !/:\s/u.test(head) ? head : text;
}

function withoutAsides(text: string): string {
  const shorter = text.replaceAll(/\s*\([^()]*\)/g, '').trim();
  return plainWords(shorter).length >= 2 ? shorter : text;
}

/** A cut text must not end where more was to come. */
export const DANGLING =
  /(?:[\s,;:–—-]+|\s(?:of|for|with|to|from|by|at|on|in|into|the|an?|and|or|than|via|per|which|that|who|only|except|as|its|their|after|before|when|if|is|are|has|be))+$/iu;

/** Cuts at the last pause before the limit, else at the last space; an ellipsis shows that more was to come. */
function atWord(text: string, pause: RegExp): string {
  let cut = 0;
  for (const match of text.matchAll(pause)) if (match.index <= LONGEST_CUT) cut = match.index;
  const space = text.lastIndexOf(' ', LONGEST_CUT - 1);
  const end = cut >= 60 ? cut : space > 20 ? space : LONGEST_CUT - 1;
  return `${text.slice(0, end).replace(DANGLING, '')}…`;
}

export function tidy(text: string): string {
  return text.replace(/[\s.,;:–—-]+$/u, '').trim();
}
