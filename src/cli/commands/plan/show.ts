// `conductor plan show [ID]`.
import type { Command } from 'commander';
import type { PlanId } from '../../../core/plan/model.ts';
import type { Run } from '../../context.ts';
import { parsePlanId } from '../../flags.ts';
import { reportPlan } from '../../planReport.ts';
import { planOutcome } from './views.ts';

export function addShow(plan: Command, run: Run): void {
  plan
    .command('show')
    .argument('[id]', "the plan's number (default: the newest)", parsePlanId)
    .description('Shows one plan: requirements, task tree, waves, critical path, lint. Changes nothing.')
    .addHelpText('after', '\nExamples:\n  conductor plan show\n  conductor plan show 3 --json')
    .action((id: PlanId | undefined) =>
      run(async ({ conductor }) => planOutcome(reportPlan(conductor, await conductor.plans.load(id)), [])),
    );
}
