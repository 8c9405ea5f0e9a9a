// A gate: a check that a run must pass, run by Conductor itself on a named tree.
import type { OrchestrationConfig } from '../config/schema.ts';
import type { CommandResult } from '../exec/processPort.ts';
import type { ChangeSet } from '../review/changeSet.ts';

export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** The name of the test, or the rule of the linter. */
  readonly rule?: string;
  /** Relative to the project. */
  readonly path?: string;
  /** From 1. */
  readonly line?: number;
  /** A person must look at it in every mode: a weakened test, a lowered threshold. */
  readonly needsPerson?: boolean;
}

export type Verdict =
  | { readonly status: 'passed'; readonly findings: readonly Finding[] }
  | { readonly status: 'failed'; readonly findings: readonly Finding[] }
  | { readonly status: 'skipped'; readonly reason: string };

/** As it is journaled. */
export interface GateResult {
  readonly gate: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** The command line, or null for a check without one. */
  readonly command: string | null;
  readonly exitCode: number | null;
  readonly durationMs: number;
  /** The git tree that was checked. */
  readonly tree: string;
  /** 2 and more when a failure went away by itself: recorded as flaky. */
  readonly attempts: number;
  /** The last lines of the output, for a person. */
  readonly outputTail: string;
  /** Line coverage in per cent, where the gate measures it. */
  readonly coverage?: number;
}

export interface GateContext {
  /** The folder with exactly the tree under test, absolute. */
  readonly dir: string;
  readonly tree: string;
  readonly config: OrchestrationConfig;
  /** What the run changed against its base: committed and accepted changes together. */
  readonly changes: ChangeSet;
  /** Line coverage of the base in per cent, where it is known. */
  readonly baseCoverage: number | null;
  /** Text of a file below `dir`, or null. */
  readonly readFile: (path: string) => Promise<string | null>;
  /** Names of the files in a folder below `dir`, sorted; empty where there is none. */
  readonly listFiles: (folder: string) => Promise<readonly string[]>;
  /** Runs a command in `dir` under the configuration's time-out and sandbox. */
  readonly run: (command: string) => Promise<CommandResult>;
  readonly signal: AbortSignal;
}

/** What a gate found; the runner adds what it measured itself. */
export interface GateOutcome {
  readonly verdict: Verdict;
  readonly command?: string;
  readonly exitCode?: number | null;
  readonly attempts?: number;
  readonly output?: string;
  readonly coverage?: number;
}

export interface Gate {
  /** Stable, e.g. "tests". */
  readonly id: string;
  readonly title: string;
  run(context: GateContext): Promise<GateOutcome>;
}

export const defineGate = (gate: Gate): Gate => gate;
