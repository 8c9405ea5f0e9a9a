// Runs gates one after the other and adds what only a runner knows: how long each took, and what a skipped one means.
import { isCancellation } from '../errors.ts';
import type { Gate, GateContext, GateOutcome, GateResult, Verdict } from './gate.ts';
import { errorFinding, tailOf } from './text.ts';

export interface GateRun {
  readonly gates: readonly Gate[];
  readonly context: Omit<GateContext, 'signal'>;
  /** Told each result before the next gate starts. */
  readonly onResult?: (result: GateResult) => void | Promise<void>;
  readonly signal: AbortSignal;
}

/** All of them, also after one failed: who mends the change wants to know everything. Throws when aborted. */
export async function runGates({ gates, context, onResult, signal }: GateRun): Promise<readonly GateResult[]> {
  const results: GateResult[] = [];
  for (const gate of gates) {
    signal.throwIfAborted();
    const started = performance.now();
    const outcome = await outcomeOf(gate, { ...context, signal });
    signal.throwIfAborted();
    const result: GateResult = {
      gate: gate.id,
      title: gate.title,
      verdict: strict(gate, outcome.verdict, context),
      command: outcome.command ?? null,
      exitCode: outcome.exitCode ?? null,
      durationMs: Math.round(performance.now() - started),
      tree: context.tree,
      attempts: outcome.attempts ?? 1,
      outputTail: tailOf(outcome.output ?? ''),
      ...(outcome.coverage === undefined ? {} : { coverage: outcome.coverage }),
    };
    results.push(result);
    await onResult?.(result);
  }
  return results;
}

async function outcomeOf(gate: Gate, context: GateContext): Promise<GateOutcome> {
  if (context.config.gates.skip.includes(gate.id))
    return { verdict: { status: 'skipped', reason: 'The configuration skips this gate.' } };
  try {
    return await gate.run(context);
  } catch (error) {
    context.signal.throwIfAborted();
    if (isCancellation(error)) throw error;
    // A gate that breaks must not let a change through.
    const why = error instanceof Error ? error.message : String(error);
    return { verdict: { status: 'failed', findings: [errorFinding(`The gate itself failed: ${why}`)] } };
  }
}

/** No task is done without passing tests: a gate of tests that did not run has failed. */
function strict(gate: Gate, verdict: Verdict, { config }: Pick<GateContext, 'config'>): Verdict {
  if (verdict.status !== 'skipped' || gate.id !== 'tests' || !config.workflow.require_tests) return verdict;
  const help = 'Name the command in gates.test, or set workflow.require_tests to false.';
  const message = `${verdict.reason} No task is done without passing tests. ${help}`;
  return { status: 'failed', findings: [errorFinding(message)] };
}
