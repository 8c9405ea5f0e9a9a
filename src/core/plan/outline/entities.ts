// What one task creates and another names: commands, tables, files and endpoints, and parts that have a heading of their own.
import type { DraftTask, TaskKey } from '../model.ts';
import { quoted, type Candidate, type Ground, type Saying } from './ground.ts';
import { plainWords } from './words.ts';

const IDENTIFIER =
  /\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b|\b[\w-]+\.(?:json|ya?ml|toml|sql|csv|db|proto|graphql)\b|(?<=\s)\/[a-z][\w-]*(?:\/[\w{}:-]+)*|\b(?:[a-z]+[A-Z]\w+)\b|\b(?<table>[a-z]+) table\b/gu;
const CREATES =
  /\b(?:creat\w+|add|adds|defin\w+|introduc\w+|build|builds|implement\w*|provid\w+|expos\w+|new|writ\w+|generat\w+|persist\w*|regist\w+|command|stores? in|schema|migration)\b/iu;
const USES =
  /\b(?:us(?:e|es|ing)|call|calls|via|from|read|reads|reading|test|tests|based on|with existing|requires?|against|after|through|query|queries)\b/iu;

export function entityEdges(ground: Ground): Candidate[] {
  return [...identifierEdges(ground), ...namedPartEdges(ground)];
}

interface Mentions {
  readonly creators: Set<TaskKey>;
  readonly users: Map<TaskKey, Saying>;
}

function identifierEdges(ground: Ground): Candidate[] {
  const byName = new Map<string, Mentions>();
  for (const task of ground.tasks) {
    for (const saying of ground.sayings(task)) {
      for (const match of saying.text.matchAll(IDENTIFIER)) {
        const name = match.groups?.['table'] ?? match[0];
        const mentions = byName.get(name) ?? { creators: new Set(), users: new Map() };
        byName.set(name, mentions);
        if (isCreated(saying.text, match.index, match[0])) mentions.creators.add(task.key);
        else if (!mentions.users.has(task.key)) mentions.users.set(task.key, saying);
      }
    }
  }
  return [...byName].flatMap(([name, mentions]) => edgesFrom(name, mentions, ground));
}

function edgesFrom(name: string, { creators, users }: Mentions, ground: Ground): Candidate[] {
  const creator = theCreator(name, creators, ground);
  if (!creator) return [];
  return [...users].flatMap(([from, { text, source }]) => {
    if (creators.has(from) || ground.isKin(from, creator.key)) return [];
    const reason = `Uses ${name}, which ${quoted(creator.title)} creates.`;
    return [
      { from, to: creator.key, kind: 'entity' as const, evidence: { quote: text, source, confidence: 0.65, reason } },
    ];
  });
}

/** The only one that creates it, or the only one that has it in its title. */
function theCreator(name: string, creators: ReadonlySet<TaskKey>, ground: Ground): DraftTask | undefined {
  const tasks = [...creators].flatMap((key) => ground.task(key) ?? []);
  if (tasks.length === 1) return tasks[0];
  const titled = tasks.filter(({ title }) => title.toLowerCase().includes(name.toLowerCase()));
  return titled.length === 1 ? titled[0] : undefined;
}

/** Words of making shortly before it, or the name itself opens the sentence as its subject ("save_config() - Persist …"). */
function isCreated(text: string, index: number, name: string): boolean {
  const before = text.slice(Math.max(0, index - 40), index);
  const after = text.slice(index + name.length, index + name.length + 24);
  if (USES.test(before)) return false;
  return (
    CREATES.test(before) ||
    (index <= 1 && /^(?:\([^)]*\))?\s*(?:command|table|endpoint|file|tool|[-–—:])/iu.test(after))
  );
}

/** A heading of two to five words, found word for word in what a task elsewhere says. */
function namedPartEdges(ground: Ground): Candidate[] {
  const parts = new Map<string, DraftTask | null>();
  for (const task of ground.tasks) {
    const draft = ground.draftOf(task.key);
    const words = draft?.isNamed ? plainWords(draft.wording) : [];
    if (words.length < 2 || words.length > 5) continue;
    const name = words.join(' ');
    parts.set(name, parts.has(name) ? null : task);
  }
  const openings = new Set(Array.from(parts.keys(), (name) => name.split(' ', 1)[0]));
  return ground.tasks.flatMap((task) =>
    ground.sayings(task).flatMap((saying) => mentionsIn(saying, task, { parts, openings }, ground)),
  );
}

interface NamedParts {
  /** Null where two parts share the name. */
  readonly parts: ReadonlyMap<string, DraftTask | null>;
  /** First words of the names. */
  readonly openings: ReadonlySet<string | undefined>;
}

function mentionsIn(
  { text, source }: Saying,
  task: DraftTask,
  { parts, openings }: NamedParts,
  ground: Ground,
): Candidate[] {
  const words = plainWords(text);
  const edges: Candidate[] = [];
  for (let start = 1; start < words.length; start += 1) {
    if (!openings.has(words[start])) continue;
    for (let end = start + 2; end <= Math.min(start + 5, words.length); end += 1) {
      const part = parts.get(words.slice(start, end).join(' '));
      if (!part || ground.isKin(part.key, task.key) || isServed(words, start)) continue;
      const evidence = {
        quote: text,
        source,
        confidence: 0.6,
        reason: `Names ${quoted(part.title)} as something that is there.`,
      };
      edges.push({ from: task.key, to: part.key, kind: 'entity', evidence });
    }
  }
  return edges;
}

/** "for the report page": what is served comes later, not earlier. */
function isServed(words: readonly string[], start: number): boolean {
  const before = words.slice(Math.max(0, start - 2), start).filter((word) => !/^(?:the|an?|our)$/.test(word));
  return /^(?:until|before|for|to|enables?|serves?|feeds?|supports?|by)$/.test(before.at(-1) ?? '');
}
