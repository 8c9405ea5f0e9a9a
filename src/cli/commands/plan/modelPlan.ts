// Planning by a model from the terminal: the forecast first, then consent, then the run, and what it took.
import { ConductorError, isCancellation, isConductorError } from '../../../core/errors.ts';
import type { ModelJob, ModelJobResult } from '../../../core/plan/decompose/job.ts';
import type { AskPerson } from '../../../core/plan/decompose/questions.ts';
import type { PreparedJob, Spent } from '../../../core/plan/decompose/session.ts';
import type { AnsweredQuestion } from '../../../core/plan/model.ts';
import type { Context } from '../../context.ts';
import { drawForecast, drawModelRun } from '../../draw/model.ts';
import { exitCodes } from '../../exitCodes.ts';
import { forecastJson, modelRunJson, reportJson, type ForecastData } from '../../json.ts';
import { outcome, type Outcome } from '../../outcome.ts';
import { reportPlan, type PlanReport } from '../../planReport.ts';
import type { ModelFlags } from './planner.ts';
import { drawPlan } from './views.ts';

/** What a run of the model gave: a report to show, or the outcome of not having sent anything. */
export type ModelPlanned =
  { readonly report: PlanReport; readonly run: ModelJobResult } | { readonly report: null; readonly outcome: Outcome };

export async function planByModel(
  context: Context,
  location: string,
  maxDepth: number,
  flags: ModelFlags,
): Promise<ModelPlanned> {
  const { conductor, signal, progress } = context;
  const job = await prepareJob(context, location, maxDepth, flags);
  const unsent = await askConsent(context, dataOf(job), flags);
  if (unsent) return { report: null, outcome: unsent };
  const run = await job.run({
    signal,
    onProgress: progress,
    askPerson: flags.yes ? skipQuestions : askInTerminal(context),
  });
  if (run.stored) return { report: reportPlan(conductor, run.stored), run };
  throw run.stopped;
}

export function prepareJob(context: Context, location: string, maxDepth: number, flags: ModelFlags): Promise<ModelJob> {
  return context.conductor.modelPlans.prepare(location, { maxDepth, ...prepareOptions(context, flags) });
}

export const prepareOptions = ({ signal }: Context, { model, budget }: ModelFlags) => ({
  signal,
  ...(model !== undefined && { model }),
  ...(budget !== undefined && { budget }),
});

export const forecastOutcome = (job: ModelJob): Outcome => shownForecast(dataOf(job));

const shownForecast = (data: ForecastData): Outcome => outcome(data, { json: forecastJson, text: drawForecast });

/** Plain data: what is shown is copied and made harmless first. */
const dataOf = ({ forecast, ambiguities, baseline }: ModelJob): ForecastData => ({
  ...{ forecast, ambiguities },
  sourceFile: baseline.sourceFile,
});

/** Null when the document may be sent. */
async function askConsent({ confirm }: Context, data: ForecastData, { yes }: ModelFlags): Promise<Outcome | null> {
  if (yes || data.forecast.calls === 0) return null;
  const shown = shownForecast(data);
  if (!confirm) return { ...shown, refusal: notConfirmed };
  const isAgreed = await confirm(shown, 'Send it?');
  return isAgreed ? null : outcome(data, { json: forecastJson, text: () => ['Nothing was sent.'] });
}

/** Other work of the model on a plan: what came of it, or the outcome of not having sent anything. */
export async function runByModel<Result extends Spent>(
  context: Context,
  job: PreparedJob<Result>,
  sourceFile: string,
  flags: ModelFlags,
): Promise<{ readonly result: Result } | { readonly outcome: Outcome }> {
  const unsent = await askConsent(context, { forecast: job.forecast, sourceFile }, flags);
  if (unsent) return { outcome: unsent };
  return { result: await job.run({ signal: context.signal, onProgress: context.progress }) };
}

const notConfirmed = new ConductorError('usage', 'Nothing was sent, because nobody confirmed it.', {
  remedy: 'Add --yes to send the document without being asked, or use --planner outline.',
});

const skipQuestions: AskPerson = () => Promise.resolve([]);

function askInTerminal({ choose }: Context): AskPerson {
  if (!choose) return skipQuestions;
  return async (questions) => {
    const answers: AnsweredQuestion[] = [];
    for (const { question, choices, why } of questions) {
      const answer = await choose(`${question} (${why})`, choices);
      if (answer !== null) answers.push({ question, answer });
    }
    return answers;
  };
}

/** The plan as far as it came, what it took, and why it stopped where it did. */
export function modelOutcome(report: PlanReport, run: ModelJobResult, next: readonly string[]): Outcome {
  const shown = outcome(
    { report, run },
    {
      json: (data) => ({ ...reportJson(data.report), model: modelRunJson(data.run) }),
      text: (data, screen) => [...drawPlan(data.report, screen), '', ...drawModelRun(data.run, screen), ...next],
      exitCode: isCancellation(run.stopped) ? exitCodes.cancelled : exitCodes.done,
    },
  );
  return isConductorError(run.stopped) ? { ...shown, refusal: run.stopped } : shown;
}
