// "Review Plan" and "Discard Plan".
import * as vscode from 'vscode';
import { isConductorError } from '../../core/errors.ts';
import type { Feature } from '../feature.ts';
import { registerCommand } from '../notify.ts';
import { openPlan } from '../planDocument/open.ts';
import type { PlanRef } from '../projects.ts';
import { requireTrust } from '../store.ts';
import { pickPlan } from './pick.ts';

export const planCommands: Feature = ({ projects, log }) =>
  vscode.Disposable.from(
    registerCommand('conductor.plan.review', log, async (subject) => {
      const ref = await pickPlan(projects, subject);
      if (vscode.workspace.isTrusted) await startReview(ref);
      await openPlan(projects, ref);
    }),
    registerCommand('conductor.plan.discard', log, async (subject) => {
      requireTrust();
      const { project, planId, summary } = await pickPlan(projects, subject);
      const discard = vscode.l10n.t('Discard Plan');
      const choice = await vscode.window.showWarningMessage(
        vscode.l10n.t('Discard the plan “{0}”?', summary.title),
        {
          modal: true,
          detail: vscode.l10n.t(
            'The plan and its edits are deleted. Tasks that were imported from it stay in Taskwerk.',
          ),
        },
        discard,
      );
      if (choice === discard) await project.conductor.plans.delete(planId);
    }),
  );

/** A plan that cannot be written can still be read. */
async function startReview({ project, planId }: PlanRef): Promise<void> {
  try {
    await project.conductor.plans.startReview(planId);
  } catch (error) {
    if (!isConductorError(error) || error.code !== 'store.readonly') throw error;
  }
}
