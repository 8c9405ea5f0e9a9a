// Opens a plan as a document, and brings what is typed in it into the plan.
import * as vscode from 'vscode';
import { ConductorError } from '../../core/errors.ts';
import type { PlanRef, Projects } from '../projects.ts';
import { planOfUri, uriOfPlan } from './uri.ts';

/** Shows the plan's document; the tree stays where it is. */
export async function openPlan(projects: Projects, ref: PlanRef): Promise<void> {
  const { plan } = await ref.project.conductor.plans.load(ref.planId);
  const open = openDocument(projects, ref);
  await vscode.window.showTextDocument(open?.uri ?? uriOfPlan(projects, ref, plan.title), { preview: false });
}

/** Saves the plan's document where it has unsaved edits. Throws `plan.invalid` when it cannot be saved. */
export async function saveOpenPlan(projects: Projects, ref: PlanRef): Promise<void> {
  const document = openDocument(projects, ref);
  if (!document?.isDirty || (await document.save())) return;
  throw new ConductorError('plan.invalid', vscode.l10n.t('The plan’s document has edits that could not be saved.'), {
    remedy: {
      text: vscode.l10n.t('Mend what the Problems panel shows, or revert the document.'),
      command: 'conductor.plan.review',
    },
  });
}

/**
 * The plan's title may have changed since its document was opened. One that was closed lingers in the editor for a while,
 * and could be of an earlier plan with this number.
 */
function openDocument(projects: Projects, { project, planId }: PlanRef): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => {
    const shown = planOfUri(projects, document.uri);
    return shown?.project === project && shown.planId === planId && (document.isDirty || hasTab(document.uri));
  });
}

const hasTab = (uri: vscode.Uri): boolean =>
  vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()),
  );
