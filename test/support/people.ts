// Whoever is asked during a run, by a script: a list of decisions and answers, and what was asked.
import type {
  Approvals,
  Decision,
  PermissionAnswer,
  PermissionRequest,
  Question,
  Questions,
  ReviewRequest,
} from '../../src/core/review/approvals.ts';

export const ACCEPT: Decision = { kind: 'accept', rejected: [], edited: {} };
export const ALLOW: PermissionAnswer = { allow: true, remember: false };

type Script<Request, Answer> = readonly (Answer | ((request: Request) => Answer | Promise<Answer>))[];

export interface PeopleScript {
  readonly reviews?: Script<ReviewRequest, Decision>;
  readonly permissions?: Script<PermissionRequest, PermissionAnswer>;
  readonly answers?: Script<Question, string | null>;
}

/** Each list is played in its order; asking beyond its end fails the test. */
export class ScriptedPeople {
  readonly reviews: ReviewRequest[] = [];
  readonly permissions: PermissionRequest[] = [];
  readonly questions: Question[] = [];
  readonly approvals: Approvals;
  readonly asked: Questions;

  constructor(script: PeopleScript = {}) {
    this.approvals = {
      review: (request, signal) => next('review', script.reviews, this.reviews, request, signal),
      permit: (request, signal) => next('permission', script.permissions, this.permissions, request, signal),
    };
    this.asked = {
      ask: (question, signal) => next('question', script.answers, this.questions, question, signal),
    };
  }
}

async function next<Request, Answer>(
  what: string,
  script: Script<Request, Answer> = [],
  seen: Request[],
  request: Request,
  signal: AbortSignal,
): Promise<Answer> {
  const step = script[seen.length];
  seen.push(request);
  if (step === undefined)
    throw new Error(`Nobody was to be asked for ${what} ${seen.length}: ${JSON.stringify(request)}`);
  const answer = typeof step === 'function' ? (step as (request: Request) => Answer | Promise<Answer>)(request) : step;
  return Promise.race([answer, aborted(signal)]);
}

/** Rejects with the signal's reason. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
