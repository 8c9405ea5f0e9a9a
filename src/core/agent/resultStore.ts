// Long results: the agent gets their beginning and the rest on demand.
import type { ResultStore } from '../tools/tool.ts';
import { digestOf } from './digest.ts';

/** Characters; some 4,000 tokens. */
export const RESULT_LIMIT = 16_000;

/** Texts are named by their content, so that a name means the same after a restart. What was kept before one is gone. */
export function createResultStore(): ResultStore {
  const texts = new Map<string, string>();
  return {
    cap(text, limit = RESULT_LIMIT) {
      if (text.length <= limit) return text;
      const id = `r-${digestOf(text)}`;
      texts.set(id, text);
      const note = (shown: number) =>
        `\n[${shown} of ${text.length} characters shown; read_result with id "${id}" and offset ${shown} gives the rest]`;
      const cut = wholeCharacters(text, Math.max(0, limit - note(text.length).length));
      return `${text.slice(0, cut)}${note(cut)}`;
    },
    read(id, offset, limit) {
      const text = texts.get(id);
      return text === undefined ? null : text.slice(offset, offset + limit);
    },
  };
}

/** Never between the halves of a surrogate pair. */
function wholeCharacters(text: string, at: number): number {
  const code = text.charCodeAt(at - 1);
  return code >= 0xd800 && code <= 0xdbff ? at - 1 : at;
}
