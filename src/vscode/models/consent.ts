// What is sent to a model, shown before the first request: what, where to, how much, and what planning without it gives.
import * as vscode from 'vscode';
import type { ModelJob } from '../../core/plan/decompose/job.ts';
import { coverageOf } from './coverage.ts';

export type Consent = 'send' | 'outline' | 'cancel';

/** Points of the document that are quoted; the rest is counted. */
const QUOTED_AMBIGUITIES = 3;

export async function askConsent(job: ModelJob, location: string): Promise<Consent> {
  const send = vscode.l10n.t('Send');
  const useOutline = vscode.l10n.t('Use Outline');
  const title = vscode.l10n.t('Send “{0}” to {1}?', location, job.provider);
  const choice = await vscode.window.showInformationMessage(
    title,
    { modal: true, detail: consentText(job, location) },
    send,
    useOutline,
  );
  if (choice === send) return 'send';
  return choice === useOutline ? 'outline' : 'cancel';
}

function consentText(job: ModelJob, location: string): string {
  const continued = job.isContinued
    ? [vscode.l10n.t('The unfinished draft is continued: answers that came before are not paid for again.')]
    : [];
  return [[...sent(job, location), ...continued], [baseline(job)], ambiguities(job)]
    .filter((group) => group.length > 0)
    .map((group) => group.join('\n'))
    .join('\n\n');
}

function sent({ forecast, provider, budget }: ModelJob, location: string): string[] {
  const { characters, parts, calls, inputTokens, cachedTokens, outputTokens, cost, model, seconds } = forecast;
  const pieces = parts > 1 ? ` ${vscode.l10n.t('in {0} parts', parts)}` : '';
  return [
    vscode.l10n.t('What: {0}, {1} characters', location, number(characters)) + pieces,
    vscode.l10n.t('To: {0}, model {1}', provider, model),
    vscode.l10n.t(
      'About {0} requests: {1} tokens in ({2} of them from the cache), {3} tokens out',
      calls,
      number(inputTokens),
      number(cachedTokens),
      number(outputTokens),
    ),
    cost === null
      ? vscode.l10n.t('Cost: not known, because the price of the model is not')
      : vscode.l10n.t('Cost: about ${0}, and never more than ${1}', cost.toFixed(2), budget.toFixed(2)),
    vscode.l10n.t('Time: about {0}', duration(seconds)),
  ];
}

function baseline({ baseline }: ModelJob): string {
  const { covered, total } = coverageOf(baseline);
  return vscode.l10n.t(
    'Without a model the outline gives {0} tasks that cover {1} of {2} requirements.',
    baseline.tasks.length,
    covered,
    total,
  );
}

function ambiguities({ ambiguities }: ModelJob): string[] {
  if (ambiguities.length === 0) return [];
  const quoted = ambiguities
    .slice(0, QUOTED_AMBIGUITIES)
    .map(({ requirement, message }) => `• ${requirement}: ${message}`);
  const more = ambiguities.length - quoted.length;
  return [
    vscode.l10n.t('Open points in the document:'),
    ...quoted,
    ...(more > 0 ? [vscode.l10n.t('and {0} more', more)] : []),
  ];
}

const number = (value: number): string => Math.round(value).toLocaleString();

function duration(seconds: number): string {
  return seconds < 90
    ? vscode.l10n.t('{0} seconds', Math.max(1, Math.round(seconds)))
    : vscode.l10n.t('{0} minutes', Math.round(seconds / 60));
}
