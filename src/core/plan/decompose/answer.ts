// The one shape of all answers of a decomposition: one schema keeps the cached prefix of every call the same.
import * as z from 'zod';
import type { JsonSchema } from '../../model/backend.ts';
import { isRecord } from '../../records.ts';

export const CATEGORIES = [
  'feature',
  'api',
  'ui',
  'data',
  'security',
  'performance',
  'infrastructure',
  'test',
  'docs',
] as const;

const edge = z.strictObject({
  key: z.string(),
  kind: z.enum(['stated', 'entity', 'layer']),
  quote: z.string(),
  reason: z.string(),
});

const task = z.strictObject({
  key: z.string(),
  title: z.string(),
  description: z.string(),
  acceptance_criteria: z.array(z.string()),
  hours: z.number().positive().max(10_000),
  complexity: z.number().min(1).max(10),
  priority: z.enum(['critical', 'high', 'medium', 'low']),
  category: z.enum(CATEGORIES),
  tags: z.array(z.string()),
  covers: z.array(z.string()),
  depends_on: z.array(edge),
  test_strategy: z.string(),
  risks: z.array(z.string()),
  same_as: z.array(z.string()),
});

const question = z.strictObject({
  question: z.string(),
  choices: z.array(z.string()),
  recommended: z.string(),
  why: z.string(),
});

export const answerSchema = z.strictObject({
  questions: z.array(question),
  decisions: z.array(z.string()),
  tasks: z.array(task),
});

export type ModelAnswer = z.output<typeof answerSchema>;
export type ModelTask = ModelAnswer['tasks'][number];

/** Bounds are not part of what structured outputs take; `parseAnswer` checks them. */
const UNSUPPORTED = new Set([
  '$schema',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'maxItems',
]);

/** `answerSchema` as the model is given it. */
export const ANSWER_JSON_SCHEMA: JsonSchema = supported(z.toJSONSchema(answerSchema));

function supported(schema: object): JsonSchema {
  const entries = Object.entries(schema).filter(([keyword]) => !UNSUPPORTED.has(keyword));
  return Object.fromEntries(
    entries.map(([keyword, value]: [string, unknown]) => [keyword, isRecord(value) ? supported(value) : value]),
  );
}

export type ParsedAnswer = { readonly answer: ModelAnswer } | { readonly problems: readonly string[] };

/** The answer, or what keeps it from being one, in words that the model can act on. */
export function parseAnswer(text: string): ParsedAnswer {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problems: [`It is not valid JSON (${error instanceof Error ? error.message : String(error)}).`] };
  }
  const parsed = answerSchema.safeParse(value);
  if (parsed.success) return { answer: parsed.data };
  return {
    problems: parsed.error.issues
      .slice(0, 20)
      .map(({ path, message }) => `${path.join('.') || 'The answer'}: ${message}.`),
  };
}
