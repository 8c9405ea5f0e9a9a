// The CodeMapPort on tree-sitter: parses in threads of its own and remembers what it has parsed by its content.
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import type { CodeMapPort, FileSymbols } from '../../core/agent/map/codeMapPort.ts';
import { Thread } from '../thread.ts';
import { grammarOf } from './languages.ts';
import type { ParseAnswer, ParseQuestion } from './symbolParser.ts';

/** More files than a project that a map helps with has; beyond them the oldest are parsed again. */
const MAX_REMEMBERED = 50_000;

/** One processor is left to whoever waits; each thread has the grammars in its memory. */
const THREADS = Math.min(4, Math.max(1, availableParallelism() - 1));

const NONE: FileSymbols = { definitions: [], references: [] };

/** The threads start with the first files and keep no process alive. One code map can serve all projects. */
export function createCodeMap(): CodeMapPort {
  const program = join(import.meta.dirname, `symbolParser${extname(import.meta.filename)}`);
  const threads = Array.from({ length: THREADS }, () => ({ thread: new Thread(program), waiting: 0 }));
  const remembered = new Map<string, Promise<ParseAnswer>>();

  const ask = async (question: ParseQuestion): Promise<ParseAnswer> => {
    const least = threads.reduce((a, b) => (b.waiting < a.waiting ? b : a));
    least.waiting++;
    try {
      return (await least.thread.ask(question)) as ParseAnswer;
    } finally {
      least.waiting--;
    }
  };

  const parse = (question: ParseQuestion): Promise<ParseAnswer> => {
    const key = `${question.grammar} ${createHash('sha1').update(question.text).digest('base64')}`;
    const known = remembered.get(key);
    if (known) return known;
    const answer = ask(question);
    remembered.set(key, answer);
    for (const oldest of remembered.keys()) {
      if (remembered.size <= MAX_REMEMBERED) break;
      remembered.delete(oldest);
    }
    // A thread that died is started again by the next question.
    answer.catch(() => remembered.delete(key));
    return answer;
  };

  return {
    knows: (path) => grammarOf(path) !== undefined,
    symbols: async (path, text) => {
      const grammar = grammarOf(path);
      if (grammar === undefined) return NONE;
      const { definitions, references } = await parse({ grammar, text });
      return { definitions, references: references === '' ? [] : references.split(' ') };
    },
  };
}
