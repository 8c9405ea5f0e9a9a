// What one workspace folder's Conductor gets of the machine and of the editor.
import * as vscode from 'vscode';
import type { ModelBackend } from './core/model/backend.ts';
import type { OrchestrationPorts } from './core/orchestrate/runContext.ts';
import type { Ports } from './core/ports.ts';
import { systemClock } from './node/clock.ts';
import { createCodeMap } from './node/codemap/codeMap.ts';
import { documentReaders } from './node/documents/readers.ts';
import { diskFolders } from './node/files/folder.ts';
import { createDiskWorkspace } from './node/files/workspace.ts';
import { createGit } from './node/git/git.ts';
import { createProcesses } from './node/process/processes.ts';
import { createThreadedOpener, type ThreadedOpener } from './node/taskwerk/thread/threadedOpener.ts';
import { workspaceFiles } from './vscode/files/files.ts';
import { userSettings } from './vscode/models/userSettings.ts';
import type { ConductorApi } from './vscode/review/feature.ts';
import { EditorWorkspace } from './vscode/review/workspace.ts';
import { editorDiagnostics } from './vscode/runs/diagnostics.ts';
import { editorPerson } from './vscode/runs/person.ts';
import { virtualOpener } from './vscode/store.ts';

/** Its threads start with the first run and serve all folders. */
const codeMap = createCodeMap();

/** Kept, so that the end of the program can wait for them. */
const databases = new Set<ThreadedOpener>();

/** Resolves when what was asked of databases that are closed by now is on disk. */
export async function databasesSettled(): Promise<void> {
  await Promise.all([...databases].map((database) => database.settled()));
}

export interface Shared {
  readonly model: ModelBackend;
  readonly people: Pick<ConductorApi, 'approvals' | 'questions'>;
  readonly log: vscode.LogOutputChannel;
}

/** Nothing is opened or started here. */
export function portsOf(folder: vscode.WorkspaceFolder, shared: Shared): Ports {
  const isOnDisk = folder.uri.scheme === 'file';
  const { model, log } = shared;
  return {
    store: isOnDisk ? databaseOf(folder) : virtualOpener(folder),
    files: workspaceFiles(folder),
    readers: documentReaders,
    log,
    model,
    userSettings: () => {
      const settings = vscode.workspace.getConfiguration('conductor', folder);
      return userSettings((name) => settings.inspect(name), log);
    },
    ...(isOnDisk && { orchestration: () => orchestrationPorts(folder, shared) }),
  };
}

/** A large import must not hold up the editor, so the database has a thread of its own. */
function databaseOf(folder: vscode.WorkspaceFolder): ThreadedOpener {
  const database = createThreadedOpener(folder.uri.fsPath);
  databases.add(database);
  return database;
}

function orchestrationPorts(folder: vscode.WorkspaceFolder, { people, log }: Shared): OrchestrationPorts {
  const dir = folder.uri.fsPath;
  return {
    git: createGit(dir, { log }),
    workspace: new EditorWorkspace(folder.uri, createDiskWorkspace(dir)),
    processes: createProcesses(),
    folders: diskFolders,
    codeMap,
    clock: systemClock,
    approvals: people.approvals,
    questions: people.questions,
    person: editorPerson(folder, people.questions),
    diagnostics: editorDiagnostics(folder),
  };
}
