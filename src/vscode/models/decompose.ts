// A decomposition by a model as a person sees it: consent, questions, progress with the growing tree, and how it ended.
import * as vscode from 'vscode';
import { ConductorError, isCancellation } from '../../core/errors.ts';
import type { ModelJob, ModelJobResult } from '../../core/plan/decompose/job.ts';
import type { AskPerson } from '../../core/plan/decompose/questions.ts';
import type { PlanId, StoredPlan } from '../../core/plan/model.ts';
import type { Log } from '../../core/ports.ts';
import { withCancellableProgress } from '../commands/progress.ts';
import { showError } from '../notify.ts';
import type { PlanRef, Project } from '../projects.ts';
import { revealInPlans } from '../reveal.ts';
import { askConsent, type Consent } from './consent.ts';
import { coverageOf } from './coverage.ts';
import { askInQuickPicks } from './questions.ts';

/** What is asked of the person; the tests answer in their stead. */
export interface Person {
  readonly consent: (job: ModelJob, location: string) => Promise<Consent>;
  readonly askPerson: AskPerson;
  /** Long work, with a way to stop it. */
  readonly progress: typeof withCancellableProgress;
  /** Leads to the draft when there is a first one. */
  readonly show: (ref: PlanRef) => Promise<void>;
}

const inNotificationAndView: Person['progress'] = (title, work) =>
  withCancellableProgress(title, (signal, report) =>
    Promise.resolve(
      vscode.window.withProgress({ location: { viewId: 'conductor.plans' } }, () => work(signal, report)),
    ),
  );

const atTheKeyboard: Person = {
  consent: askConsent,
  askPerson: askInQuickPicks,
  progress: inNotificationAndView,
  show: revealInPlans,
};

export interface ModelRun {
  readonly project: Project;
  /** As plans name their source. */
  readonly location: string;
}

/**
 * The model's result, complete or not, or 'outline' when the person chose to plan without it.
 * Throws `CancellationError` when nothing was sent, and what kept the run from starting.
 */
export async function decomposeByModel(
  log: Log,
  { project, location }: ModelRun,
  person: Person = atTheKeyboard,
): Promise<ModelJobResult | 'outline'> {
  await requireModel(project);
  const job = await project.conductor.modelPlans.prepare(location);
  const consent = await person.consent(job, location);
  if (consent === 'cancel') throw new vscode.CancellationError();
  if (consent === 'outline') return 'outline';
  const onDraft = showOnce((planId) => person.show({ project, planId }), log);
  return person.progress(vscode.l10n.t('Decomposing {0}', location), (signal, onProgress) =>
    job.run({ signal, askPerson: person.askPerson, onProgress, onDraft }),
  );
}

/** Before anything is prepared, so that nobody is asked to send what cannot be sent. */
async function requireModel({ conductor }: Project): Promise<void> {
  if (await conductor.modelPlans.isReady()) return;
  throw new ConductorError('model.noKey', vscode.l10n.t('There is no model to plan with.'), {
    remedy: {
      text: vscode.l10n.t('Set an API key, or let the outline plan with the setting "conductor.planning.planner".'),
      command: 'conductor.model.setKey',
    },
  });
}

/** The first draft is shown in the Plans view; the view follows by itself as it grows. */
function showOnce(show: (id: PlanId) => Promise<void>, log: Log): (stored: StoredPlan) => void {
  let isShown = false;
  return ({ id }) => {
    if (isShown) return;
    isShown = true;
    show(id).catch((error: unknown) => log.warn('The draft could not be shown.', error));
  };
}

/** Says why a run ended early, and offers to go on: finished calls are kept. */
export async function tellWhyStopped(
  { stopped, stored }: ModelJobResult,
  location: string,
  log: vscode.LogOutputChannel,
  goOn: () => Thenable<unknown>,
): Promise<void> {
  const continueIt = vscode.l10n.t('Continue');
  if (!isCancellation(stopped)) {
    await showError(stopped, log, { title: continueIt, run: goOn });
    return;
  }
  if (!stored) return;
  const message = vscode.l10n.t(
    'Stopped. The draft of {0} has {1} tasks so far; going on pays for no finished request twice.',
    location,
    stored.plan.tasks.length,
  );
  if ((await vscode.window.showInformationMessage(message, continueIt)) === continueIt) await goOn();
}

/** E.g. that the configured model is no longer offered. Shown and not waited for. */
export function tellWarnings(warnings: readonly string[]): void {
  if (warnings.length === 0) return;
  const choose = vscode.l10n.t('Choose Model…');
  void vscode.window.showWarningMessage(warnings.join(' '), choose).then((choice) => {
    if (choice === choose) void vscode.commands.executeCommand('conductor.model.choose');
  });
}

/** One sentence on the plan beside the outline's, and one on what it took. */
export function describeResult({ stored, baseline, model, usage, calls, cost }: ModelJobResult): string {
  const plan = stored?.plan ?? baseline;
  const { covered, total } = coverageOf(plan);
  const outline = coverageOf(baseline);
  const input = usage.input + usage.cacheRead + usage.cacheWrite;
  const planned = vscode.l10n.t(
    '{0} tasks planned by {1} cover {2} of {3} requirements (by the outline: {4} tasks, {5} covered).',
    plan.tasks.length,
    model,
    covered,
    total,
    baseline.tasks.length,
    outline.covered,
  );
  const took = vscode.l10n.t(
    '{0} requests, {1} tokens, {2} % of the input from the cache',
    calls,
    (input + usage.output).toLocaleString(),
    input === 0 ? 0 : Math.round((usage.cacheRead / input) * 100),
  );
  return `${planned} ${took}${cost === null ? '' : `, $${cost.toFixed(2)}`}.`;
}
