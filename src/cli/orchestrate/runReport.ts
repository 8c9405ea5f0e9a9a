// A run with all that is told of it: its state, its decisions, its last gates.
import type { GateResult } from '../../core/gates/gate.ts';
import type { RunSummary } from '../../core/orchestrate/journal.ts';
import type { StoredRun } from '../../core/orchestrate/service.ts';
import type { RunView } from '../../core/orchestrate/runView.ts';
import type { Decision } from '../../core/review/approvals.ts';
import type { ChangeSet } from '../../core/review/changeSet.ts';

export interface RunReport {
  readonly run: RunSummary;
  readonly view: RunView;
  readonly accepted: ChangeSet;
  /** What nobody has decided on yet. */
  readonly proposed: ChangeSet;
  readonly decisions: readonly {
    readonly round: number;
    readonly by: 'person' | 'mode';
    readonly decision: Decision;
  }[];
  /** The newest result of each gate. */
  readonly gates: readonly GateResult[];
  readonly paused: PauseReport | null;
}

export interface PauseReport {
  readonly reason: string;
  /** True where a person was needed and nobody could be asked. */
  readonly needsPerson: boolean;
}

export function reportRun({ run, view, events }: StoredRun, needsPerson = false): RunReport {
  const decisions: RunReport['decisions'][number][] = [];
  const gates = new Map<string, GateResult>();
  let pausedBy = '';
  for (const { event } of events) {
    if (event.type === 'run.decided') decisions.push(event);
    if (event.type === 'run.gateFinished') gates.set(event.result.gate, event.result);
    if (event.type === 'run.paused') pausedBy = event.reason;
  }
  return {
    run,
    view,
    accepted: view.accepted,
    proposed: view.finished ? [] : view.proposals,
    decisions,
    gates: [...gates.values()],
    paused: view.isPaused ? { reason: pausedBy, needsPerson } : null,
  };
}
