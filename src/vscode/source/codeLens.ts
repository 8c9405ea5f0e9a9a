// Above each requirement of a planned document: how many tasks cover it and how many of them are done.
import * as vscode from 'vscode';
import type { DraftTask } from '../../core/plan/model.ts';
import type { Requirement } from '../../core/prd/model.ts';
import type { Host } from '../feature.ts';
import { settingsFor } from '../settings.ts';
import { locateRequirements } from './locate.ts';
import { plannedDocument } from './planned.ts';
import type { CoveringTasks } from './reveal.ts';

export class RequirementLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #host: Host;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(host: Host) {
    this.#host = host;
    this.#subscription = vscode.Disposable.from(
      host.projects.onDidChange(() => {
        this.#changed.fire();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('conductor.codeLens')) this.#changed.fire();
      }),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    if (!settingsFor(document).hasCodeLens) return [];
    const planned = await plannedDocument(this.#host.projects, document.uri);
    if (!planned || token.isCancellationRequested) return [];
    const { ref, stored, taskOf } = planned;
    const covering = coveringTasks(stored.plan.tasks);
    const places = locateRequirements(document.getText(), stored.plan.requirements);
    return [...places].flatMap(([requirement, line]) => {
      const tasks = covering.get(requirement.id) ?? [];
      if (tasks.length === 0) return [];
      const done = tasks.filter(({ key }) => taskOf(key)?.status === 'done').length;
      const subject: CoveringTasks = { ...ref, keys: tasks.map(({ key }) => key) };
      return [
        new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
          command: 'conductor.plan.revealTasks',
          title: lensTitle(tasks.length, done),
          tooltip: tasks.map(({ title }) => title).join('\n'),
          arguments: [subject],
        }),
      ];
    });
  }
}

function lensTitle(count: number, done: number): string {
  const tasks = count === 1 ? vscode.l10n.t('1 task') : vscode.l10n.t('{0} tasks', count);
  return done === 0 ? tasks : vscode.l10n.t('{0} · {1} done', tasks, done);
}

function coveringTasks(tasks: readonly DraftTask[]): ReadonlyMap<Requirement['id'], readonly DraftTask[]> {
  const covering = new Map<Requirement['id'], DraftTask[]>();
  for (const task of tasks) {
    if (!task.included) continue;
    for (const id of task.covers) covering.set(id, [...(covering.get(id) ?? []), task]);
  }
  return covering;
}
