// Facts of a run in words, for the status bar and the log. Never document text.
import * as vscode from 'vscode';
import type { RunEvent } from '../../core/agent/runEvents.ts';

type Texts = { readonly [T in RunEvent['type']]?: (event: Extract<RunEvent, { type: T }>) => string };

/** What is absent nobody needs to be told. */
const texts: Texts = {
  'run.started': ({ agent }) => vscode.l10n.t('started with {0}', agent),
  'run.branched': ({ branching }) => vscode.l10n.t('on branch {0}', branching.branch),
  'run.assigned': () => vscode.l10n.t('assigned'),
  'run.turnFinished': ({ turn }) => vscode.l10n.t('turn {0}', turn),
  'run.toolFinished': ({ tool, isError }) => (isError ? vscode.l10n.t('{0} failed', tool) : tool),
  'run.questionAsked': () => vscode.l10n.t('waits for an answer'),
  'run.nudged': () => vscode.l10n.t('was told that it goes in circles'),
  'run.handedOver': () => vscode.l10n.t('handed over'),
  'run.reviewAsked': () => vscode.l10n.t('waits for your review'),
  'run.decided': ({ decision }) => decisionText(decision.kind),
  'run.applied': ({ files }) => vscode.l10n.t('{0} files written', files.length),
  'run.gateFinished': ({ result }) => gateText(result.title, result.verdict.status),
  'run.committed': ({ commit }) => vscode.l10n.t('commit {0}', commit.slice(0, 8)),
  'run.resumed': () => vscode.l10n.t('goes on'),
  'run.paused': ({ reason }) => vscode.l10n.t('paused: {0}', reason),
  'run.finished': ({ outcome, reason }) => (outcome === 'done' ? vscode.l10n.t('done') : `${outcome}: ${reason}`),
};

/** Null for what nobody needs to be told. */
export function eventText(event: RunEvent): string | null {
  const text = texts[event.type] as ((event: RunEvent) => string) | undefined;
  return text?.(event) ?? null;
}

function decisionText(kind: 'accept' | 'reject' | 'requestChanges'): string {
  const words = {
    accept: vscode.l10n.t('accepted'),
    reject: vscode.l10n.t('rejected'),
    requestChanges: vscode.l10n.t('changes requested'),
  };
  return words[kind];
}

function gateText(title: string, status: 'passed' | 'failed' | 'skipped'): string {
  const words = {
    passed: vscode.l10n.t('{0} passed', title),
    failed: vscode.l10n.t('{0} failed', title),
    skipped: vscode.l10n.t('{0} skipped', title),
  };
  return words[status];
}
