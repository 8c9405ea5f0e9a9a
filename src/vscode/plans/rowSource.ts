// Which rows the Plans view has, and below which row each stands. Knows nothing of VS Code.
import type { TaskKey } from '../../core/plan/model.ts';
import type { Task, TaskId } from '../../core/tasks/model.ts';
import type { IsAsked } from '../orchestration/runStory.ts';
import type { PlanRef, Project, TaskRef } from '../projects.ts';
import { isEmptyFilter, noFilter, visibleKeys, type PlanFilter } from './filter.ts';
import type { PlanIndex } from './planIndex.ts';
import { ProjectPlans } from './projectPlans.ts';
import type {
  DraftTaskRow,
  FindingRow,
  OtherTasksRow,
  PlanRow,
  RequirementRow,
  Row,
  SectionRow,
  TaskwerkRow,
} from './rows.ts';
import { TaskForest } from './taskForest.ts';

export class RowSource {
  readonly #projects: () => readonly Project[];
  readonly #isAsked: IsAsked | undefined;
  readonly #plans = new WeakMap<Project, ProjectPlans>();
  #filter = noFilter;
  /** What the filter leaves of a plan and of the other tasks, worked out once for a reading. */
  #visible = new WeakMap<PlanIndex, ReadonlySet<TaskKey>>();
  #forests = new WeakMap<readonly Task[], TaskForest>();

  constructor(projects: () => readonly Project[], isAsked?: IsAsked) {
    this.#projects = projects;
    this.#isAsked = isAsked;
  }

  get filter(): PlanFilter {
    return this.#filter;
  }

  set filter(filter: PlanFilter) {
    this.#filter = filter;
    this.#forget();
  }

  get isFiltered(): boolean {
    return !isEmptyFilter(this.#filter);
  }

  of(project: Project): ProjectPlans {
    const known = this.#plans.get(project);
    if (known) return known;
    const plans = new ProjectPlans(project, this.#isAsked);
    this.#plans.set(project, plans);
    return plans;
  }

  index({ project, planId }: PlanRef): Promise<PlanIndex> {
    return this.of(project).index(planId);
  }

  /** The project, or all of them, will be read anew. */
  invalidate(project?: Project): void {
    for (const changed of project ? [project] : this.#projects()) this.of(changed).invalidate();
    this.#forget();
  }

  /** What runs wait for will be read anew, and nothing else. */
  invalidateRuns(): void {
    for (const project of this.#projects()) this.of(project).invalidateRuns();
  }

  /** The folders stand above their plans only when there are several. One with nothing to show is left out. */
  async roots(): Promise<readonly Row[]> {
    const projects = this.#projects();
    const [project] = projects;
    if (projects.length === 1 && project) return this.#rowsOf(project);
    const shown = await Promise.all(projects.map((each) => this.#isShown(each)));
    return projects.filter((_each, at) => shown[at]).map((each) => ({ type: 'folder', project: each }));
  }

  /** One that cannot be read is shown: what is wrong with it is told when its rows are asked for. */
  #isShown(project: Project): Promise<boolean> {
    return this.#rowsOf(project).then(
      (rows) => rows.length > 0,
      () => true,
    );
  }

  async childrenOf(row: Row): Promise<readonly Row[]> {
    switch (row.type) {
      case 'folder':
        return this.#rowsOf(row.project);
      case 'plan':
        return [...(await this.#sectionRows(row)), ...(await this.#taskRows(row, null))];
      case 'task':
        return this.#taskRows(row, row.key);
      case 'problems':
      case 'uncovered':
        return this.#sectionChildren(row);
      case 'others':
        return this.#taskwerkRows(row, null);
      case 'taskwerk':
        return this.#taskwerkRows(row, row.taskId);
      case 'finding':
      case 'requirement':
        return [];
    }
  }

  async parentOf(row: Row): Promise<Row | undefined> {
    switch (row.type) {
      case 'folder':
        return undefined;
      case 'plan':
      case 'others':
        return this.#projects().length > 1 ? { type: 'folder', project: row.project } : undefined;
      case 'problems':
      case 'uncovered':
        return this.planRow(row);
      case 'finding':
      case 'requirement': {
        const type = row.type === 'finding' ? 'problems' : 'uncovered';
        return (await this.#sectionRows(row)).find((section) => section.type === type);
      }
      case 'task': {
        const parent = (await this.index(row)).parentOf(row.key);
        return parent === null ? this.planRow(row) : { ...row, key: parent };
      }
      case 'taskwerk': {
        const parent = (await this.forest(row.project)).parentOf(row.taskId);
        return parent === null ? (await this.#otherRows(row.project))[0] : { ...row, taskId: parent };
      }
    }
  }

  /** Undefined when the plan is gone. */
  async planRow({ project, planId }: PlanRef): Promise<PlanRow | undefined> {
    return (await this.#planRows(project)).find((row) => row.planId === planId);
  }

  /** Undefined when the task is gone. */
  async taskRow({ project, planId, key }: TaskRef): Promise<DraftTaskRow | undefined> {
    const index = await this.index({ project, planId });
    return index.task(key) && { type: 'task', project, planId, key };
  }

  /** The row that shows a Taskwerk task: in the newest plan that it came from, else among the other tasks. */
  async rowOfTask(project: Project, taskId: TaskId): Promise<Row | undefined> {
    for (const { id, sourceFile } of await this.of(project).summaries()) {
      const links = await this.of(project).linkedTasks(sourceFile);
      const key = [...links].find(([, task]) => task.id === taskId)?.[0];
      const row = key && (await this.taskRow({ project, planId: id, key }));
      if (row) return row;
    }
    return (await this.of(project).task(taskId)) && { type: 'taskwerk', project, taskId };
  }

  async hasChildren(row: DraftTaskRow): Promise<boolean> {
    return (await this.#taskRows(row, row.key)).length > 0;
  }

  /** The Taskwerk tasks that came from no plan. */
  async forest(project: Project): Promise<TaskForest> {
    const tasks = await this.of(project).otherTasks();
    const known = this.#forests.get(tasks);
    if (known) return known;
    const forest = new TaskForest(tasks, this.#filter);
    this.#forests.set(tasks, forest);
    return forest;
  }

  #forget(): void {
    this.#visible = new WeakMap();
    this.#forests = new WeakMap();
  }

  async #rowsOf(project: Project): Promise<readonly Row[]> {
    return [...(await this.#planRows(project)), ...(await this.#otherRows(project))];
  }

  async #planRows(project: Project): Promise<readonly PlanRow[]> {
    const summaries = await this.of(project).summaries();
    return summaries.map((summary, at) => ({ type: 'plan', project, planId: summary.id, summary, isNewest: at === 0 }));
  }

  async #otherRows(project: Project): Promise<readonly OtherTasksRow[]> {
    const count = (await this.forest(project)).size;
    return count > 0 ? [{ type: 'others', project, count }] : [];
  }

  async #taskRows({ project, planId }: PlanRef, parent: TaskKey | null): Promise<readonly DraftTaskRow[]> {
    const index = await this.index({ project, planId });
    const visible = this.isFiltered ? await this.#visibleKeys(project, index) : undefined;
    const children = index.childrenOf(parent).filter(({ key }) => visible?.has(key) ?? true);
    return children.map(({ key }) => ({ type: 'task', project, planId, key }));
  }

  async #visibleKeys(project: Project, index: PlanIndex): Promise<ReadonlySet<TaskKey>> {
    // What changes meanwhile makes another map.
    const visible = this.#visible;
    const known = visible.get(index);
    if (known) return known;
    const keys = visibleKeys(this.#filter, index, await this.of(project).linkedTasks(index.plan.sourceFile));
    visible.set(index, keys);
    return keys;
  }

  /** A filter looks for tasks, so it hides these. */
  async #sectionRows({ project, planId }: PlanRef): Promise<readonly SectionRow[]> {
    if (this.isFiltered) return [];
    const index = await this.index({ project, planId });
    const rows: readonly SectionRow[] = [
      { type: 'problems', project, planId, count: (await index.findings).length },
      { type: 'uncovered', project, planId, count: index.plan.uncovered.length },
    ];
    return rows.filter(({ count }) => count > 0);
  }

  async #sectionChildren(row: SectionRow): Promise<readonly (FindingRow | RequirementRow)[]> {
    const { project, planId } = row;
    const index = await this.index(row);
    return row.type === 'problems'
      ? (await index.findings).map((finding) => ({ type: 'finding', project, planId, finding }))
      : index.plan.uncovered.map((uncovered) => ({ type: 'requirement', project, planId, uncovered }));
  }

  async #taskwerkRows(
    { project }: OtherTasksRow | TaskwerkRow,
    parent: Task['parentId'],
  ): Promise<readonly TaskwerkRow[]> {
    const children = (await this.forest(project)).childrenOf(parent);
    return children.map(({ id }) => ({ type: 'taskwerk', project, taskId: id }));
  }
}
