// "Go to requirement" both ways: code lenses in the PRD, and from a task back to its source.
import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import { registerCommand } from '../notify.ts';
import { isPlanRef } from '../projects.ts';
import { RequirementLenses } from './codeLens.ts';
import { isCoveringTasks, revealSource, revealTasks } from './reveal.ts';

export const requirementLinks: Feature = (host) => {
  const lenses = new RequirementLenses(host);
  return vscode.Disposable.from(
    lenses,
    vscode.languages.registerCodeLensProvider(
      [{ pattern: '**/*.{md,markdown,txt}' }, { language: 'markdown' }],
      lenses,
    ),
    registerCommand('conductor.plan.revealSource', host.log, async (subject) => {
      if (isPlanRef(subject)) await revealSource(subject);
    }),
    registerCommand('conductor.plan.revealTasks', host.log, async (subject) => {
      if (isCoveringTasks(subject)) await revealTasks(subject);
    }),
  );
};
