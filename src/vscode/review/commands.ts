// The commands of the Review view and of the editors of a review.
import * as vscode from 'vscode';
import { registerCommand } from '../notify.ts';
import type { ReviewComments } from './comments.ts';
import { accept, reject, requestChanges } from './decide.ts';
import { fileOf } from './documents.ts';
import { activeUri, openAllChanges, openFileChanges } from './editors.ts';
import type { Inbox } from './inbox.ts';
import { isBinary } from './labels.ts';
import { denyWithReason, pickAnswer } from './questions.ts';
import type { Review } from './review.ts';
import { filesOf, pendingOf, pickReview } from './selection.ts';

type Run = (args: readonly unknown[]) => Promise<void> | void;

export function reviewCommands(
  inbox: Inbox,
  comments: ReviewComments,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const commands = {
    ...decisions(inbox, comments),
    ...navigation(inbox),
    ...files(inbox),
    ...requests(inbox),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) =>
      registerCommand(`conductor.review.${name}`, log, (...args) => run(args)),
    ),
  );
}

function decisions(inbox: Inbox, comments: ReviewComments): Readonly<Record<string, Run>> {
  const onReview =
    (run: (review: Review) => Promise<void>): Run =>
    async (args) => {
      const review = await pickReview(inbox, args);
      if (review) await run(review);
    };
  return {
    accept: onReview(accept),
    reject: onReview(reject),
    requestChanges: onReview((review) => requestChanges(review, comments)),
    openChanges: onReview(openAllChanges),
  };
}

function navigation(inbox: Inbox): Readonly<Record<string, Run>> {
  const go =
    (step: 1 | -1): Run =>
    async (args) => {
      const review = await pickReview(inbox, args);
      if (review) await openNeighbour(inbox, review, step);
    };
  return {
    nextFile: go(1),
    previousFile: go(-1),
    openFile: async (args) => {
      for (const file of filesOf(inbox, args)) await openFileChanges(file);
    },
  };
}

/** Round and round; from elsewhere to the first or the last. */
async function openNeighbour(inbox: Inbox, review: Review, step: 1 | -1): Promise<void> {
  const shown = review.files.filter((file) => !isBinary(file));
  const uri = activeUri();
  const current = uri && fileOf(inbox, uri);
  const from = current ? shown.indexOf(current) : -1;
  const next = shown.at(from < 0 ? Math.min(0, step) : (from + step) % shown.length);
  if (next) await openFileChanges(next);
}

function files(inbox: Inbox): Readonly<Record<string, Run>> {
  const setRejected =
    (isRejected: boolean): Run =>
    (args) => {
      const chosen = filesOf(inbox, args);
      for (const review of new Set(chosen.map((file) => file.review))) {
        const own = chosen.filter((file) => file.review === review);
        review.setRejected(own, isRejected);
      }
    };
  return { acceptFile: setRejected(false), rejectFile: setRejected(true) };
}

function requests(inbox: Inbox): Readonly<Record<string, Run>> {
  const allow =
    (remember: boolean): Run =>
    (args) => {
      pendingOf(inbox, 'permission', args)?.answer({ allow: true, remember });
    };
  return {
    allow: allow(false),
    allowAndRemember: allow(true),
    deny: async (args) => {
      const pending = pendingOf(inbox, 'permission', args);
      if (pending) await denyWithReason(pending);
    },
    answer: async (args) => {
      const pending = pendingOf(inbox, 'question', args);
      if (pending) await pickAnswer(pending);
    },
  };
}
