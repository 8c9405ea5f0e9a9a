// Questions to the person: written down with their answers, and none is asked twice.
import type { Question } from '../review/approvals.ts';
import type { AgentWorld, Assignment } from './agentBackend.ts';
import type { RunEvent } from './runEvents.ts';
import type { RunMemory } from './runMemory.ts';

interface Asking {
  readonly assignment: Assignment;
  readonly world: AgentWorld;
  readonly memory: RunMemory;
  readonly record: (event: RunEvent) => Promise<void>;
  readonly signal: AbortSignal;
}

/** The answer of the person, now or earlier in the run, or the recommended one where they leave it to that. */
export async function askOnce(asking: Asking, { text, choices }: Pick<Question, 'text' | 'choices'>): Promise<string> {
  const { memory, record, world, assignment, signal } = asking;
  const same = memory.questions.filter((question) => plain(question.text) === plain(text));
  const answered = same.find(({ answer }) => answer !== undefined);
  if (answered?.answer !== undefined) return answered.answer;
  // A run that was killed while it waited asks on, under the same id.
  const id = same[0]?.id ?? `q${memory.questions.length + 1}`;
  if (same.length === 0) await record({ type: 'run.questionAsked', id, text, choices });
  const said = await world.questions.ask({ id, runId: world.runId, taskId: assignment.taskId, text, choices }, signal);
  const answer = said ?? choices[0] ?? '';
  await record({ type: 'run.questionAnswered', id, answer, by: said === null ? 'recommendation' : 'person' });
  return answer;
}

/** Case, spacing and punctuation make no other question. */
export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
