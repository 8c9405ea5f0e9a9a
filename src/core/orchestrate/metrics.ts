// The numbers of a session, each backed by events of its runs.
import type { StoredRunEvent } from '../agent/runEvents.ts';
import type { Session } from './journal.ts';
import type { RunView } from './runView.ts';

/** Status and metrics of a session with this one run. */
export function sessionMetrics(view: RunView, events: readonly StoredRunEvent[]): Pick<Session, 'status' | 'metrics'> {
  const count = (type: StoredRunEvent['event']['type']): number =>
    events.filter(({ event }) => event.type === type).length;
  const { outcome } = view.finished ?? {};
  return {
    status: view.isPaused ? 'paused' : outcome === 'failed' || outcome === 'blocked' ? 'failed' : 'completed',
    metrics: {
      tasks: 1,
      done: outcome === 'done' ? 1 : 0,
      turns: view.turns,
      tool_calls: count('run.toolFinished'),
      questions: count('run.questionAsked'),
      reviews: count('run.decided'),
      gates: count('run.gateFinished'),
      nudges: count('run.nudged'),
      tokens: { ...view.usage },
      cost_usd: view.cost,
      worked_ms: view.workedMs,
    },
  };
}
