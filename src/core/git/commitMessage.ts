// The message of a run's commit: Conventional Commits, what and why, and trailers that name task and run.

export interface CommitFacts {
  readonly taskId: string;
  /** The task's name. */
  readonly name: string;
  /** The task's category, e.g. "bug". */
  readonly kind: string | null;
  /** What was done, in the agent's words. */
  readonly summary: string;
  /** Why: the task's description. Empty for none. */
  readonly why: string;
  readonly runId: string;
  readonly sessionId?: number;
  /** E.g. "claude". */
  readonly agent: string;
  /** Ids of the requirements that the task serves. */
  readonly requirements: readonly string[];
}

const WIDTH = 72;
const MAX_LINES = 60;

/** The trailer that names a commit's run, as `GitPort.findCommit` looks for it. */
export const runTrailer = (runId: string): string => `Conductor-Run: ${oneLine(runId)}`;

/** By the first that fits; what is in the category counts before what is in the name. */
const TYPES: readonly (readonly [string, RegExp])[] = [
  ['fix', /\b(?:fix(?:es|ed)?|bugs?|bugfix|hotfix|defects?|repair|regression)\b/iu],
  ['docs', /\b(?:docs?|documentation|document|readme|guide|changelog)\b/iu],
  ['test', /\b(?:tests?|testing|qa|coverage|spec)\b/iu],
  ['perf', /\b(?:perf|performance|optimi[sz]e|optimi[sz]ation|speed)\b/iu],
  ['refactor', /\b(?:refactor(?:ing)?|clean-?up|restructure|rename|simplify|tech(?:nical)? debt)\b/iu],
  ['ci', /\b(?:ci|ci\/cd|pipeline|github actions|workflow file)\b/iu],
  ['build', /\b(?:build|packaging|bundl(?:e|er|ing)|dependenc(?:y|ies)|docker|compiler)\b/iu],
  ['chore', /\b(?:chore|maintenance|setup|set-up|scaffold(?:ing)?|infrastructure|tooling|configuration)\b/iu],
  ['feat', /\b(?:feat|features?|feature work|functional|enhancement)\b/iu],
];

/** Subject up to 72 characters, body wrapped at 72, trailers last. Text of models and documents stays text. */
export function commitMessage(facts: CommitFacts): string {
  const { taskId, kind, runId, sessionId, agent, requirements } = facts;
  const name = oneLine(facts.name).replace(/[.\s]+$/u, '');
  const subject = cutAt(`${typeOf(kind, name)}: ${lowerFirst(name) || oneLine(taskId)}`, WIDTH);
  const body = [facts.summary, facts.why].map(paragraphs).filter((text) => text !== '');
  const served = requirements.map(oneLine).filter((id) => id !== '');
  const trailers = [
    `Task: ${oneLine(taskId)}`,
    ...(served.length > 0 ? [`Requirements: ${served.join(', ')}`] : []),
    runTrailer(runId),
    ...(sessionId === undefined ? [] : [`Conductor-Session: ${sessionId}`]),
    `Conductor-Agent: ${oneLine(agent)}`,
  ];
  return `${[subject, ...new Set(body), trailers.join('\n')].join('\n\n')}\n`;
}

function typeOf(kind: string | null, name: string): string {
  const first = name.split(' ', 1)[0] ?? '';
  for (const text of [kind ?? '', first, name]) {
    const found = TYPES.find(([, words]) => words.test(text));
    if (found !== undefined) return found[0];
  }
  return 'feat';
}

/** "Add login" → "add login"; "API keys", "iOS" and "OAuth" stay. */
const lowerFirst = (text: string): string =>
  /^\p{Lu}[\p{Ll}'’-]*(?:\s|$)/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

/** Without control characters and without those that reorder or hide text. */
const printable = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/gu, '\n')
    .replaceAll('\t', '  ')
    .replaceAll(/(?!\n)\p{Cc}|[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu, '');

const oneLine = (text: string): string => printable(text).replaceAll(/\s+/gu, ' ').trim();

function paragraphs(text: string): string {
  const lines = printable(text)
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim()
    .split('\n')
    .flatMap(wrap)
    .map(guard);
  return (lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES), '…'] : lines).join('\n');
}

/** A line that git or a tool would read as a trailer, a comment, a divider or a patch is moved in by one space. */
const guard = (line: string): string =>
  /^(?:[\w-]+\s*[:=#]|\(cherry picked|#|;|---|diff -|Index:|From |>8)/iu.test(line) ? ` ${line}` : line;

/** Lines of up to 72 characters; the further lines of a list item are moved in. */
function wrap(line: string): readonly string[] {
  const lead = /^\s*(?:[-*+]\s+|\d+[.)]\s+)?/u.exec(line)?.[0] ?? '';
  const indent = ' '.repeat(Math.min(lead.length, 8));
  const words = line.slice(lead.length).split(/\s+/u).filter(Boolean);
  const lines: string[] = [];
  let current = lead.slice(0, 12);
  let isEmpty = true;
  for (const word of words) {
    if (!isEmpty && current.length + 1 + word.length > WIDTH - 1) {
      lines.push(current);
      current = indent;
      isEmpty = true;
    }
    current += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, current.trimEnd()];
}

function cutAt(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  const end = cut.lastIndexOf(' ');
  const kept = end > length / 2 ? cut.slice(0, end) : cut.slice(0, length - 1);
  return `${kept
    .slice(0, length - 1)
    .toWellFormed()
    .replaceAll('\ufffd', '')}…`;
}
