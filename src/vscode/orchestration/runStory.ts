// What a person is told of one run, folded from its events. Knows nothing of VS Code.
import type { RunEvent, StoredRunEvent } from '../../core/agent/runEvents.ts';
import type { GateResult } from '../../core/gates/gate.ts';
import type { RunSummary } from '../../core/orchestrate/journal.ts';
import { addEvent, viewRun, type RunView } from '../../core/orchestrate/runView.ts';

export interface RunStory {
  /** The number of the last event that is told. */
  readonly seq: number;
  readonly view: RunView;
  /** Why it was paused last. */
  readonly pauseReason: string;
  /** The question that nobody has answered yet. */
  readonly question: { readonly id: string; readonly text: string } | null;
  /** The verdicts of the last check, also when it is long over. */
  readonly gates: readonly GateResult[];
  /** The next verdict begins a new check. */
  readonly isCheckOver: boolean;
}

const START: RunStory = {
  seq: 0,
  view: viewRun([]),
  pauseReason: '',
  question: null,
  gates: [],
  isCheckOver: false,
};

/** `before` is the story up to the first of `events`; absent at the beginning. */
export function tellRun(events: readonly StoredRunEvent[], before: RunStory = START): RunStory {
  return events.reduce((story, { seq, event }) => {
    return { ...story, ...newsOf(story, event), seq, view: addEvent(story.view, event) };
  }, before);
}

type News = {
  readonly [T in RunEvent['type']]?: (story: RunStory, event: Extract<RunEvent, { type: T }>) => Partial<RunStory>;
};

/** What is absent changes the view alone. */
const NEWS: News = {
  'run.paused': (_story, { reason }) => ({ pauseReason: reason }),
  'run.questionAsked': (_story, { id, text }) => ({ question: { id, text } }),
  'run.questionAnswered': ({ question }, { id }) => (question?.id === id ? { question: null } : {}),
  'run.gateFinished': ({ gates, isCheckOver }, { result }) => ({
    gates: withVerdict(isCheckOver ? [] : gates, result),
    isCheckOver: false,
  }),
  'run.checked': () => ({ isCheckOver: true }),
  'run.applied': () => ({ isCheckOver: true }),
};

function newsOf(story: RunStory, event: RunEvent): Partial<RunStory> {
  const tell = NEWS[event.type] as ((story: RunStory, event: RunEvent) => Partial<RunStory>) | undefined;
  return tell?.(story, event) ?? {};
}

function withVerdict(gates: readonly GateResult[], result: GateResult): readonly GateResult[] {
  return [...gates.filter(({ gate }) => gate !== result.gate), result];
}

/** What goes on in a run: an agent or Conductor works, a person is asked, nobody works on it, or it is over. */
export type Activity =
  | { readonly kind: Work }
  | { readonly kind: 'review' | 'answer' | 'permission' }
  | { readonly kind: 'paused' | 'interrupted' }
  | { readonly kind: 'over'; readonly outcome: Outcome };

/** `byHand`: a person does the task themselves. */
type Work = 'preparing' | 'working' | 'byHand' | 'checking' | 'committing';

export type Outcome = Extract<RunEvent, { type: 'run.finished' }>['outcome'] | 'undone';

/** `isAsked`: the person has the run's request before them in this window; of permissions no event tells before the answer. */
export function activityOf(
  { isClaimed }: Pick<RunSummary, 'isClaimed'>,
  { view, question }: RunStory,
  isAsked = false,
): Activity {
  if (view.isUndone) return { kind: 'over', outcome: 'undone' };
  if (view.finished) return { kind: 'over', outcome: view.finished.outcome };
  if (view.isPaused) return { kind: 'paused' };
  if (!isClaimed) return { kind: 'interrupted' };
  if (question) return { kind: 'answer' };
  if (view.review?.isOpen) return { kind: 'review' };
  const kind = workOf(view);
  return { kind: isAsked && kind !== 'byHand' ? 'permission' : kind };
}

/** Whether a request of the run waits for the person in this window. */
export type IsAsked = (runId: string) => boolean;

export const NOBODY_ASKED: IsAsked = () => false;

function workOf({ agent, assignment, committing, handedOver }: RunView): Work {
  if (assignment === null) return 'preparing';
  if (committing) return 'committing';
  if (handedOver) return 'checking';
  return agent === 'manual' ? 'byHand' : 'working';
}

/** Whether somebody has to do something for it to go on. */
export function needsPerson({ kind }: Activity): boolean {
  return kind === 'review' || kind === 'answer' || kind === 'permission';
}

/** Not over, but nobody works on it. */
export function isStopped({ kind }: Activity): boolean {
  return kind === 'paused' || kind === 'interrupted';
}

/** How many files the run has changed or wants to change. */
export function countFiles({ accepted, proposals }: RunView): number {
  return new Set([...accepted, ...proposals].map(({ path }) => path)).size;
}
