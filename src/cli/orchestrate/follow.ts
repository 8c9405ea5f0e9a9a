// Watches a run from its beginning to its end or pause: its news as lines, Ctrl+C as a pause, and how it ended.
import { isConductorError, type ConductorError } from '../../core/errors.ts';
import type { RunState, RunSummary } from '../../core/orchestrate/journal.ts';
import type { RunNews } from '../../core/orchestrate/runContext.ts';
import type { ActiveRun, RunService } from '../../core/orchestrate/service.ts';
import type { Context } from '../context.ts';
import { drawRunTitle, tookOf } from '../draw/run.ts';
import type { Screen } from '../draw/screen.ts';
import { hang } from '../draw/hang.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { drawNextSteps, type Step } from '../nextSteps.ts';
import { outcome, type Outcome } from '../outcome.ts';
import { sanitize } from '../sanitize.ts';
import { NewsLines } from './news.ts';
import type { RunPeople } from './people.ts';
import { runJson } from './runJson.ts';
import { reportRun, type RunReport } from './runReport.ts';

interface Following {
  readonly context: Context;
  readonly runs: RunService;
  readonly people: RunPeople;
}

export async function follow({ context, runs, people }: Following, begin: () => Promise<ActiveRun>): Promise<Outcome> {
  const { signal } = context;
  const lines = new NewsLines();
  const watching = context.conductor.onRunNews((news) => {
    const draw = lines.take(news);
    if (draw) void context.say(draw);
    context.progress(statusOf(news));
  });
  try {
    people.listen();
    const { run, ended } = await begin();
    void context.say((screen) => drawBeginning(sanitize(run), screen));
    const interrupt = (): void => void runs.pause(run.id, 'You pressed Ctrl+C.');
    signal.addEventListener('abort', interrupt, { once: true });
    if (signal.aborted) interrupt();
    const failure = await ended.then(() => null, expected);
    signal.removeEventListener('abort', interrupt);
    const report = reportRun(await runs.read(run.id), people.isMissing());
    const shown = runOutcome(context, report, signal.aborted);
    return failure ? { ...shown, refusal: failure } : shown;
  } finally {
    watching.dispose();
  }
}

function drawBeginning({ taskId, taskName, agent }: RunSummary, screen: Screen): readonly string[] {
  return [
    ...hang('', `${taskId}: ${taskName}`, screen).map((line) => screen.paint('bold', line)),
    screen.paint('dim', `· ${agent === 'manual' ? 'You do it.' : `${agent} does it. Ctrl+C pauses.`}`),
  ];
}

/** What a person can mend is told with the run; anything else is a fault of ours. */
function expected(error: unknown): ConductorError {
  if (isConductorError(error)) return error;
  throw error;
}

const DOING: Readonly<Partial<Record<RunState, string>>> = {
  preparing: 'preparing',
  checking: 'checking',
  committing: 'committing',
};

function statusOf({ run }: RunNews): string {
  return `${run.taskId}: ${DOING[run.state] ?? `${run.agent} is working`}`;
}

function runOutcome(context: Context, report: RunReport, isInterrupted: boolean): Outcome {
  return outcome(report, {
    json: (data) => ({ run: runJson(data) }),
    text: (data, screen) => [
      '',
      ...drawRunTitle(data, screen),
      ...(data.view.finished?.outcome === 'done' ? hang('  ', data.view.handedOver?.summary ?? '', screen) : []),
      ...(data.view.turns > 0 ? [screen.paint('dim', `  ${tookOf(data)}`)] : []),
      ...drawAdvice(data, screen),
      ...drawNextSteps(context, nextSteps(data)),
    ],
    exitCode: exitCodeOf(report, isInterrupted),
  });
}

function drawAdvice({ run, view, paused }: RunReport, screen: Screen): readonly string[] {
  const ended = view.finished?.outcome;
  if (run.agent === 'manual' && (ended === 'rejected' || ended === 'cancelled')) {
    return [screen.paint('dim', `What you wrote is still here, on ${run.branch ?? 'the branch that is checked out'}.`)];
  }
  return paused?.needsPerson === true
    ? [screen.paint('dim', 'Resume it in a terminal. Scripts start runs with --approve, --dirty and --answer.')]
    : [];
}

function exitCodeOf({ view, paused }: RunReport, isInterrupted: boolean): ExitCode {
  if (paused) return isInterrupted ? exitCodes.cancelled : exitCodes.gate;
  const ended = view.finished?.outcome ?? 'failed';
  if (ended === 'done') return exitCodes.done;
  return ended === 'failed' ? exitCodes.failed : exitCodes.gate;
}

export function nextSteps({ run, view, paused }: Pick<RunReport, 'run' | 'view' | 'paused'>): readonly Step[] {
  const { taskId } = run;
  if (paused || !view.finished) {
    return [
      [`orchestrate resume ${taskId}`, 'go on where it is'],
      [`orchestrate stop ${taskId} --reason TEXT`, 'give it up'],
    ];
  }
  const { outcome: ended } = view.finished;
  const isKept = !view.isUndone && (ended === 'done' || ended === 'blocked');
  if (!isKept) return [[`orchestrate run ${taskId} --interactive`, 'start the task anew']];
  return [
    [`orchestrate review ${taskId}`, 'what was changed, decided and checked'],
    [`orchestrate undo ${taskId}`, 'put everything back to where it was before'],
    ...(ended === 'done' ? [['orchestrate run --interactive', 'the next task that is ready'] as const] : []),
  ];
}
