// What is wrong or doubtful about a plan, each with its place and a way to mend it.
import { atOnce, type Steps } from '../steps.ts';
import { analyzeInSteps } from './graph.ts';
import { lintChains } from './lint/chains.ts';
import { subjectOf } from './lint/common.ts';
import { lintCoverage } from './lint/coverage.ts';
import { lintCycles, lintEdges, lintRedundancy } from './lint/dependencies.ts';
import { lintDuplicates } from './lint/duplicates.ts';
import { lintEstimates } from './lint/estimates.ts';
import { lintTasks, lintModelFaults } from './lint/tasks.ts';
import type { LintFinding, Plan, Severity } from './model.ts';

/** Errors first. A plan with an `error` cannot be imported. */
export function lintPlan(plan: Plan): readonly LintFinding[] {
  return atOnce(lintInSteps(plan));
}

export function* lintInSteps(plan: Plan): Steps<readonly LintFinding[]> {
  const subject = subjectOf(plan);
  const analysis = yield* analyzeInSteps(plan);
  const rules: readonly (() => readonly LintFinding[])[] = [
    () => lintCycles(subject, analysis),
    () => lintEdges(subject),
    () => lintRedundancy(subject, analysis),
    () => lintChains(subject),
    () => lintTasks(subject),
    () => lintModelFaults(plan),
    () => lintDuplicates(subject),
    () => lintEstimates(subject),
    () => lintCoverage(subject),
  ];
  const findings: LintFinding[] = [];
  for (const rule of rules) {
    yield;
    for (const finding of rule()) findings.push(finding);
  }
  return findings.sort((a, b) => RANKS[a.severity] - RANKS[b.severity]);
}

const RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
