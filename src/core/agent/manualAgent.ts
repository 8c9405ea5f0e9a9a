// A person as the agent: they get the assignment, work in their own editor, and say when they are finished.
import type { AgentBackend, Assignment } from './agentBackend.ts';

export type PersonsWord = { readonly summary: string } | { readonly stuck: string };

export interface ManualAgentOptions {
  /** Shows the assignment and waits, however long. `feedback` is what came back from gates and review, oldest first. An aborted signal throws its reason. */
  readonly waitForPerson: (
    assignment: Assignment & { readonly runId: string },
    feedback: readonly string[],
    signal: AbortSignal,
  ) => Promise<PersonsWord>;
}

/** Needs no key and no network, and writes to the project's folder as the person does. */
export function createManualAgent({ waitForPerson }: ManualAgentOptions): AgentBackend {
  return {
    id: 'manual',
    title: 'A person',
    worksInPlace: true,
    isReady: () => Promise.resolve(true),
    async work(assignment, { history, runId }, signal) {
      signal.throwIfAborted();
      const feedback = history.flatMap(({ event }) => (event.type === 'run.feedback' ? [event.text] : []));
      const word = await waitForPerson({ ...assignment, runId }, feedback, signal);
      return 'stuck' in word
        ? { kind: 'stuck', reason: word.stuck }
        : { kind: 'handedOver', summary: word.summary, notes: '' };
    },
  };
}
