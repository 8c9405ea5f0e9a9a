// Runs inside VS Code as the extension has them: its ports on a repository of its own, the person asked in the real views.
import * as vscode from 'vscode';
import { createConductor, type Conductor } from '../../src/core/conductor.ts';
import type { RunId } from '../../src/core/orchestrate/journal.ts';
import type { TaskId } from '../../src/core/tasks/model.ts';
import { portsOf } from '../../src/extensionPorts.ts';
import { ClaudeBackend } from '../../src/node/anthropic/backend.ts';
import { scriptedAgent, type ScriptStep } from '../support/messages/scriptedAgent.ts';
import { MessagesServer } from '../support/messages/server.ts';
import { RunProject } from '../support/runProject.ts';
import { log } from './modelSetup.ts';
import { conductor } from './reviewSetup.ts';
import { closeEditors } from './support/editor.ts';

export class RunSetup implements AsyncDisposable {
  readonly project: RunProject;
  readonly server: MessagesServer;
  readonly taskId: TaskId;
  readonly #open: Conductor[] = [];

  private constructor(project: RunProject, server: MessagesServer, taskId: TaskId) {
    this.project = project;
    this.server = server;
    this.taskId = taskId;
  }

  static async start(steps: readonly ScriptStep[]): Promise<RunSetup> {
    const server = await MessagesServer.start({ answer: scriptedAgent(steps) });
    const project = new RunProject();
    return new RunSetup(project, server, await project.addTask('Add multiplication', 'Users multiply numbers.'));
  }

  get folder(): vscode.WorkspaceFolder {
    return { uri: vscode.Uri.file(this.project.dir), name: 'sums', index: 0 };
  }

  get model(): ClaudeBackend {
    return new ClaudeBackend({ apiKey: () => Promise.resolve(this.server.apiKey), baseUrl: this.server.url, log });
  }

  /** As a new window makes it, on the same database and files. */
  async activate(): Promise<Conductor> {
    const made = createConductor(portsOf(this.folder, { model: this.model, people: await conductor(), log }));
    this.#open.push(made);
    return made;
  }

  uri(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.folder.uri, path);
  }

  proposed(runId: RunId, path: string): vscode.Uri {
    return vscode.Uri.from({ scheme: 'conductor-proposed', authority: runId, path: `/${path}` });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const each of this.#open) await each.dispose();
    await closeEditors();
    await this.server[Symbol.asyncDispose]();
    this.project.dispose();
  }
}
