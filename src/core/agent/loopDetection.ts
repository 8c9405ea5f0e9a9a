// Tells a run that goes round in circles from one that gets on, by what calls do and give, never by what is said about it.

/** One call of a turn, as digests. */
export interface StepCall {
  /** Tool and input. */
  readonly action: string;
  /** The result without what changes by itself: times, durations, addresses. */
  readonly result: string;
  /** What failed, for a command that failed; else null. */
  readonly failure: string | null;
}

/** One turn. */
export interface Step {
  readonly calls: readonly StepCall[];
  /** The proposals after it. */
  readonly changes: string;
}

export interface LoopFinding {
  readonly kind: 'monologue' | 'cycle' | 'oscillation' | 'sameFailure' | 'noProgress';
  /** A sentence, for the agent and for a person. */
  readonly reason: string;
}

export const NUDGE_STEPS = ['nudge', 'strategy', 'freshContext', 'person'] as const;
export type NudgeStep = (typeof NUDGE_STEPS)[number];

const MAX_PERIOD = 6;
/** Full repetitions that make a cycle of a period. Looking at three files once more, in order, is none. */
const repetitionsOf = (period: number): number => (period <= 4 ? 3 : 2);
const SILENT_TURNS = 2;
const RETURNS = 3;
const FAILING_RUNS = 5;
const STALE_TURNS = 8;
/** After so many turns without a finding, the next one begins with a nudge again. */
const FORGIVEN_AFTER = 20;

/** What the newest steps show, or null. Give the steps since the agent was last told something new. */
export function findLoop(steps: readonly Step[]): LoopFinding | null {
  return monologue(steps) ?? cycle(steps) ?? sameFailure(steps) ?? oscillation(steps) ?? noProgress(steps);
}

/** The answer to a finding: never harder than one step beyond the last. */
export function nextNudge(last: { readonly step: NudgeStep; readonly turnsAgo: number } | null): NudgeStep {
  if (last === null || last.turnsAgo > FORGIVEN_AFTER) return 'nudge';
  return NUDGE_STEPS[NUDGE_STEPS.indexOf(last.step) + 1] ?? 'person';
}

function monologue(steps: readonly Step[]): LoopFinding | null {
  const recent = steps.slice(-SILENT_TURNS);
  if (recent.length < SILENT_TURNS || recent.some(({ calls }) => calls.length > 0)) return null;
  return { kind: 'monologue', reason: `The last ${SILENT_TURNS} turns made no call.` };
}

interface Item {
  readonly key: string;
  readonly turn: number;
}

/** Whole turns, and single calls, since the same calls may come in other portions. */
function cycle(steps: readonly Step[]): LoopFinding | null {
  const keys = steps.map(({ calls }) => [...new Set(calls.map(callKey))].toSorted());
  const turns: Item[] = steps.map(({ changes }, turn) => ({ key: [changes, ...(keys[turn] ?? [])].join(' '), turn }));
  const calls: Item[] = steps.flatMap(({ calls, changes }, turn) =>
    [...new Set(calls.map(callKey))].map((key) => ({ key: `${changes} ${key}`, turn })),
  );
  const period = periodOf(turns) ?? periodOf(calls);
  if (period === null) return null;
  const what = period === 1 ? 'The same step was' : `The same ${period} steps were`;
  return {
    kind: 'cycle',
    reason: `${what} repeated ${repetitionsOf(period)} times with the same results and no change.`,
  };
}

function periodOf(items: readonly Item[]): number | null {
  for (let period = 1; period <= MAX_PERIOD; period++) {
    const length = period * repetitionsOf(period);
    const recent = items.slice(-length);
    const [first] = recent;
    if (!first || recent.length < length || (recent.at(-1)?.turn ?? 0) - first.turn < 2) continue;
    if (recent.every(({ key }, index) => index < period || key === recent[index - period]?.key)) return period;
  }
  return null;
}

/** Proposals that come back to what they were, with little that is new in between. */
function oscillation(steps: readonly Step[]): LoopFinding | null {
  const seen = new Set<string>();
  let previous: string | undefined;
  let returns = 0;
  for (const { changes } of steps) {
    if (changes !== previous) returns = seen.has(changes) ? returns + 1 : Math.max(0, returns - 1);
    seen.add(changes);
    previous = changes;
  }
  // Told in the turn that went back, not for ever after.
  if (returns < RETURNS || steps.at(-1)?.changes === steps.at(-2)?.changes) return null;
  return { kind: 'oscillation', reason: `The changes went back to an earlier state ${returns} times.` };
}

function sameFailure(steps: readonly Step[]): LoopFinding | null {
  const newest = steps.at(-1)?.calls.filter(({ failure }) => failure !== null) ?? [];
  for (const { action, failure } of newest) {
    const runs = steps.flatMap(({ calls }) => calls.find((call) => call.action === action) ?? []).slice(-FAILING_RUNS);
    if (runs.length < FAILING_RUNS || runs.some((run) => run.failure !== failure)) continue;
    return {
      kind: 'sameFailure',
      reason: `The same check failed ${FAILING_RUNS} times in the same way, whatever was changed.`,
    };
  }
  return null;
}

/** Neither a state of the proposals nor a call with its result that had not been there before. */
function noProgress(steps: readonly Step[]): LoopFinding | null {
  const known = new Set<string>();
  let stale = 0;
  for (const { calls, changes } of steps) {
    const before = known.size;
    for (const key of [`= ${changes}`, ...calls.map(callKey)]) known.add(key);
    stale = known.size > before ? 0 : stale + 1;
  }
  if (stale < STALE_TURNS) return null;
  return { kind: 'noProgress', reason: `The last ${stale} turns changed nothing and found out nothing new.` };
}

const callKey = ({ action, result }: StepCall): string => `${action}:${result}`;
