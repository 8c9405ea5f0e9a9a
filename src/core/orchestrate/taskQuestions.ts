// Questions about a task: what a person answered once stands as a note on the task, and no later run asks it again.
import { plain } from '../agent/askOnce.ts';
import type { RunEvent, StoredRunEvent } from '../agent/runEvents.ts';
import type { Interaction } from './journal.ts';
import type { TaskStore } from '../ports.ts';
import type { Questions } from '../review/approvals.ts';
import type { TaskId } from '../tasks/model.ts';

/** Asks the person only what no run of the task has an answer to. */
export function askOncePerTask(questions: Questions, { journal }: TaskStore, taskId: TaskId): Questions {
  return {
    ask: async (question, signal) => {
      const said = await journal.listInteractions(taskId);
      const answered = said.findLast(
        ({ type }, index) => type === 'response' && isSame(said[index - 1], question.text),
      );
      return answered?.content ?? questions.ask(question, signal);
    },
  };
}

/** An answer is written down right after its question: a run waits for it, and a task has one run at a time. */
const isSame = (before: Interaction | undefined, text: string): boolean =>
  before?.type === 'question' && plain(firstPart(before.content)) === plain(text);

/** Without the choices, which stand below it as a list. */
const firstPart = (content: string): string => content.split('\n- ', 1)[0] ?? '';

/** The note of an answer; null for every other event. */
export function noteOf(event: RunEvent, asked: readonly StoredRunEvent[]): string | null {
  if (event.type !== 'run.questionAnswered') return null;
  const question = asked.findLast(
    ({ event: each }) => each.type === 'run.questionAsked' && each.id === event.id,
  )?.event;
  if (question?.type !== 'run.questionAsked') return null;
  const by = event.by === 'recommendation' ? ' (as recommended)' : '';
  return `Question: ${question.text}\nAnswer: ${event.answer}${by}`;
}
