// Turns of a run → the digests that loops are looked for in. What changes by itself from call to call is taken out.
import { canonicalJson, digestOf } from './digest.ts';
import type { Step, StepCall } from './loopDetection.ts';
import type { ToolUse, TurnMemory } from './runMemory.ts';

/** Calls whose input is prose: saying it in other words makes it no other call. */
export type IsProse = (use: ToolUse) => boolean;

const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/\u001b\[[0-9;?]*[A-Za-z]/g, ''],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?/g, '<time>'],
  [/\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?(?: ?[AP]M)?\b/gi, '<time>'],
  [/\b\d{13}\b/g, '<time>'],
  [/\b0x[0-9a-f]+\b/gi, '<address>'],
  [/(?:\/private)?\/var\/folders\/[^\s:/]+\/[^\s:/]+\/T\/[^\s:/'")]+/g, '<temp>'],
  [/(?:\/var)?\/tmp\/[^\s:/'")]+/g, '<temp>'],
  [/[A-Z]:\\(?:[^\s\\:]+\\)+Temp\\[^\s\\:'")]+/gi, '<temp>'],
  [/\b(?:localhost|127\.0\.0\.1):\d+/g, '<host>'],
  [/\bpid[ =:]*\d+/gi, '<pid>'],
  [/\b\d+(?:[.,]\d+)?\s?(?:ns|µs|us|ms|s|secs?|seconds?|m|mins?|minutes?|h)\b/g, '<duration>'],
];
const FAILING_LINE = /\b(?:fail(?:s|ed|ing|ures?)?|errors?|exception|panicked|not ok|assert\w*)\b|[✗✘✕×]/i;
const FAILED_COMMAND = /\bexit(?:ed)?(?: with)?(?: code| status)?[:= ]+(?!0\b)\d+/i;

export function withoutVolatile(text: string): string {
  return VOLATILE.reduce((rest, [pattern, name]) => rest.replaceAll(pattern, name), text)
    .replaceAll(/\s+/g, ' ')
    .trim();
}

export function stepOf(turn: TurnMemory, isProse: IsProse): Step {
  return { calls: turn.uses.map((use) => callOf(use, turn, isProse)), changes: turn.changes };
}

function callOf(use: ToolUse, { results }: TurnMemory, isProse: IsProse): StepCall {
  const result = results.get(use.id);
  const text = result?.text ?? '';
  const input = isProse(use) ? '' : canonicalJson(withoutComment(use.input));
  return {
    action: digestOf(`${use.name} ${input}`),
    result: digestOf(withoutVolatile(text)),
    failure: isCommand(use.input) && (result?.isError || FAILED_COMMAND.test(text)) ? failureOf(text) : null,
  };
}

/** The lines that tell what failed, without the places, which move with every edit. */
function failureOf(text: string): string {
  const lines = text.split('\n').filter((line) => FAILING_LINE.test(line));
  const told = (lines.length > 0 ? lines : [text]).map((line) => withoutVolatile(line).replaceAll(/:\d+/g, ''));
  return digestOf([...new Set(told)].toSorted().join('\n'));
}

const isCommand = (input: unknown): input is { readonly command: string } =>
  typeof input === 'object' && input !== null && 'command' in input && typeof input.command === 'string';

/** A comment at the end of a command is prose as well. */
function withoutComment(input: unknown): unknown {
  if (!isCommand(input)) return input;
  return {
    ...input,
    command: input.command
      .replace(/(?:^|\s)#[^'"]*$/, '')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  };
}
