// The Plans view's data as VS Code asks for it: rows become items, and changes become repaints.
import * as vscode from 'vscode';
import type { Project, Projects } from '../projects.ts';
import type { Waiting } from '../review/feature.ts';
import { DrawnRows } from './drawnRows.ts';
import type { PlanFilter } from './filter.ts';
import type { TaskFacts } from './labels.ts';
import type { PlanIndex } from './planIndex.ts';
import { RowSource } from './rowSource.ts';
import { rowId, type DraftTaskRow, type Row } from './rows.ts';
import * as tooltips from './tooltips.ts';
import * as items from './treeItems.ts';

/** A burst of changes is one repaint. */
const repaintAfterMs = 30;

export class PlansTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly rows: RowSource;
  readonly #log: vscode.LogOutputChannel;
  readonly #didChange = new vscode.EventEmitter<Row[] | undefined>();
  readonly #didLook = new vscode.EventEmitter<undefined>();
  readonly #didRead = new vscode.EventEmitter<unknown>();
  readonly #subscription: vscode.Disposable;
  readonly #expansion = new Map<string, vscode.TreeItemCollapsibleState>();
  readonly #drawn = new DrawnRows();
  readonly #now = {
    rowsBelow: (row?: Row) => this.#rowsBelow(row),
    itemOf: (row: Row) => this.#finishedItemOf(row),
    tooltipOf: (row: Row) => this.#tooltipOf(row),
  };
  #repaint: NodeJS.Timeout | undefined;
  /** Counts what may have changed; what VS Code was given or told before the last of it may be out of date. */
  #changes = 0;
  #toldChanges = 0;

  readonly onDidChangeTreeData = this.#didChange.event;
  /** Told after anything may have changed, also where the tree looks as before. */
  readonly onDidLook = this.#didLook.event;
  /** Told after the roots were read: what was thrown, or undefined when all went well. */
  readonly onDidRead = this.#didRead.event;

  constructor(projects: Projects, log: vscode.LogOutputChannel, waiting?: Waiting) {
    this.rows = new RowSource(() => projects.all, waiting && ((runId) => waiting.isWaiting(runId)));
    this.#log = log;
    const requests = waiting?.onDidChange(() => {
      this.rows.invalidateRuns();
      this.#repaintSoon();
    });
    const changes = projects.onDidChange((project) => {
      this.refresh(project);
    });
    this.#subscription = vscode.Disposable.from(changes, ...(requests ? [requests] : []));
  }

  dispose(): void {
    clearTimeout(this.#repaint);
    vscode.Disposable.from(this.#subscription, this.#didChange, this.#didLook, this.#didRead).dispose();
  }

  get filter(): PlanFilter {
    return this.rows.filter;
  }

  set filter(filter: PlanFilter) {
    this.rows.filter = filter;
    this.#repaintSoon();
  }

  /** Reads the project, or all of them, anew and soon repaints what has changed. */
  refresh(project?: Project): void {
    this.rows.invalidate(project);
    this.#repaintSoon();
  }

  /** Like `refresh`, and VS Code knows of it when this returns: what it is asked to show then is looked up anew. */
  refreshNow(project: Project): void {
    this.rows.invalidate(project);
    this.#changes++;
    this.#fire();
  }

  /** Tells VS Code now what it would be told soon. */
  flush(): void {
    if (this.#toldChanges !== this.#changes) this.#fire();
  }

  async getChildren(row?: Row): Promise<Row[]> {
    try {
      const children = await this.#whileUnchanged(() => this.#rowsBelow(row));
      if (!row) this.#didRead.fire(undefined);
      return this.#drawn.noteRows(row, children);
    } catch (error) {
      this.#drawn.clear();
      this.#log.error('The Plans view could not be read.', error);
      this.#didRead.fire(error);
      return [];
    }
  }

  /** Remembers what the person opened and closed: VS Code forgets it for rows that a filter hid. */
  noteExpansion(row: Row, state: vscode.TreeItemCollapsibleState): void {
    if (!this.rows.isFiltered) this.#expansion.set(rowId(row), state);
  }

  async getTreeItem(row: Row): Promise<vscode.TreeItem> {
    try {
      const item = await this.#whileUnchanged(() => this.#finishedItemOf(row));
      this.#drawn.noteItem(row, item);
      return item;
    } catch (error) {
      // VS Code draws none of the rows beside it: the next change has to draw them all.
      this.#drawn.clear();
      throw error;
    }
  }

  async resolveTreeItem(item: vscode.TreeItem, row: Row): Promise<vscode.TreeItem> {
    const tooltip = await this.#tooltipOf(row);
    this.#drawn.noteTooltip(row, tooltip);
    if (tooltip) item.tooltip = tooltip;
    return item;
  }

  getParent(row: Row): Promise<Row | undefined> {
    return this.rows.parentOf(row);
  }

  #rowsBelow(row?: Row): Promise<readonly Row[]> {
    return row ? this.rows.childrenOf(row) : this.rows.roots();
  }

  /** What was read while something changed may be out of date, and is looked at once more. */
  async #whileUnchanged<T>(read: () => Promise<T>): Promise<T> {
    const changes = this.#changes;
    const found = await read();
    if (this.#changes !== changes) this.#repaintSoon();
    return found;
  }

  async #finishedItemOf(row: Row): Promise<vscode.TreeItem> {
    const item = await this.#itemOf(row);
    const id = rowId(row);
    if (this.rows.isFiltered) {
      // Rows that count as other ones open by themselves; the person's own expansion is kept for afterwards.
      item.id = `filtered ${id}`;
    } else {
      item.id = id;
      if (item.collapsibleState) item.collapsibleState = this.#expansion.get(id) ?? item.collapsibleState;
    }
    return item;
  }

  async #itemOf(row: Row): Promise<vscode.TreeItem> {
    const plans = this.rows.of(row.project);
    switch (row.type) {
      case 'folder':
        return items.folderItem(row);
      case 'plan':
        return items.planItem(row, await plans.progress(row.summary.sourceFile));
      case 'task':
        return this.#taskItem(row);
      case 'problems':
      case 'uncovered':
        return items.sectionItem(row, await (await this.rows.index(row)).findings);
      case 'finding':
        return items.findingItem(row, await this.rows.index(row));
      case 'requirement':
        return items.requirementItem(row, await this.rows.index(row));
      case 'others':
        return items.otherTasksItem(row);
      case 'taskwerk': {
        const task = await plans.task(row.taskId);
        const hasChildren = (await this.rows.forest(row.project)).childrenOf(row.taskId).length > 0;
        const children = { areThere: hasChildren, areShown: this.rows.isFiltered };
        return task ? items.taskwerkItem(task, await plans.run(task), children) : items.goneItem(row.taskId);
      }
    }
  }

  async #taskItem(row: DraftTaskRow): Promise<vscode.TreeItem> {
    const index = await this.rows.index(row);
    const facts = await this.#facts(row, index);
    if (!facts) return items.goneItem(row.key);
    return items.taskItem(index, facts, (await this.rows.hasChildren(row)) ? this.rows.isFiltered : undefined);
  }

  async #tooltipOf(row: Row): Promise<vscode.MarkdownString | undefined> {
    switch (row.type) {
      case 'plan':
        return tooltips.planTooltip(row.summary);
      case 'task': {
        const index = await this.rows.index(row);
        const facts = await this.#facts(row, index);
        return facts && tooltips.taskTooltip(index, facts, await this.rows.of(row.project).toldRun(facts.linked));
      }
      case 'finding':
        return tooltips.findingTooltip(await this.rows.index(row), row.finding);
      case 'requirement':
        return tooltips.requirementTooltip(await this.rows.index(row), row.uncovered);
      case 'taskwerk': {
        const plans = this.rows.of(row.project);
        const task = await plans.task(row.taskId);
        return task && tooltips.taskwerkTooltip(task, await plans.toldRun(task));
      }
      case 'folder':
      case 'problems':
      case 'uncovered':
      case 'others':
        return undefined;
    }
  }

  async #facts({ project, key }: DraftTaskRow, index: PlanIndex): Promise<TaskFacts | undefined> {
    const task = index.task(key);
    if (!task) return undefined;
    const plans = this.rows.of(project);
    const links = await plans.linkedTasks(index.plan.sourceFile);
    const linked = links.get(key);
    return {
      task,
      isGroup: index.hasChildren(key),
      dependencies: index.dependencyState(task, links),
      linked,
      run: linked && (await plans.run(linked)),
    };
  }

  #repaintSoon(): void {
    this.#changes++;
    this.#repaint ??= setTimeout(() => {
      void this.#repaintChanged();
    }, repaintAfterMs);
  }

  async #repaintChanged(): Promise<void> {
    this.#repaint = undefined;
    const changes = this.#changes;
    const changed = await this.#drawn.changed(this.#now).catch(() => 'all' as const);
    // Somebody could not wait, or looked at something that is out of date by now: another repaint is due then.
    if (this.#toldChanges >= changes) return;
    if (changed === 'all') {
      this.#fire();
      return;
    }
    this.#toldChanges = changes;
    if (changed.length > 0) {
      this.#drawn.clearLooks(changed);
      this.#didChange.fire([...changed]);
    }
    this.#didLook.fire(undefined);
  }

  #fire(): void {
    clearTimeout(this.#repaint);
    this.#repaint = undefined;
    this.#toldChanges = this.#changes;
    this.#drawn.clear();
    this.#didChange.fire(undefined);
    this.#didLook.fire(undefined);
  }
}
