// Runs as a feature: their commands, the assignments as documents, what is going on, and runs that were interrupted.
import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import type { Waiting } from '../review/feature.ts';
import { assignmentDocuments } from './assignmentDocument.ts';
import { runCommands } from './commands.ts';
import { offerInterrupted } from './interrupted.ts';
import { runProgress } from './progress.ts';

export const runs =
  (waiting: Waiting): Feature =>
  (host) =>
    vscode.Disposable.from(
      assignmentDocuments(host.projects),
      runCommands(host),
      runProgress(host, waiting),
      offerInterrupted(host),
    );
