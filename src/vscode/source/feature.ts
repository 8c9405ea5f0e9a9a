// "Go to requirement" both ways: from the code lenses in the PRD to tasks, and from a task back to its source.
import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import { registerCommand } from '../notify.ts';
import { isPlanRef } from '../projects.ts';
import { addressedPlan, coveringTasks, revealSource, revealTasks } from './reveal.ts';

export const requirementLinks: Feature = ({ projects, log }) =>
  vscode.Disposable.from(
    registerCommand('conductor.plan.revealSource', log, async (subject) => {
      const ref = isPlanRef(subject) ? subject : addressedPlan(projects, subject);
      if (ref) await revealSource(ref);
    }),
    registerCommand('conductor.plan.revealTasks', log, async (subject) => {
      const tasks = coveringTasks(projects, subject);
      if (tasks) await revealTasks(tasks);
    }),
  );
