// The CodeMapPort on tree-sitter: parses in a thread of its own and remembers what it has parsed by its content.
import { createHash } from 'node:crypto';
import { extname, join } from 'node:path';
import type { CodeMapPort, FileSymbols } from '../../core/agent/map/codeMapPort.ts';
import { Thread } from '../thread.ts';
import { grammarOf } from './languages.ts';
import type { ParseAnswer, ParseQuestion } from './symbolParser.ts';

/** More files than a project that a map helps with has; beyond them the oldest are parsed again. */
const MAX_REMEMBERED = 50_000;

const NONE: FileSymbols = { definitions: [], references: [] };

/** The thread starts with the first file and keeps no process alive. One code map can serve all projects. */
export function createCodeMap(): CodeMapPort {
  const thread = new Thread(join(import.meta.dirname, `symbolParser${extname(import.meta.filename)}`));
  const remembered = new Map<string, Promise<ParseAnswer>>();

  const parse = (question: ParseQuestion): Promise<ParseAnswer> => {
    const key = `${question.grammar} ${createHash('sha1').update(question.text).digest('base64')}`;
    const known = remembered.get(key);
    if (known) return known;
    const answer = thread.ask(question) as Promise<ParseAnswer>;
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
