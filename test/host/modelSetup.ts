// A project whose model is the real Claude client against a strict Messages server on loopback. Its database lies beside
// the workspace, its documents in it.
import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ClaudeBackend } from '../../src/node/anthropic/backend.ts';
import { documentReaders } from '../../src/node/documents/readers.ts';
import { createStoreOpener } from '../../src/node/taskwerk/opener.ts';
import { workspaceFiles } from '../../src/vscode/files/files.ts';
import { WorkspaceProjects, type Project } from '../../src/vscode/projects.ts';
import { scriptedPlanner, type ScriptedPlanner } from '../support/messages/scriptedPlanner.ts';
import { MessagesServer, type Reply } from '../support/messages/server.ts';

/** One for all: VS Code closes every log channel of a name when one of them is disposed of. */
export const log = vscode.window.createOutputChannel('Model tests', { log: true });

/** `isSplit` is true for the first try of breaking a task down. */
type Spoil = (reply: Reply, isSplit: boolean) => Reply;

export class ModelSetup implements AsyncDisposable {
  readonly folder: string;
  readonly server: MessagesServer;
  maxDepth = 3;
  readonly #open: WorkspaceProjects[] = [];
  readonly #key: string | null | undefined;

  private constructor(folder: string, server: MessagesServer, key: string | null | undefined) {
    this.folder = folder;
    this.server = server;
    this.#key = key;
  }

  static async start(
    planner: ScriptedPlanner,
    spoil: Spoil = (reply) => reply,
    key?: string | null,
  ): Promise<ModelSetup> {
    const answer = scriptedPlanner(planner);
    const server = await MessagesServer.start({
      answer: (request, index) => {
        const { messages } = request;
        return spoil(answer(request, index), messages.length === 1 && JSON.stringify(messages).includes('<task>'));
      },
    });
    return new ModelSetup(mkdtempSync(join(tmpdir(), 'conductor-model-')), server, key);
  }

  /** As a new start of the extension makes it, on the same database. */
  activate(): Project & { readonly onDidChange: WorkspaceProjects['onDidChange'] } {
    const model = new ClaudeBackend({
      apiKey: () => Promise.resolve(this.#key === undefined ? this.server.apiKey : this.#key),
      baseUrl: this.server.url,
      log,
      attempts: 3,
      firstDelayMs: 1,
      silenceMs: 1_000,
    });
    const projects = new WorkspaceProjects((workspaceFolder) => ({
      store: createStoreOpener(this.folder),
      files: workspaceFiles(workspaceFolder),
      readers: documentReaders,
      log,
      model,
      userSettings: () => ({ planning: { max_depth: this.maxDepth, concurrency: 2 } }),
    }));
    this.#open.push(projects);
    const [project] = projects.all;
    assert.ok(project);
    return { ...project, onDidChange: projects.onDidChange };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const projects of this.#open) projects.dispose();
    await this.server[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
