// One status bar item: how far the tasks of the workspace are. A click shows the plans.
import * as vscode from 'vscode';
import { setContext } from '../context.ts';
import type { Feature } from '../feature.ts';
import type { Projects } from '../projects.ts';

/** Counts over all open folders. Cancelled tasks count as neither done nor to do. */
interface Counts {
  readonly plans: number;
  readonly tasks: number;
  readonly done: number;
}

export const statusBar: Feature = ({ projects, log }) => {
  const item = vscode.window.createStatusBarItem('conductor.status', vscode.StatusBarAlignment.Left, 10);
  item.name = vscode.l10n.t('Conductor');
  item.command = { command: 'conductor.plans.focus', title: vscode.l10n.t('Show Plans') };
  const update = (): void => {
    count(projects).then(
      (counts) => {
        setContext('conductor.hasPlans', counts.plans > 0);
        draw(item, counts);
      },
      (error: unknown) => {
        log.warn('The plans could not be counted.', error);
        item.hide();
      },
    );
  };
  update();
  return vscode.Disposable.from(item, projects.onDidChange(update));
};

async function count(projects: Projects): Promise<Counts> {
  const all = await Promise.all(
    projects.all.map(async ({ conductor }) => {
      const plans = await conductor.plans.list();
      const tasks = (await conductor.tasks.list()).filter(({ status }) => status !== 'cancelled');
      return { plans: plans.length, tasks: tasks.length, done: tasks.filter(({ status }) => status === 'done').length };
    }),
  );
  return all.reduce(
    (sum, { plans, tasks, done }) => ({ plans: sum.plans + plans, tasks: sum.tasks + tasks, done: sum.done + done }),
    { plans: 0, tasks: 0, done: 0 },
  );
}

function draw(item: vscode.StatusBarItem, { plans, tasks, done }: Counts): void {
  if (plans === 0 && tasks === 0) {
    item.hide();
    return;
  }
  const planned = plans === 1 ? vscode.l10n.t('1 plan') : vscode.l10n.t('{0} plans', plans);
  const finished = vscode.l10n.t('{0} of {1} tasks done', done, tasks);
  item.text = `$(checklist) ${tasks > 0 ? `${done}/${tasks}` : planned}`;
  item.tooltip = `${planned}, ${finished}`;
  item.accessibilityInformation = { label: `${vscode.l10n.t('Conductor')}: ${planned}, ${finished}` };
  item.show();
}
