// The editor's answers to a run: reviews and permissions wait in the inbox until the person has decided.
import * as vscode from 'vscode';
import { ConductorError } from '../../core/errors.ts';
import type {
  Approvals,
  Decision,
  PermissionAnswer,
  PermissionRequest,
  ReviewRequest,
} from '../../core/review/approvals.ts';
import { showError } from '../notify.ts';
import { closeEditors, openAllChanges } from './editors.ts';
import type { Inbox, PendingPermission } from './inbox.ts';
import { permissionText } from './labels.ts';
import { denyWithReason } from './questions.ts';
import { Review } from './review.ts';

export class EditorApprovals implements Approvals {
  readonly #inbox: Inbox;
  readonly #report: (error: unknown) => void;

  constructor(inbox: Inbox, log: vscode.LogOutputChannel) {
    this.#inbox = inbox;
    this.#report = (error) => void showError(error, log);
  }

  /** Shows all changes and waits; rejects with the signal's reason when the run is stopped. Throws `run.busy` while the run is under review already. */
  async review(request: ReviewRequest, signal: AbortSignal): Promise<Decision> {
    const inbox = this.#inbox;
    if (inbox.review(request.runId)) {
      throw new ConductorError(
        'run.busy',
        vscode.l10n.t('The changes of {0} are under review already.', request.taskId),
      );
    }
    return inbox.wait<Decision, Review>(signal, {
      make: (settle) =>
        new Review(request, settle, () => {
          inbox.tellChange();
        }),
      show: (review) => {
        openAllChanges(review).catch(this.#report);
      },
      end: (review) => closeEditors(review).catch(this.#report),
    });
  }

  /** The row in the view stays when the message is closed; either answers. */
  async permit(request: PermissionRequest, signal: AbortSignal): Promise<PermissionAnswer> {
    return this.#inbox.wait<PermissionAnswer, PendingPermission>(signal, {
      make: (answer) => ({ type: 'permission', request, answer }),
      show: (pending) => void askInMessage(pending),
    });
  }
}

/** An answer that comes after the row's changes nothing. */
async function askInMessage(pending: PendingPermission): Promise<void> {
  const { request, answer } = pending;
  const allow = vscode.l10n.t('Allow');
  const remember = vscode.l10n.t('Allow and Remember');
  const deny = request.hearsWhy === false ? vscode.l10n.t('Deny') : vscode.l10n.t('Deny…');
  const buttons = request.rememberAs === undefined ? [allow, deny] : [allow, remember, deny];
  const choice = await vscode.window.showWarningMessage(permissionText(request), ...buttons);
  if (choice === deny) await denyWithReason(pending);
  else if (choice !== undefined) answer({ allow: true, remember: choice === remember });
}
