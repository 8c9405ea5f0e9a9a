// Before planning: what the document leaves open, put to the person as a few choices.
import type { AnsweredQuestion } from '../model.ts';
import type { Caller } from './calls.ts';
import { ASK_QUESTIONS } from './prompts.ts';
import { foldSpace, prefixOf, type SourcePart } from './source.ts';

export interface OpenQuestion {
  readonly question: string;
  /** The recommended one first. */
  readonly choices: readonly string[];
  readonly why: string;
}

/** The person's answers; questions that were skipped are left out. Null cancels the decomposition. */
export type AskPerson = (
  questions: readonly OpenQuestion[],
  signal: AbortSignal,
) => Promise<readonly AnsweredQuestion[] | null>;

export const MAX_QUESTIONS = 5;

/** Asked of the first part alone, with the outline of the whole. */
export async function findQuestions(
  caller: Caller,
  part: SourcePart,
  outline: string,
): Promise<readonly OpenQuestion[]> {
  const { answer } = await caller.ask({
    prefix: prefixOf(part, outline, []),
    question: ASK_QUESTIONS,
    purpose: 'decompose: questions',
    check: ({ questions }) => [
      ...(questions.length > MAX_QUESTIONS ? [`It has more than ${MAX_QUESTIONS} questions.`] : []),
      ...questions
        .filter(({ choices }) => choices.length < 2 || choices.length > 4)
        .map((each) => `"${foldSpace(each.question)}" has ${each.choices.length} choices; give two to four.`),
    ],
  });
  return (answer?.questions ?? []).slice(0, MAX_QUESTIONS).map(({ question, choices, recommended, why }) => ({
    question: foldSpace(question),
    choices: [...new Set([recommended, ...choices].map(foldSpace).filter(Boolean))],
    why: foldSpace(why),
  }));
}
