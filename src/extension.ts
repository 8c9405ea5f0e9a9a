// The extension's wiring: log, ports, projects, features. What is large loads when it is first used.
import * as vscode from 'vscode';
import { databasesSettled, portsOf } from './extensionPorts.ts';
import { createClaude } from './node/anthropic/claude.ts';
import { decomposeCommands } from './vscode/commands/decompose.ts';
import { generalCommands } from './vscode/commands/generalCommands.ts';
import { importCommands } from './vscode/commands/importPlan.ts';
import { planCommands } from './vscode/commands/planCommands.ts';
import { startFeatures } from './vscode/feature.ts';
import { languageServer } from './vscode/language/feature.ts';
import { chosenModel } from './vscode/models/chosenModel.ts';
import { modelCommands } from './vscode/models/commands.ts';
import { EditorModelsBackend } from './vscode/models/editorModels.ts';
import { languageModels } from './vscode/models/languageModels.ts';
import { orchestrationView } from './vscode/orchestration/view.ts';
import { planAgain } from './vscode/models/again.ts';
import { planDocuments } from './vscode/planDocument/feature.ts';
import { registerPlansView } from './vscode/plans/plansView.ts';
import { WorkspaceProjects } from './vscode/projects.ts';
import { reviewFeature, type ConductorApi } from './vscode/review/feature.ts';
import { runs } from './vscode/runs/feature.ts';
import { ApiKeys } from './vscode/secrets.ts';
import { requirementLinks } from './vscode/source/feature.ts';
import { statusBar } from './vscode/status/statusBar.ts';

let open: WorkspaceProjects | undefined;

export function activate(context: vscode.ExtensionContext): ConductorApi {
  const log = vscode.window.createOutputChannel('Conductor', { log: true });
  const keys = new ApiKeys(context.secrets, process.env['ANTHROPIC_API_KEY']);
  const model = chosenModel({
    claude: (setUrl) => {
      const baseUrl = setUrl || process.env['ANTHROPIC_BASE_URL'];
      return createClaude({ apiKey: () => keys.get(), log, ...(baseUrl && { baseUrl }) });
    },
    editor: () => new EditorModelsBackend({ models: languageModels(context), log }),
  });
  const review = reviewFeature(log);
  const projects = new WorkspaceProjects((folder) => portsOf(folder, { model, people: review.api, log }));
  open = projects;
  const features = startFeatures(
    { context, projects, log },
    {
      decomposeCommands,
      generalCommands,
      importCommands,
      languageServer,
      modelCommands: modelCommands(keys, model),
      orchestrationView: orchestrationView(review.waiting),
      planAgain,
      planCommands,
      planDocuments,
      plansView: registerPlansView(review.waiting),
      requirementLinks,
      review: review.feature,
      runs: runs(review.waiting),
      statusBar,
    },
  );
  context.subscriptions.push(log, features);
  return review.api;
}

/**
 * Runs go on when the window is open again; what is being written is written. The editor does not wait before it disposes
 * of subscriptions, so the databases are none of them: a run that pauses says so in its own.
 */
export async function deactivate(): Promise<void> {
  await open?.pauseRuns();
  open?.dispose();
  await databasesSettled();
}
