// The rows of the Plans view. A plan's row is a PlanRef and a task's row a TaskRef, so that commands take them as they are.
import type { PlanId, LintFinding, TaskKey, Uncovered } from '../../core/plan/model.ts';
import type { PlanSummary } from '../../core/ports.ts';
import type { TaskId } from '../../core/tasks/model.ts';
import type { Project } from '../projects.ts';

export interface FolderRow {
  readonly type: 'folder';
  readonly project: Project;
}
export interface PlanRow {
  readonly type: 'plan';
  readonly project: Project;
  readonly planId: PlanId;
  readonly summary: PlanSummary;
  readonly isNewest: boolean;
}
export interface DraftTaskRow {
  readonly type: 'task';
  readonly project: Project;
  readonly planId: PlanId;
  readonly key: TaskKey;
}
/** Heads the findings of a plan, or its uncovered requirements. */
export interface SectionRow {
  readonly type: 'problems' | 'uncovered';
  readonly project: Project;
  readonly planId: PlanId;
  readonly count: number;
}
export interface FindingRow {
  readonly type: 'finding';
  readonly project: Project;
  readonly planId: PlanId;
  readonly finding: LintFinding;
}
export interface RequirementRow {
  readonly type: 'requirement';
  readonly project: Project;
  readonly planId: PlanId;
  readonly uncovered: Uncovered;
}
/** Heads the Taskwerk tasks that came from no plan. */
export interface OtherTasksRow {
  readonly type: 'others';
  readonly project: Project;
  readonly count: number;
}
export interface TaskwerkRow {
  readonly type: 'taskwerk';
  readonly project: Project;
  readonly taskId: TaskId;
}

export type Row =
  FolderRow | PlanRow | DraftTaskRow | SectionRow | FindingRow | RequirementRow | OtherTasksRow | TaskwerkRow;

/** The same for the same thing after every reload, so that expansion and selection are kept. */
export function rowId(row: Row): string {
  const folder = row.project.folder.uri.toString();
  switch (row.type) {
    case 'folder':
    case 'others':
      return `${folder}#${row.type}`;
    case 'taskwerk':
      return `${folder}#taskwerk/${row.taskId}`;
    case 'plan':
      return `${folder}#${row.planId}`;
    case 'task':
      return `${folder}#${row.planId}/task/${row.key}`;
    case 'problems':
    case 'uncovered':
      return `${folder}#${row.planId}/${row.type}`;
    case 'finding':
      return `${folder}#${row.planId}/problems/${row.finding.rule}/${row.finding.where.join(',')}/${row.finding.message}`;
    case 'requirement':
      return `${folder}#${row.planId}/uncovered/${row.uncovered.id}`;
  }
}
