// What planning by a model will take and has taken, in the terminal.
import { isCancellation } from '../../core/errors.ts';
import type { ModelJobResult } from '../../core/plan/decompose/job.ts';
import type { Spent } from '../../core/plan/decompose/session.ts';
import type { Plan } from '../../core/plan/model.ts';
import type { ForecastData } from '../json.ts';
import { leafHours } from '../planReport.ts';
import { hang } from './hang.ts';
import { drawHeading, type Screen } from './screen.ts';
import { count } from './words.ts';

/** As many open points as a person reads before a yes or no. */
const MOST_OPEN = 5;

export function drawForecast(
  { forecast, ambiguities = [], sourceFile }: ForecastData,
  screen: Screen,
): readonly string[] {
  const { model, characters, parts, calls, inputTokens, cachedTokens, outputTokens, cost, seconds } = forecast;
  const open = ambiguities
    .slice(0, MOST_OPEN)
    .flatMap(({ source, message }) => hang(`  line ${source.line}: `, message, screen));
  const more = ambiguities.length - MOST_OPEN;
  return [
    drawHeading(screen, 'Planning by a model'),
    `Sends ${sourceFile} (${thousands(characters)} characters${parts > 1 ? `, in ${parts} parts` : ''}) to ${model}.`,
    `About ${count(calls, 'call')}, ${thousands(inputTokens)} tokens in (${thousands(cachedTokens)} of them from the cache), ${thousands(outputTokens)} out.`,
    `About ${cost === null ? 'an unknown amount of money: the price of this model is not known' : dollars(cost)} and ${count(Math.max(1, Math.round(seconds / 60)), 'minute')}.`,
    ...(open.length > 0 ? ['', drawHeading(screen, `Left open by the document (${ambiguities.length})`), ...open] : []),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

export function drawModelRun(run: ModelJobResult, screen: Screen): readonly string[] {
  const { baseline, stored, stopped } = run;
  return [
    ...drawSpent(run, screen),
    `The outline planner alone: ${sizeOf(baseline)}.`,
    ...(stored ? [`This plan: ${sizeOf(stored.plan)}.`] : []),
    ...(isCancellation(stopped)
      ? ['Cancelled. What there was is kept as a draft; the same command continues it.']
      : []),
  ];
}

export function drawSpent({ model, calls, usage, cost, warnings }: Spent, screen: Screen): readonly string[] {
  const input = usage.input + usage.cacheRead + usage.cacheWrite;
  const share = input === 0 ? 0 : Math.round((100 * usage.cacheRead) / input);
  return [
    drawHeading(screen, 'Model'),
    ...warnings.map((warning) => screen.paint('yellow', warning)),
    `${model}: ${count(calls, 'call')}, ${thousands(input)} tokens in (${share} % from the cache), ${thousands(usage.output)} out${cost === null ? '' : `, ${dollars(cost)}`}.`,
  ];
}

function sizeOf(plan: Plan): string {
  const covered = plan.requirements.length - plan.uncovered.length;
  return `${count(plan.tasks.length, 'task')}, ${leafHours(plan)} h, ${covered} of ${plan.requirements.length} requirements covered`;
}

const dollars = (amount: number): string => `$${amount.toFixed(2)}`;
const thousands = (number: number): string => number.toLocaleString('en-US');
