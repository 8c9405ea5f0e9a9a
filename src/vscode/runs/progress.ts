// What runs are doing: one status bar item while any works, and the log as the story of each.
import * as vscode from 'vscode';
import type { RunEvent } from '../../core/agent/runEvents.ts';
import type { Conductor } from '../../core/conductor.ts';
import type { Disposable } from '../../core/events.ts';
import type { RunState } from '../../core/orchestrate/journal.ts';
import type { RunNews } from '../../core/orchestrate/runContext.ts';
import { setContext } from '../context.ts';
import type { Host } from '../feature.ts';
import type { Waiting } from '../review/feature.ts';
import { eventText } from './texts.ts';

interface Shown {
  readonly taskId: string;
  readonly text: string;
}

const ended: readonly RunState[] = ['done', 'rejected', 'blocked', 'cancelled', 'failed', 'paused'];

export function runProgress({ projects, log }: Host, waiting: Waiting): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('conductor.runs', vscode.StatusBarAlignment.Left, 9);
  item.name = vscode.l10n.t('Conductor Runs');
  item.command = { command: 'conductor.review.focus', title: vscode.l10n.t('Show Review') };
  const shown = new Map<string, Shown>();
  const drawAll = (): void => {
    draw(
      item,
      [...shown].map(([id, { taskId, text }]) => {
        const isWaiting = waiting.isWaiting(id);
        return { taskId, isWaiting, text: isWaiting ? vscode.l10n.t('waits for you') : text };
      }),
    );
  };
  const listen = (news: RunNews): void => {
    if (news.type === 'text') return;
    const { id, taskId, state } = news.run;
    const text = eventText(news.stored.event);
    if (text !== null) {
      log.info(`${taskId}: ${text}`);
      shown.set(id, { taskId, text });
    }
    if (ended.includes(state) || isEnd(news.stored.event)) shown.delete(id);
    drawAll();
    setContext('conductor.run.isActive', shown.size > 0);
  };
  const followed = new Map<Conductor, Disposable>();
  const follow = (): void => {
    for (const { conductor } of projects.all) {
      if (!followed.has(conductor)) followed.set(conductor, conductor.onRunNews(listen));
    }
  };
  follow();
  return vscode.Disposable.from(
    item,
    projects.onDidChange(follow),
    waiting.onDidChange(drawAll),
    new vscode.Disposable(() => {
      for (const subscription of followed.values()) subscription.dispose();
    }),
  );
}

const isEnd = ({ type }: RunEvent): boolean => type === 'run.finished' || type === 'run.paused';

function draw(item: vscode.StatusBarItem, all: readonly (Shown & { readonly isWaiting: boolean })[]): void {
  // Whom a person keeps waiting is told first.
  const first = all.find(({ isWaiting }) => isWaiting) ?? all[0];
  if (!first) {
    item.hide();
    return;
  }
  const told = `${first.taskId}: ${first.text}`;
  const others = all.length > 1 ? vscode.l10n.t(' and {0} more', all.length - 1) : '';
  item.text = `$(${first.isWaiting ? 'bell-dot' : 'sync~spin'}) ${told}${others}`;
  item.tooltip = all.map(({ taskId, text }) => `${taskId}: ${text}`).join('\n');
  item.accessibilityInformation = { label: `${vscode.l10n.t('Conductor')}: ${told}${others}` };
  item.show();
}
