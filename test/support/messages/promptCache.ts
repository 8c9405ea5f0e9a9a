// Prompt caching as the Messages API does it: exact prefixes, up to a breakpoint, readable once the first answer has begun.
import { createHash } from 'node:crypto';
import type { WireRequest } from './validate.ts';

const LOOK_BACK_BLOCKS = 20;
/** The least that is cached, in tokens. */
const MIN_CACHED_TOKENS = 1024;

export interface CacheUse {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** Makes what this request writes readable for later ones; call it when its answer begins. */
  readonly publish: () => void;
}

interface PrefixBlock {
  readonly hash: string;
  /** Tokens from the start of the request to the end of this block. */
  readonly tokens: number;
  readonly isBreakpoint: boolean;
}

/** A stand-in for the tokenizer: four characters a token, never less than one. */
export const tokensOf = (value: unknown): number => Math.max(1, Math.ceil(JSON.stringify(value).length / 4));

export class PromptCache {
  readonly #known = new Set<string>();

  use(request: WireRequest): CacheUse {
    const blocks = prefixBlocks(request);
    const total = blocks.at(-1)?.tokens ?? 0;
    const last = blocks.findLastIndex(({ isBreakpoint }) => isBreakpoint);
    const read = this.#longestKnown(blocks, last);
    const write = Math.max(0, (blocks[last]?.tokens ?? 0) - read);
    const cacheWrite = write >= MIN_CACHED_TOKENS || read > 0 ? write : 0;
    const written = blocks.filter(({ isBreakpoint, tokens }) => isBreakpoint && tokens >= MIN_CACHED_TOKENS);
    return {
      input: total - read - cacheWrite,
      cacheRead: read,
      cacheWrite,
      publish: () => written.forEach(({ hash }) => this.#known.add(hash)),
    };
  }

  #longestKnown(blocks: readonly PrefixBlock[], last: number): number {
    for (let index = last; index >= 0 && index > last - LOOK_BACK_BLOCKS * 4; index--) {
      const block = blocks[index];
      if (block && this.#known.has(block.hash)) return block.tokens;
    }
    return 0;
  }
}

function prefixBlocks(request: WireRequest): PrefixBlock[] {
  const parts = [
    ...request.tools,
    ...request.system,
    ...request.messages.flatMap(({ role, content }) => content.map((block) => ({ role, ...block }))),
  ];
  const hash = createHash('sha256').update(request.model).update(JSON.stringify(request.format));
  let tokens = 0;
  return parts.map((part) => {
    const { cache_control: breakpoint, ...rest } = part as Record<string, unknown>;
    hash.update(JSON.stringify(rest));
    tokens += tokensOf(rest);
    return { hash: hash.copy().digest('hex'), tokens, isBreakpoint: breakpoint !== undefined };
  });
}
