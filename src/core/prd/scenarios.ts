// Gherkin: each "Scenario: … Given … When … Then …" states what the product does, fenced or as plain lines.
import type { Anchor, Block, Span } from './document.ts';
import type { Priority } from './model.ts';
import { priorityIn } from './priorities.ts';
import { spanWithin } from './sentences.ts';
import { matchesOf } from './text.ts';

export interface Scenario {
  /** "Stop early: given a running session, when I stop it, then the rest is credited". */
  readonly text: string;
  /** "Stop early" */
  readonly name: string;
  readonly priority?: Priority;
  readonly source: Span;
}

type Paragraph = Extract<Block, { type: 'paragraph' }>;
type Code = Extract<Block, { type: 'code' }>;

const START = /(?:^|\s)((?:@[\w-]+\s+)*)(?:Scenario(?: Outline| Template)?|Example):\s/g;
const SCENARIO = /^((?:@[\w-]+\s+)*)(?:Scenario(?: Outline| Template)?|Example):\s+(.+?)\s+((?:Given|When|Then)\s.+)$/;
/** A table of examples, and tags of what comes next. */
const TAIL = /\s(?:Examples|Scenarios):.*$|(?:\s+@[\w-]+)+$/;
const LANGUAGE = /^(?:gherkin|cucumber|feature)$/i;

/** The scenarios of a paragraph or a fenced block; none for any other text. */
export function scenariosOf(block: Paragraph | Code): readonly Scenario[] {
  if (block.type === 'paragraph')
    return /^@|^Scenario|^Example/.test(block.text) ? cut(block.text, block.span, block.anchors) : [];
  if (!LANGUAGE.test(block.language)) return [];
  const { text, anchors } = joined(block);
  return cut(text, block.span, anchors);
}

function cut(text: string, span: Span, anchors: readonly Anchor[] | undefined): readonly Scenario[] {
  const starts = matchesOf(START, text).map(({ index, 0: whole }) => index + (/^\s/.test(whole) ? 1 : 0));
  // "@must Feature: …" in front of the scenarios tags all of them.
  const all = priorityIn(/^(?:@[\w-]+\s+)+(?=Feature:)/.exec(text)?.[0].trim() ?? '');
  return starts.flatMap((start, index) => {
    const whole = text
      .slice(start, starts[index + 1])
      .trim()
      .replace(TAIL, '');
    const match = SCENARIO.exec(whole);
    if (!match) return [];
    const [, tags = '', name = '', steps = ''] = match;
    const priority = priorityIn(tags.trim()) ?? all;
    const source = spanWithin(span, anchors, start, start + whole.length);
    return [{ name, text: `${name}: ${told(steps)}`, ...(priority === undefined ? {} : { priority }), source }];
  });
}

/** The steps as one sentence. */
function told(steps: string): string {
  return steps
    .replace(/(?:^|[\s,.;]+)(Given|When|Then)(?=\s)/g, (_, word: string) => `, ${word.toLowerCase()}`)
    .replace(/[\s,.;]+(And|But)(?=\s)/g, (_, word: string) => ` ${word.toLowerCase()}`)
    .replace(/^, /, '')
    .replace(/\.$/, '');
}

function joined({ text, span }: Code): { readonly text: string; readonly anchors: readonly Anchor[] } {
  const anchors: Anchor[] = [];
  const pieces: string[] = [];
  let at = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.trim();
    if (words === '' || words.startsWith('#') || words.startsWith('|')) continue;
    anchors.push({ at, line: span.line + 1 + index, column: line.length - line.trimStart().length + 1 });
    pieces.push(words);
    at += words.length + 1;
  }
  return { text: pieces.join(' '), anchors };
}
