// `conductor plan expand KEY`: one task of a plan is broken down further.
import type { Command } from 'commander';
import type { PlanId, TaskKey } from '../../../core/plan/model.ts';
import type { Context, Run } from '../../context.ts';
import { parsePlanId } from '../../flags.ts';
import { drawNextSteps } from '../../nextSteps.ts';
import type { Outcome } from '../../outcome.ts';
import { reportPlan } from '../../planReport.ts';
import { planOutcome } from './views.ts';

interface ExpandFlags {
  readonly plan?: PlanId;
}

export function addExpand(plan: Command, run: Run): void {
  plan
    .command('expand')
    .argument('<key>', "the task's key: see plan show --json, or the plan as a file")
    .option('--plan <id>', 'the plan (default: the newest)', parsePlanId)
    .description('Breaks one task down by its requirements or acceptance criteria.')
    .addHelpText(
      'after',
      `
Examples:
  conductor plan expand document-parser
  conductor plan expand document-parser --plan 3`,
    )
    .action((key: TaskKey, flags: ExpandFlags) => run((context) => expand(context, key, flags)));
}

async function expand(context: Context, key: TaskKey, { plan }: ExpandFlags): Promise<Outcome> {
  const { plans } = context.conductor;
  const { id } = await plans.load(plan);
  const stored = await plans.splitFurther(id, key);
  return planOutcome(
    reportPlan(context.conductor, stored),
    drawNextSteps(context, [[`plan review ${id}`, 'look at it again']]),
  );
}
