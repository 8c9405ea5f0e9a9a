// The JSON of runs (docs/cli.md, "JSON"): snake_case and stable, as that of plans and tasks.
import type { GateResult } from '../../core/gates/gate.ts';
import type { RunSummary, Session } from '../../core/orchestrate/journal.ts';
import type { FileChange } from '../../core/review/changeSet.ts';
import { countLines } from '../../core/review/hunks.ts';
import type { RunReport } from './runReport.ts';

export function runJson({ run, view, accepted, proposed, decisions, gates, paused }: RunReport): object {
  const { usage, finished } = view;
  return {
    ...summaryJson(run),
    model: view.model,
    mode: view.mode,
    outcome: finished?.outcome ?? null,
    reason: finished?.reason ?? null,
    is_undone: view.isUndone,
    paused: paused && { reason: paused.reason, needs_person: paused.needsPerson },
    waits_for_review: view.review?.isOpen ?? false,
    summary: view.handedOver?.summary ?? null,
    turns: view.turns,
    usage: {
      input_tokens: usage.input,
      cache_read_tokens: usage.cacheRead,
      cache_write_tokens: usage.cacheWrite,
      output_tokens: usage.output,
    },
    cost_usd: roundCost(view.cost),
    worked_ms: Math.round(view.workedMs),
    commits: view.commits.map(({ commit }) => commit),
    files: accepted.map(fileJson),
    proposed: proposed.map(fileJson),
    decisions: decisions.map(({ round, by, decision }) => ({
      round,
      by,
      kind: decision.kind === 'requestChanges' ? 'request_changes' : decision.kind,
      rejected: decision.kind === 'accept' ? decision.rejected : [],
      message: decision.kind === 'reject' ? decision.reason : decision.kind === 'accept' ? '' : decision.message,
      comments: decision.kind === 'requestChanges' ? decision.comments : [],
    })),
    gates: gates.map(gateJson),
  };
}

/** To a millionth of a dollar. */
export const roundCost = (cost: number): number => Math.round(cost * 1e6) / 1e6;

export function summaryJson(run: RunSummary): object {
  return {
    id: run.id,
    session: run.sessionId,
    task: run.taskId,
    task_name: run.taskName,
    agent: run.agent,
    state: run.state,
    branch: run.branch,
    commit: run.commit,
    started_at: run.startedAt,
    ended_at: run.endedAt,
  };
}

export function sessionJson({ id, agent, status, startedAt, endedAt, metrics }: Session): object {
  return { id, agent, status, started_at: startedAt, ended_at: endedAt, metrics };
}

function fileJson(change: FileChange): object {
  const from = change.kind === 'rename' ? change.from : null;
  return { path: change.path, kind: change.kind, from, ...countLines(change) };
}

function gateJson({ gate, title, verdict, command, exitCode, durationMs, attempts, tree }: GateResult): object {
  return {
    gate,
    title,
    status: verdict.status,
    reason: verdict.status === 'skipped' ? verdict.reason : null,
    command,
    exit_code: exitCode,
    duration_ms: Math.round(durationMs),
    attempts,
    tree,
    findings:
      verdict.status === 'skipped'
        ? []
        : verdict.findings.map(({ severity, message, rule, path, line }) => ({ severity, message, rule, path, line })),
  };
}
