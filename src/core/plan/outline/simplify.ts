// Turns round what keeps a verb from standing first: "there must be a way to X", "handling of X", "must support X".
import { plural } from './plural.ts';
import { baseForm, isVerb } from './verbs.ts';

const MODAL = '(?:must|shall|should|will|needs? to|ha(?:s|ve) to)';

type Rewrite = readonly [pattern: RegExp, instead: string];

/** Each is tried on what the one before has left. */
const REWRITES: readonly Rewrite[] = [
  [/\b(is|are) to be (?=\w+(?:ed|en|t|n)\b)/iu, 'must be '],
  [/^(?:we|i)(?: will)? need (?!to\b)/iu, ''],
  [new RegExp(`^(?:there|it) ${MODAL} be (?:a way|possible) for (.+?) to `, 'iu'), '$1 can '],
  [new RegExp(`^(?:there|it) ${MODAL} be possible to `, 'iu'), 'make it possible to '],
  [new RegExp(`^(?:there|it) (?:${MODAL} be|is|are) a way to `, 'iu'), 'provide a way to '],
  [/^(.{2,40}?) (?:needs?|wants?|ha(?:s|ve)) a way to /iu, '$1 can '],
  [new RegExp(`^it ${MODAL} be (easy|quick|simple|hard|clear|obvious) (to|how|that|what) `, 'iu'), 'make it $1 $2 '],
  [new RegExp(`^there ${MODAL} be `, 'iu'), ''],
  [new RegExp(`^${MODAL} (?:also )?be `, 'iu'), 'the product must be '],
  [new RegExp(`^${MODAL} (?:also )?(?!be |not |have )`, 'iu'), ''],
  [/^(?:may|can|could|might) (?:also )?(?!be |not |have |\d)(?=\p{L}+ \p{L})/u, 'let it '],
  [/^max(?:imum|\.)? (?:of )?(?=\d)/iu, 'allow at most '],
  [/^don['’]t /iu, 'do not '],
  [/^(\d\S*\s.{2,40}?)\s(?:max(?:imum)?\.?|at most)(?=\s|$)/iu, 'allow at most $1'],
  [/^no (.+?) (?:needed|required|necessary)$/iu, 'require no $1'],
  [/^(?:the product must be )?((?:[\w.§-]+ ){0,4}[\w.§-]+)[- ]compliant$/iu, 'ensure $1 compliance'],
  [
    /^(?:fully )?(compatible|accessible|usable|available|installable) (with|to|in|on|for|by|from|as) /iu,
    'make the product $1 $2 ',
  ],
];

/** What is done, by the word that names the doing; those in -ing are found by their ending. */
const DOING: Readonly<Record<string, string>> = {
  ...{
    management: 'manage',
    creation: 'create',
    calculation: 'calculate',
    detection: 'detect',
    generation: 'generate',
  },
  ...{
    validation: 'validate',
    deletion: 'delete',
    registration: 'register',
    migration: 'migrate',
    collection: 'collect',
  },
  ...{
    selection: 'select',
    verification: 'verify',
    conversion: 'convert',
    configuration: 'configure',
    removal: 'remove',
  },
  ...{
    approval: 'approve',
    assignment: 'assign',
    encryption: 'encrypt',
    evaluation: 'evaluate',
    installation: 'install',
  },
  ...{ optimisation: 'optimise', optimization: 'optimize', automation: 'automate', translation: 'translate' },
  ...{ submission: 'submit', analysis: 'analyse', synchronisation: 'synchronise', synchronization: 'synchronize' },
  ...{ visualisation: 'visualise', visualization: 'visualize', replacement: 'replace', cancellation: 'cancel' },
  ...{
    undo: 'undo',
    import: 'import',
    export: 'export',
    display: 'display',
    transfer: 'transfer',
    upload: 'upload',
    download: 'download',
  },
};
const DOING_OF = /^(?<automatic>automatic |automated )?(?<doing>\p{L}+) of (?<what>(?!each\b|which\b).+)$/iu;

/** The wording with its verb in front, where a rule finds one; else as it was. */
export function simplify(wording: string): string {
  const text = REWRITES.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), wording);
  return doing(text) ?? joint(text) ?? text;
}

/** "automatic detection of duplicates" → "detect duplicates automatically". */
function doing(text: string): string | null {
  const { automatic, doing: word = '', what } = DOING_OF.exec(text)?.groups ?? {};
  const lower = word.toLowerCase();
  const verb = Object.hasOwn(DOING, lower) ? DOING[lower] : lower.endsWith('ing') ? baseForm(lower) : null;
  if (!verb || !what) return null;
  return automatic && !/[,;:(]/u.test(what) ? `${verb} ${what} automatically` : `${verb} ${what}`;
}

const JOINT = /^(?<first>[a-z]+)(?<more>(?:, [a-z]+)*),? (?<and>and|or|&) (?<last>[a-z]+)(?<object> .+)?$/iu;

/** "search & filters", "import and export": names of things, as long as nothing is done to anything. */
function joint(text: string): string | null {
  const { first = '', last = '', object } = JOINT.exec(text)?.groups ?? {};
  if (object !== undefined || !isVerb(first)) return null;
  return isVerb(last) || plural(last) ? `implement ${text}` : null;
}

/** "view and edit profile": two things to do, and what to do them to. */
export function isJointOrder(text: string): boolean {
  const { first = '', more = '', last = '', object } = JOINT.exec(text)?.groups ?? {};
  const verbs = [first, ...more.split(', ').filter(Boolean), last];
  return object !== undefined && verbs.every(isVerb);
}
