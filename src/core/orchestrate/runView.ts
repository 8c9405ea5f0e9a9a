// The state of a run, folded from its events. Nothing else is remembered, so a killed run goes on from here.
import { ASK_TOOL } from '../agent/prompts.ts';
import type { Mode, RunEvent, StoredRunEvent } from '../agent/runEvents.ts';
import type { GateResult } from '../gates/gate.ts';
import type { Branching, Checkpoint } from '../git/gitPort.ts';
import type { Usage } from '../model/backend.ts';
import { addUsage, NO_USAGE } from '../model/prices.ts';
import type { Decision } from '../review/approvals.ts';
import type { ChangeSet, FileContent } from '../review/changeSet.ts';
import { replay } from '../review/delta.ts';
import type { AppliedFile } from '../review/workspacePort.ts';
import type { TaskStatus } from '../tasks/model.ts';
import { combineChanges } from './combine.ts';

export interface RunView {
  readonly agent: string;
  readonly mode: Mode;
  readonly taskName: string;
  readonly taskStatus: TaskStatus;
  readonly model: string | null;
  readonly checkpoint: Checkpoint | null;
  /** Null until it is known that the work tree is clean, or what the person wants done about it. */
  readonly hasAskedAboutTree: boolean;
  readonly branching: Branching | null;
  readonly assignment: { readonly text: string; readonly core: string } | null;
  /** What the agent proposes and nobody has decided on yet. */
  readonly proposals: ChangeSet;
  readonly handedOver: { readonly summary: string; readonly notes: string } | null;
  /** The review that was asked last, with its number. */
  readonly review: { readonly round: number; readonly changes: ChangeSet; readonly isOpen: boolean } | null;
  /** Paths of the proposals that the person changed in the same lines meanwhile. */
  readonly conflicts: readonly string[];
  readonly decision: Decision | null;
  /** What the decision let through, written down before it was done. */
  readonly applying: { readonly changes: ChangeSet; readonly inPlace: boolean } | null;
  /** Everything accepted so far, as one change set on the branch's base. */
  readonly accepted: ChangeSet;
  /** What the run's files are now, by path. */
  readonly applied: ReadonlyMap<string, AppliedFile>;
  /** What of it no commit holds yet. */
  readonly uncommitted: ChangeSet;
  readonly appliedSinceCommit: boolean;
  readonly gateResults: readonly GateResult[];
  readonly checked: Extract<RunEvent, { type: 'run.checked' }> | null;
  readonly committing: { readonly message: string; readonly paths: readonly string[] } | null;
  readonly commits: readonly { readonly commit: string; readonly tree: string }[];
  /** Failed checks and refused commits since the last commit. */
  readonly failures: number;
  readonly turns: number;
  readonly usage: Usage;
  /** US dollars. */
  readonly cost: number;
  /** Milliseconds that model and tools took. */
  readonly workedMs: number;
  readonly isPaused: boolean;
  readonly isUndone: boolean;
  readonly finished: Extract<RunEvent, { type: 'run.finished' }> | null;
}

const START: RunView = {
  agent: '',
  mode: 'ask',
  taskName: '',
  taskStatus: 'todo',
  model: null,
  checkpoint: null,
  hasAskedAboutTree: false,
  branching: null,
  assignment: null,
  proposals: [],
  handedOver: null,
  review: null,
  conflicts: [],
  decision: null,
  applying: null,
  accepted: [],
  applied: new Map(),
  uncommitted: [],
  appliedSinceCommit: false,
  gateResults: [],
  checked: null,
  committing: null,
  commits: [],
  failures: 0,
  turns: 0,
  usage: NO_USAGE,
  cost: 0,
  workedMs: 0,
  isPaused: false,
  isUndone: false,
  finished: null,
};

export function viewRun(events: readonly StoredRunEvent[]): RunView {
  return events.reduce((view, { event }) => addEvent(view, event), START);
}

type Fold<T extends RunEvent['type']> = (view: RunView, event: Extract<RunEvent, { type: T }>) => Partial<RunView>;

/** What each event changes. Those that are absent are told to people and models alone. */
const FOLDS: { readonly [T in RunEvent['type']]?: Fold<T> } = {
  'run.started': (_view, { agent, mode, taskName, taskStatus, model }) => ({
    agent,
    mode,
    taskName,
    taskStatus,
    model,
  }),
  'run.checkpointed': (_view, { checkpoint }) => ({ checkpoint }),
  'run.dirtyTree': () => ({ hasAskedAboutTree: true }),
  'run.branched': (_view, { branching }) => ({ branching, hasAskedAboutTree: true }),
  'run.assigned': (_view, { assignment: text, core }) => ({ assignment: { text, core } }),
  'run.turnFinished': (view, { turn, usage, cost, durationMs }) => ({
    turns: Math.max(view.turns, turn),
    usage: addUsage(view.usage, usage),
    cost: view.cost + (cost ?? 0),
    workedMs: view.workedMs + durationMs,
  }),
  'run.compacted': (view, { usage, cost }) => ({
    usage: addUsage(view.usage, usage),
    cost: view.cost + (cost ?? 0),
  }),
  'run.toolFinished': (view, { tool, proposals, durationMs }) => ({
    proposals: replay([view.proposals.map((change) => ({ path: change.path, change })), proposals]),
    // A question takes the person's time, not the agent's.
    workedMs: view.workedMs + (tool === ASK_TOOL ? 0 : durationMs),
  }),
  'run.handedOver': (_view, { summary, notes }) => ({ handedOver: { summary, notes } }),
  'run.feedback': (view) => ({
    // A commit that a hook refused is a failure as well.
    failures: view.committing ? view.failures + 1 : view.failures,
    handedOver: null,
    decision: null,
    conflicts: [],
    gateResults: [],
    checked: null,
    committing: null,
  }),
  'run.reviewAsked': (_view, { round, changes }) => ({ review: { round, changes, isOpen: true }, decision: null }),
  'run.decided': (view, { decision }) => ({
    decision,
    review: view.review && { ...view.review, isOpen: false },
    // The agent goes on from what it proposed and the person changed by hand.
    ...(decision.kind === 'requestChanges' && { proposals: withEdits(view.proposals, decision.edited) }),
  }),
  'run.proposed': (_view, { changes }) => ({ proposals: changes }),
  'run.applying': (_view, { changes, conflicts, inPlace }) => ({
    applying: { changes, inPlace },
    proposals: conflicts,
    conflicts: conflicts.map(({ path }) => path),
  }),
  'run.applied': (view, { files }) => ({
    accepted: withApplied(view.accepted, view.applying),
    uncommitted: withApplied(view.uncommitted, view.applying),
    applied: withFiles(view.applied, files),
    applying: null,
    appliedSinceCommit: true,
    gateResults: [],
    checked: null,
    committing: null,
    // What could not be merged is reviewed once more; the rest of the round is settled.
    ...(view.proposals.length > 0 && { decision: null }),
  }),
  'run.gateFinished': (view, { result }) => ({
    gateResults: [...view.gateResults.filter(({ gate }) => gate !== result.gate), result],
    workedMs: view.workedMs + result.durationMs,
  }),
  'run.checked': (view, checked) => ({ checked, failures: checked.passed ? view.failures : view.failures + 1 }),
  'run.committing': (_view, { message, paths }) => ({ committing: { message, paths } }),
  'run.committed': (view, { commit, tree, files = [] }) => ({
    applied: withFiles(view.applied, files),
    failures: 0,
    commits: [...view.commits, { commit, tree }],
    committing: null,
    uncommitted: [],
    appliedSinceCommit: false,
  }),
  'run.paused': () => ({ isPaused: true }),
  'run.resumed': () => ({ isPaused: false }),
  'run.undone': () => ({ isUndone: true }),
  'run.finished': (_view, finished) => ({ finished, isPaused: false }),
};

export function addEvent(view: RunView, event: RunEvent): RunView {
  const fold = FOLDS[event.type] as ((view: RunView, event: RunEvent) => Partial<RunView>) | undefined;
  return fold ? { ...view, ...fold(view, event) } : view;
}

const withFiles = (before: RunView['applied'], files: readonly AppliedFile[]): RunView['applied'] =>
  new Map([...before, ...files.map((file) => [file.path, file] as const)]);

/** Changes in place are all on the checkpoint; those of an agent are on what was accepted before. */
function withApplied(before: ChangeSet, applying: RunView['applying']): ChangeSet {
  if (!applying) return before;
  return applying.inPlace ? applying.changes : combineChanges(before, applying.changes);
}

function withEdits(proposals: ChangeSet, edited: Readonly<Record<string, FileContent>> = {}): ChangeSet {
  return proposals.map((change) => {
    const content = edited[change.path];
    return content && change.kind !== 'delete' ? { ...change, proposed: content } : change;
  });
}
