// A project with a real database for the tests of the Plans view, read as the extension reads it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as vscode from 'vscode';
import type { Plan, StoredPlan } from '../../src/core/plan/model.ts';
import { createStoreOpener } from '../../src/node/taskwerk/opener.ts';
import { workspaceFiles } from '../../src/vscode/files/files.ts';
import { PlanEditor } from '../../src/vscode/plans/planEditor.ts';
import { PlansTree } from '../../src/vscode/plans/plansTree.ts';
import type { Row } from '../../src/vscode/plans/rows.ts';
import { WorkspaceProjects, type Project } from '../../src/vscode/projects.ts';

/** One for all: VS Code closes every log channel of a name when one of them is disposed of. */
const log = vscode.window.createOutputChannel('Plans view tests', { log: true });

export class PlansSetup {
  readonly folder: string;
  readonly projects: WorkspaceProjects;
  readonly tree: PlansTree;
  readonly editor: PlanEditor;

  /** Without `folder` in a new one. */
  constructor(folder = mkdtempSync(join(tmpdir(), 'conductor-plans-'))) {
    this.folder = folder;
    this.projects = new WorkspaceProjects((workspaceFolder) => ({
      store: createStoreOpener(folder),
      files: workspaceFiles(workspaceFolder),
      readers: [],
      log,
    }));
    this.tree = new PlansTree(this.projects, log);
    this.editor = new PlanEditor(this.tree);
  }

  get project(): Project {
    const [project] = this.projects.all;
    if (!project) throw new Error('The tests run in a window without a folder.');
    return project;
  }

  async createPlan(plan: Plan): Promise<StoredPlan> {
    const stored = await (await this.project.store.openOrCreate()).createPlan(plan);
    this.tree.refresh();
    return stored;
  }

  /** The labels of the rows, each with those below it. */
  async outline(row?: Row): Promise<readonly Outline[]> {
    const rows = await this.tree.getChildren(row);
    return Promise.all(
      rows.map(async (child): Promise<Outline> => {
        const label = labelOf(await this.tree.getTreeItem(child));
        const below = await this.outline(child);
        return below.length > 0 ? [label, ...below] : label;
      }),
    );
  }

  /** The row with this label, and how VS Code draws it. */
  async find(label: string, below?: Row): Promise<{ row: Row; item: vscode.TreeItem }> {
    const found = await this.#search(label, below);
    if (!found) throw new Error(`The tree has no row "${label}".`);
    return found;
  }

  /** Another program at the same database. */
  foreignWrite(sql: string): void {
    const database = new DatabaseSync(join(this.folder, '.taskwerk', 'taskwerk.db'));
    try {
      database.exec(sql);
    } finally {
      database.close();
    }
  }

  /** Resolves when `holds` does after a repaint; rejects after `ms`. */
  async repainted(ms: number, holds: () => Promise<boolean>): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const finish = (error?: Error): void => {
        clearTimeout(timer);
        listener.dispose();
        if (error) reject(error);
        else resolve();
      };
      const timer = setTimeout(() => {
        finish(new Error(`The tree did not change within ${ms} ms.`));
      }, ms);
      const look = (): void => {
        holds().then(
          (isTrue) => {
            if (isTrue) finish();
          },
          (cause: unknown) => {
            finish(new Error('The tree could not be read.', { cause }));
          },
        );
      };
      const listener = this.tree.onDidChangeTreeData(look);
      look();
    });
  }

  close(): void {
    this.tree.dispose();
    this.projects.dispose();
  }

  remove(): void {
    this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #search(label: string, below?: Row): Promise<{ row: Row; item: vscode.TreeItem } | undefined> {
    for (const row of await this.tree.getChildren(below)) {
      const item = await this.tree.getTreeItem(row);
      if (labelOf(item) === label) return { row, item };
      const found = await this.#search(label, row);
      if (found) return found;
    }
    return undefined;
  }
}

export type Outline = string | readonly Outline[];

function labelOf({ label }: vscode.TreeItem): string {
  return typeof label === 'object' ? label.label : (label ?? '');
}
