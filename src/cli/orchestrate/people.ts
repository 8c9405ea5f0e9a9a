// The people of a run on the command line: whoever sits at the terminal, and rules for what need not be asked.
import type { People, Reach } from '../context.ts';
import { absent } from './absent.ts';
import { askQuestion } from './askQuestion.ts';
import { askPermission } from './permission.ts';
import { reviewChanges } from './review.ts';
import { waitForPerson } from './waitForPerson.ts';

/** How the question about uncommitted changes is answered without asking. */
export const DIRTY_ANSWERS = ['carry-on', 'checkpoint', 'stop'] as const;

export interface PeopleRules {
  readonly dirty?: (typeof DIRTY_ANSWERS)[number];
  /** Questions of the agent get the answer that it recommends. */
  readonly takesRecommended?: boolean;
}

export interface RunPeople extends People {
  /** True once a person was needed and nobody could be asked. */
  readonly isMissing: () => boolean;
  /** From now on what is typed is read, so that it can be told from an answer. */
  readonly listen: () => void;
}

/** Questions about the work tree carry this at the end of their id, and choices that start with these words. */
const TREE_QUESTION = ':tree';
const treeChoices = { 'carry-on': 'Carry on', checkpoint: 'Checkpoint', stop: 'Stop' } as const;

export function createPeople({ terminal, env }: Reach, { dirty, takesRecommended = false }: PeopleRules): RunPeople {
  const asked = terminal ? atTerminal(terminal, env) : absent();
  return {
    ...asked,
    questions: {
      ask: (question, signal) => {
        if (dirty !== undefined && question.id.endsWith(TREE_QUESTION)) return Promise.resolve(treeChoices[dirty]);
        return takesRecommended ? Promise.resolve(null) : asked.questions.ask(question, signal);
      },
    },
  };
}

function atTerminal(terminal: NonNullable<Reach['terminal']>, env: Reach['env']): RunPeople {
  return {
    isMissing: () => false,
    listen: () => {
      terminal.forgetTyped();
    },
    approvals: {
      review: (request, signal) => reviewChanges({ terminal, env, signal }, request),
      permit: (request, signal) => askPermission({ terminal, signal }, request),
    },
    questions: { ask: (question, signal) => askQuestion({ terminal, signal }, question) },
    person: {
      waitForPerson: (assignment, feedback, signal) => waitForPerson({ terminal, signal }, assignment, feedback),
    },
  };
}
