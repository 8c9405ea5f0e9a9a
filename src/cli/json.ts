// The JSON shapes of the command line (docs/cli.md, "JSON"): snake_case, stable; fields may be added, never renamed.
import type { DocumentProblem } from '../core/plan/document.ts';
import type { ImportChange, ImportPreview, ImportResult } from '../core/plan/importModel.ts';
import type { Edge } from '../core/plan/graph.ts';
import type { ModelJob, ModelJobResult } from '../core/plan/decompose/job.ts';
import type { Spent } from '../core/plan/decompose/session.ts';
import type { DraftTask, LintFinding, Plan } from '../core/plan/model.ts';
import type { PlanSummary } from '../core/ports.ts';
import type { Span } from '../core/prd/document.ts';
import type { Requirement } from '../core/prd/model.ts';
import type { Task, TaskDetails } from '../core/tasks/model.ts';
import type { PlanReport } from './planReport.ts';

export function reportJson(report: PlanReport): object {
  const { plan, analysis } = report;
  return {
    plan: planJson(report),
    requirements: plan.requirements.map(requirementJson),
    tasks: plan.tasks.map(draftTaskJson),
    waves: analysis.waves,
    critical_path: analysis.criticalPath,
    critical_hours: analysis.criticalHours,
    slack_hours: Object.fromEntries(analysis.slack),
    order: analysis.order,
    redundant_edges: analysis.redundant.map(edgeJson),
    cycles: analysis.cycles.map(({ members, cut, isSmallest }) => ({
      members,
      cut: cut.map(edgeJson),
      is_smallest: isSmallest,
    })),
    lint: report.lint.map(findingJson),
    uncovered: plan.uncovered.map(({ id }) => id),
    uncovered_reasons: Object.fromEntries(plan.uncovered.map(({ id, reason }) => [id, reason])),
  };
}

export function planJson({ id, status, createdAt, revision, plan }: PlanReport): object {
  return {
    id,
    status,
    source_file: plan.sourceFile,
    title: plan.title,
    planner: plan.planner,
    source_hash: plan.sourceHash,
    created_at: createdAt,
    revision,
  };
}

export function summaryJson({ id, status, sourceFile, title, createdAt, revision, taskCount }: PlanSummary): object {
  return { id, status, source_file: sourceFile, title, created_at: createdAt, revision, task_count: taskCount };
}

function requirementJson({
  id,
  text,
  kind,
  priority,
  section,
  parent,
  label,
  done,
  form,
  source,
}: Requirement): object {
  return { id, text, kind, priority, section, parent, label, done, form, source: spanJson(source) };
}

function draftTaskJson(task: DraftTask): object {
  return {
    key: task.key,
    title: task.title,
    description: task.description,
    parent: task.parent,
    depends_on: task.dependsOn.map(({ key, kind, evidence }) => ({
      key,
      kind,
      evidence: { ...evidence, source: spanJson(evidence.source) },
    })),
    estimate_hours: task.estimate.hours,
    estimate_rule: task.estimate.rule,
    complexity: task.complexity,
    priority: task.priority,
    category: task.category,
    tags: task.tags,
    acceptance_criteria: task.acceptanceCriteria,
    covers: task.covers,
    source: spanJson(task.source),
    included: task.included,
  };
}

export function findingJson({ rule, severity, message, where, fix }: LintFinding): object {
  return { rule, severity, message, where, fix: fix?.title ?? null };
}

export function spanJson(span: Span | null): object | null {
  if (span === null) return null;
  const { line, column, endLine, endColumn, page } = span;
  return { line, column, end_line: endLine, end_column: endColumn, page };
}

const edgeJson = ({ from, to }: Edge) => ({ task: from, depends_on: to });

export function previewJson({ planId, changes, isEmpty }: ImportPreview): object {
  return { plan_id: planId, is_empty: isEmpty, changes: changes.map(changeJson) };
}

export function importJson(result: ImportResult): object {
  return { ...previewJson(result), import_id: result.importId ?? null, task_ids: result.taskIds };
}

export function problemJson({ message, span }: DocumentProblem): object {
  return { message, ...spanJson(span) };
}

function changeJson({ kind, key, title, ...rest }: ImportChange): object {
  const { taskId, ...own } = { taskId: undefined, ...rest };
  return { kind, key, task_id: taskId ?? null, title, ...own };
}

/** The names of Taskwerk's own JSON, with tags and dependencies added. */
export function taskJson(task: Task): object {
  return {
    id: task.id,
    name: task.name,
    description: task.description,
    status: task.status,
    priority: task.priority,
    assignee: task.assignee,
    estimate: task.estimate,
    progress: task.progress,
    parent_id: task.parentId,
    category: task.category,
    tags: task.tags,
    depends_on: task.dependsOn,
    metadata: task.metadata,
    created_at: task.createdAt,
    updated_at: task.updatedAt,
  };
}

export function taskDetailsJson(task: TaskDetails): object {
  return {
    ...taskJson(task),
    content: task.content,
    children: task.children,
    dependents: task.dependents,
    notes: task.notes.map(({ note, content, user, createdAt }) => ({ note, content, user, created_at: createdAt })),
    timeline: task.timeline,
  };
}

/** What is known before anything is sent. */
export interface ForecastData extends Pick<ModelJob, 'forecast'>, Partial<Pick<ModelJob, 'ambiguities'>> {
  readonly sourceFile: string;
}

export function forecastJson({ forecast, ambiguities = [] }: ForecastData): object {
  return {
    forecast: {
      model: forecast.model,
      characters: forecast.characters,
      parts: forecast.parts,
      calls: forecast.calls,
      input_tokens: forecast.inputTokens,
      cached_tokens: forecast.cachedTokens,
      output_tokens: forecast.outputTokens,
      cost_usd: forecast.cost,
      seconds: forecast.seconds,
    },
    ambiguities: ambiguities.map(({ rule, requirement, message, question, source }) => ({
      rule,
      requirement,
      message,
      question,
      source: spanJson(source),
    })),
  };
}

export function modelRunJson(run: ModelJobResult): object {
  return { ...spentJson(run), baseline: baselineJson(run.baseline) };
}

export function spentJson({ model, calls, usage, cost, warnings, stopped }: Spent): object {
  return {
    id: model,
    calls,
    usage: {
      input_tokens: usage.input,
      cache_read_tokens: usage.cacheRead,
      cache_write_tokens: usage.cacheWrite,
      output_tokens: usage.output,
    },
    cost_usd: cost,
    warnings,
    is_complete: stopped === null,
  };
}

function baselineJson({ tasks, uncovered, requirements }: Plan): object {
  return { tasks: tasks.length, covered: requirements.length - uncovered.length };
}
