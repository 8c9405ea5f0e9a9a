// Within one feature: what a task produces ("extract requirements") and another consumes ("analyze requirements").
import type { Steps } from '../../steps.ts';
import type { DraftTask, TaskKey } from '../model.ts';
import { quoted, type Candidate, type Ground, type Saying } from './ground.ts';
import { baseForm, isTwoFaced, isVerb } from './verbs.ts';
import { isFiller, stem, stems } from './words.ts';

const PRODUCES = new Set(
  'extract generate create collect capture calculate compute produce derive identify record define gather fetch ingest upload parse estimate determine'.split(
    ' ',
  ),
);
const CONSUMES = new Set(
  (
    'analyze analyse review display show render export send import visualize visualise summarize summarise validate edit approve filter ' +
    'search sort share download apply process score evaluate set aggregate compare index report add'
  ).split(' '),
);
/** "report generation" produces the report; "response parsing" consumes the response. */
const PRODUCING_NOUN = /^(?:generation|creation|extraction|collection|calculations?|computation|ingestion|upload)$/;
const CONSUMING_NOUN = /^(?:export|display|analysis|validation|import|reporting|review|visuali[sz]ation|delivery)$/;
const PREPOSITION =
  /^(?:of|for|with|to|per|in|on|from|by|via|using|at|within|during|across|through|based|into|as|against|before|after|between|over|without|that|which|when)$/;
/** Too general to tell one thing from another. */
const VAGUE = new Set(
  'user system data information thing feature item task list value change option support process result way time work app application project set setting name number type case detail metric'
    .split(' ')
    .map(stem),
);

interface Flow {
  readonly produced: ReadonlySet<string>;
  readonly consumed: ReadonlyMap<string, { readonly word: string; readonly saying: Saying }>;
}

export function* dataFlowEdges(ground: Ground): Steps<readonly Candidate[]> {
  const tops = ground.tasks.filter(({ parent }) => parent === null);
  const isFlat = tops.length > 1 && ground.leaves.length === ground.tasks.length;
  const features = isFlat ? [ground.tasks] : [...Map.groupBy(ground.tasks, ({ key }) => ground.rootOf(key)).values()];
  const found: Candidate[] = [];
  for (const tasks of features) {
    for (const edge of yield* edgesWithin(tasks, ground)) found.push(edge);
  }
  return found;
}

function* edgesWithin(tasks: readonly DraftTask[], ground: Ground): Steps<readonly Candidate[]> {
  const flows = new Map<DraftTask, Flow>();
  for (const task of tasks) {
    flows.set(task, flowOf(task, ground));
    yield;
  }
  const producers = new Map<string, DraftTask[]>();
  for (const [task, { produced }] of flows) {
    for (const thing of produced) producers.set(thing, [...(producers.get(thing) ?? []), task]);
  }
  return [...flows].flatMap(([task, { consumed, produced }]) =>
    [...consumed].flatMap(([thing, { word, saying }]) => {
      const producer = producerOf(thing, producers.get(thing) ?? [], ground);
      if (!producer || produced.has(thing) || ground.isKin(producer.key, task.key)) return [];
      return [edge(task.key, producer, word, saying)];
    }),
  );
}

function edge(from: TaskKey, producer: DraftTask, word: string, { text, source }: Saying): Candidate {
  const reason = `Works on the ${word} that ${quoted(producer.title)} brings forth.`;
  return { from, to: producer.key, kind: 'entity', evidence: { quote: text, source, confidence: 0.55, reason } };
}

/** The only producer, or the only one that is about the thing by its own or its parent's title. */
function producerOf(thing: string, tasks: readonly DraftTask[], ground: Ground): DraftTask | null {
  if (tasks.length === 1) return tasks[0] ?? null;
  const isAbout = (task: DraftTask | undefined): boolean => task !== undefined && stems(task.title).has(thing);
  const byParent = tasks.filter(({ parent }) => parent !== null && isAbout(ground.task(parent)));
  const titled = byParent.length > 0 ? byParent : tasks.filter(isAbout);
  return titled.length === 1 ? (titled[0] ?? null) : null;
}

function flowOf(task: DraftTask, ground: Ground): Flow {
  const produced = new Set<string>();
  const consumed = new Map<string, { word: string; saying: Saying }>();
  for (const saying of ground.sayings(task)) {
    for (const clause of clausesOf(saying.text)) {
      const { makes, takes } = readClause(clause);
      for (const word of makes) if (isTelling(word)) produced.add(stem(word));
      for (const word of takes) if (isTelling(word)) consumed.set(stem(word), { word, saying });
    }
  }
  return { produced, consumed };
}

function isTelling(word: string): boolean {
  return word.length > 2 && !VAGUE.has(stem(word)) && !isFiller(word);
}

/** Cut at punctuation and before each verb that starts a new clause. */
function clausesOf(text: string): string[][] {
  return text
    .replaceAll(/\([^)]*\)/g, ' ')
    .split(/[,;:.()]\s/u)
    .flatMap(splitAtVerbs)
    .map((part) => part.toLowerCase().match(/[\p{L}\p{N}_-]+/gu) ?? [])
    .filter((words) => words.length > 1);
}

/** "analyze requirements and suggest tasks" has two clauses, "tags and metadata" one. */
function splitAtVerbs(part: string): string[] {
  const clauses: string[] = [];
  let start = 0;
  for (const match of part.matchAll(/\s(?:and|to|then)\s(?=([A-Za-z]+)\s)/gu)) {
    if (!isVerb(match[1] ?? '') || isTwoFaced(match[1] ?? '')) continue;
    clauses.push(part.slice(start, match.index));
    start = match.index + match[0].length;
  }
  return [...clauses, part.slice(start)];
}

function readClause(words: readonly string[]): { makes: string[]; takes: string[] } {
  const [first = ''] = words;
  const verb = isVerb(first) ? first : baseForm(first);
  const cut = words.findIndex((word, index) => index > 0 && PREPOSITION.test(word));
  const phrase = words.slice(0, cut === -1 ? words.length : cut);
  const after = cut === -1 ? [] : sourceWords(words.slice(cut));
  if (verb !== null && PRODUCES.has(verb)) return { makes: headsOf(phrase.slice(1)), takes: after };
  if (verb !== null && CONSUMES.has(verb)) return { makes: [], takes: [...headsOf(phrase.slice(1)), ...after] };
  const last = phrase.at(-1) ?? '';
  const thing = phrase.slice(-2, -1);
  if (PRODUCING_NOUN.test(last)) return { makes: thing, takes: after };
  return { makes: [], takes: CONSUMING_NOUN.test(last) ? [...thing, ...after] : after };
}

/** The things after "from" and "based on": what the work starts out from. */
function sourceWords(words: readonly string[]): string[] {
  const start = words.findIndex((word, index) => word === 'from' || (word === 'on' && words[index - 1] === 'based'));
  if (start === -1) return [];
  const rest = words.slice(start + 1);
  const end = rest.findIndex((word) => PREPOSITION.test(word));
  return (end === -1 ? rest : rest.slice(0, end)).filter((word) => word !== 'and' && word !== 'or');
}

/** The last word of each noun phrase: "key requirements and features" → requirements, features. */
function headsOf(phrase: readonly string[]): string[] {
  const heads: string[] = [];
  for (const [index, word] of phrase.entries()) {
    const next = phrase[index + 1];
    if (next === undefined || next === 'and' || next === 'or') heads.push(word);
  }
  return heads.filter((word) => word !== 'and' && word !== 'or');
}
