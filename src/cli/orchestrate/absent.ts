// Nobody is there to be asked: nothing is guessed, the run is paused where a person is needed.
import { RunStop } from '../../core/orchestrate/runStop.ts';
import type { ReviewRequest } from '../../core/review/approvals.ts';
import type { RunPeople } from './people.ts';

export function absent(): RunPeople {
  let isMissing = false;
  const miss = (what: string): Promise<never> => {
    isMissing = true;
    return Promise.reject(new RunStop('pause', `${what}, and nobody can be asked here.`));
  };
  return {
    isMissing: () => isMissing,
    listen: () => undefined,
    approvals: {
      review: (request) => miss(`A person must review the change${reasonsOf(request)}`),
      permit: ({ what, reason }) => miss(`A person must allow "${firstLine(what)}" (${withoutStop(reason)})`),
    },
    questions: { ask: ({ text }) => miss(`A person must answer "${firstLine(text)}"`) },
    person: { waitForPerson: () => miss('The branch is ready for a person to work on the task') },
  };
}

function reasonsOf({ mustLook }: ReviewRequest): string {
  const [first] = mustLook;
  if (!first) return '';
  const more = mustLook.length > 1 ? `, and ${mustLook.length - 1} more` : '';
  return ` (${first.path}: ${withoutStop(first.reason)}${more})`;
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
const withoutStop = (text: string): string => text.replace(/\.$/, '');

/** For runs that are only given up: whoever is asked says nothing until that has happened. */
export function silentPeople(): RunPeople {
  const wait = (signal: AbortSignal): Promise<never> =>
    new Promise((_resolve, reject) => {
      const stop = (): void => {
        reject(signal.reason as Error);
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
  return {
    isMissing: () => false,
    listen: () => undefined,
    approvals: { review: (_request, signal) => wait(signal), permit: (_request, signal) => wait(signal) },
    questions: { ask: (_question, signal) => wait(signal) },
    person: { waitForPerson: (_assignment, _feedback, signal) => wait(signal) },
  };
}
