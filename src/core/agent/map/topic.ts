// What a task is about, as far as files can tell: its words, the names and files that it mentions, what came before it.
import { isCodeName, wordsOf } from './words.ts';

export interface TopicSource {
  readonly title: string;
  /** Description, criteria, requirements, category: all that is said of the task. */
  readonly text: string;
  /** Files that the tasks before it have changed. */
  readonly touched: readonly string[];
}

export interface Topic {
  /** Stemmed words and how much each counts. */
  readonly words: ReadonlyMap<string, number>;
  /** Names as they stand in code. */
  readonly names: ReadonlySet<string>;
  /** What looks like a file: "src/a.ts", "a.ts", "map/a.ts". */
  readonly mentions: ReadonlySet<string>;
  readonly touched: ReadonlySet<string>;
}

const TITLE_COUNTS = 3;

export function topicOf({ title, text, touched }: TopicSource): Topic {
  const words = new Map<string, number>();
  for (const word of new Set(wordsOf(text))) words.set(word, 1);
  for (const word of new Set(wordsOf(title))) words.set(word, TITLE_COUNTS);
  const all = `${title}\n${text}`;
  return {
    words,
    names: new Set((all.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []).filter(isCodeName)),
    mentions: new Set(
      (all.match(/[\p{L}\p{N}_$@./\\-]*\.[\p{L}\p{N}]+/gu) ?? []).map((token) =>
        token.replaceAll('\\', '/').replace(/^(\.?\/)+/, ''),
      ),
    ),
    touched: new Set(touched),
  };
}

/** 3 for a file that is named with its folder, 2 by its name alone, 0 for one that is not. */
export function mentionOf({ mentions }: Topic, path: string): number {
  if (mentions.has(path)) return 3;
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const end = path.slice(slash + 1);
    if (mentions.has(end)) return end.includes('/') ? 3 : 2;
  }
  return 0;
}
