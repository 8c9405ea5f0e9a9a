// The verbs that open a task's title, and the words that are a noun as often as a verb.

const VERBS = new Set(
  (
    'freeze wind acknowledge compose refill restart reopen recalculate resend rearrange redraw ' +
    'type cost tick untick get port onboard deprecate enrol enroll renew harden decommission retire backfill seed refine rework triage pilot recruit negotiate buffer email e-mail cook consist contain streamline see stay appear receive answer arrive expire remain belong wait look put hold tell mail invite disable fit live print scan number limit ' +
    'pay sell rent hire earn spend refund charge bill vote like comment reply answer explain paint repair swipe tap click drag zoom crop ' +
    'enter fill rate sum add pick reward redeem appoint reserve return celebrate bring meet reach comply ' +
    'accept access achieve activate adapt add adjust adopt aggregate alert align allow analyse analyze annotate apply approve archive ' +
    'ask assemble borrow buy assess assign attach audit authenticate authorise authorize automate avoid back balance batch benchmark bind block ' +
    'bootstrap break broadcast browse build bundle cache calculate call cancel capture change check choose classify clean clear close ' +
    'collect combine communicate compare compile complete compress compute configure confirm connect consolidate construct consume ' +
    'containerise containerize control convert coordinate copy correct count cover create customise customize cut decide declare ' +
    'decode decompose deduplicate define delete deliver deny deploy derive describe design detect determine develop disable discover ' +
    'display dispatch distribute divide document download draft draw drive drop duplicate edit eliminate embed emit enable encode ' +
    'encrypt enforce enhance enrich ensure escalate establish estimate evaluate execute expand explain explore export expose extend extract ' +
    'fail fetch file filter finalise finalize find finish fix flag follow forecast format forward fulfil gather generate give govern ' +
    'grant group guarantee guard guide handle harden hash help hide highlight host identify ignore implement import improve include ' +
    'index inform ingest initialise initialize inject insert inspect install instrument integrate interpret introduce invalidate ' +
    'investigate invite invoke isolate issue join keep label launch lay lazy learn lend let limit link list listen load localise localize ' +
    'locate lock log maintain make manage map mark mask match measure merge migrate minify minimise minimize mitigate mock model ' +
    'modify monitor move name navigate normalise normalize notify obtain offer open operate optimise optimize orchestrate order ' +
    'organise organize outline package paginate parse partition pass pause perform persist pick pin place plan play poll populate ' +
    'post prefer prepare present preserve prevent preview prioritise prioritize process produce profile prompt propagate propose ' +
    'protect prototype prove provide provision publish pull push query queue raise rank reach react read rebuild recognise recognize ' +
    'recommend record recover redact redesign redirect reduce refactor refresh refuse register reject release reload remember remind ' +
    'remove rename render reorder replace replay replicate report request require reschedule research reserve reset resize resolve ' +
    'respect respond restore restrict resume retain retrieve retry return reuse revert review revise revoke rewrite roll rotate route ' +
    'run sanitise sanitize save say scale scan schedule score scrape search secure seed select send separate serialise serialize serve ' +
    'set share ship show sign simplify simulate skip sort specify split stage standardise standardize start stop store stream ' +
    'strip structure style submit subscribe suggest summarise summarize supply support suppress surface suspend switch sync ' +
    'synchronise synchronize tag tailor take target teach terminate test throttle toggle track train transcribe transfer transform ' +
    'translate transmit treat trigger trim tune turn uninstall unify unlock update upgrade upload use validate verify version view ' +
    'visualise visualize warn watch wire work wrap write'
  ).split(' '),
);

/** As often the first noun of a name ("Test execution", "Report generation") as a verb. */
const TWO_FACED = new Set(
  (
    'buffer email e-mail print bill rate comment reply answer reward click tap ' +
    'access alert audit back batch benchmark block build cache call change check control copy design display document download ' +
    'draft edit export file filter format group guide hash help host import index issue join label launch link list load lock log ' +
    'map mask match merge model monitor name order outline package pass pause place plan play post preview process profile prompt ' +
    'prototype pull push query queue rank read record release replay report request reset review roll route run scale scan schedule ' +
    'score search seed share sign sort stage start stop store stream structure style switch sync tag target test toggle track ' +
    'transfer trigger tune turn update upgrade upload version view watch work'
  ).split(' '),
);

/** As often an adjective ("secure signup process"): a verb only before a determiner. */
const ADJECTIVES = new Set(
  'clean clear complete correct duplicate live open secure separate structure perfect free lazy'.split(' '),
);

export function isAdjective(word: string): boolean {
  return ADJECTIVES.has(word.toLowerCase());
}

/** True for the base form of a verb that can open a title. */
export function isVerb(word: string): boolean {
  return VERBS.has(word.toLowerCase());
}

export function isTwoFaced(word: string): boolean {
  return TWO_FACED.has(word.toLowerCase());
}

/** "exports", "exporting", "exported" → "export"; null for what is no form of a known verb. */
export function baseForm(word: string): string | null {
  const lower = word.toLowerCase();
  for (const [ending, instead] of [
    [/ies$/, 'y'],
    [/ied$/, 'y'],
    [/es$/, ''],
    [/s$/, ''],
    [/ing$/, ''],
    [/ing$/, 'e'],
    [/ed$/, ''],
    [/ed$/, 'e'],
    [/d$/, ''],
    [/([b-df-hj-np-tv-z])\1(?:ing|ed)$/, '$1'],
  ] as const) {
    if (!ending.test(lower)) continue;
    const base = lower.replace(ending, instead);
    if (VERBS.has(base)) return base;
  }
  return null;
}

/** "extract" → "extracts". */
export function thirdPerson(verb: string): string {
  if (/(?:s|sh|ch|x|z|o)$/.test(verb)) return `${verb}es`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ies`;
  return `${verb}s`;
}

const IRREGULAR: Readonly<Record<string, string>> = {
  kept: 'keep',
  shown: 'show',
  sent: 'send',
  given: 'give',
  made: 'make',
  written: 'write',
  built: 'build',
  run: 'run',
  read: 'read',
  set: 'set',
  found: 'find',
  held: 'hold',
  told: 'tell',
  taken: 'take',
  chosen: 'choose',
  hidden: 'hide',
  drawn: 'draw',
  split: 'split',
  caught: 'catch',
  sold: 'sell',
  spent: 'spend',
  lent: 'lend',
  paid: 'pay',
};
/** Tell how things are rather than what is done to them. */
const STATES =
  /^(?:required|expected|needed|based|related|used|allowed|permitted|supposed|interested|available|marked)$/u;

/** "stored" → "store", "kept" → "keep"; null for what is no participle of a known verb, and for mere states. */
export function participleOf(word: string): string | null {
  const lower = word.toLowerCase();
  if (STATES.test(lower)) return null;
  const irregular = Object.hasOwn(IRREGULAR, lower) ? IRREGULAR[lower] : undefined;
  return irregular ?? (lower.endsWith('ed') ? baseForm(lower) : null);
}
