// What several plan commands show alike.
import { drawLintSummary } from '../../draw/lint.ts';
import { drawPlanTitle, drawRequirements, drawSchedule, drawTaskTree, drawUncovered } from '../../draw/plan.ts';
import type { Screen } from '../../draw/screen.ts';
import { reportJson } from '../../json.ts';
import { outcome, type Outcome } from '../../outcome.ts';
import type { PlanReport } from '../../planReport.ts';

/** A whole plan, followed by what can be done next. */
export function planOutcome(report: PlanReport, next: readonly string[]): Outcome {
  return outcome(report, { json: reportJson, text: (data, screen) => [...drawPlan(data, screen), ...next] });
}

export function drawPlan(report: PlanReport, screen: Screen): readonly string[] {
  return [
    ...drawPlanTitle(report, screen),
    '',
    ...drawRequirements(report, screen),
    '',
    ...drawTaskTree(report, screen),
    '',
    ...drawSchedule(report, screen),
    '',
    ...drawUncovered(report, screen),
    ...drawLintSummary(report, screen),
  ];
}
