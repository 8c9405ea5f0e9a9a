// `conductor plan expand KEY`: one task of a plan is broken down further.
import type { Command } from 'commander';
import type { PlanId, TaskKey } from '../../../core/plan/model.ts';
import type { Context, Run } from '../../context.ts';
import { drawSpent } from '../../draw/model.ts';
import { parsePlanId } from '../../flags.ts';
import { reportJson, spentJson } from '../../json.ts';
import { drawNextSteps } from '../../nextSteps.ts';
import { outcome, type Outcome } from '../../outcome.ts';
import { reportPlan } from '../../planReport.ts';
import { prepareOptions, runByModel } from './modelPlan.ts';
import { addPlannerOptions, asPlanned, choosePlanner, type PlannerFlags } from './planner.ts';
import { drawPlan, planOutcome } from './views.ts';

interface ExpandFlags extends PlannerFlags {
  readonly plan?: PlanId;
}

export function addExpand(plan: Command, run: Run): void {
  addPlannerOptions(plan.command('expand'), asPlanned)
    .argument('<key>', "the task's key: see plan show --json, or the plan as a file")
    .option('--plan <id>', 'the plan (default: the newest)', parsePlanId)
    .description('Breaks one task down: by its requirements or acceptance criteria, or by a model.')
    .addHelpText(
      'after',
      `
Examples:
  conductor plan expand document-parser
  conductor plan expand document-parser --plan 3
  conductor plan expand document-parser --planner model`,
    )
    .action((key: TaskKey, flags: ExpandFlags) => run((context) => expand(context, key, flags)));
}

async function expand(context: Context, key: TaskKey, flags: ExpandFlags): Promise<Outcome> {
  const { plans } = context.conductor;
  const { id, plan } = await plans.load(flags.plan);
  const { planner, note } = await choosePlanner(context, flags, plan.planner === 'model' ? 'auto' : 'outline');
  if (planner === 'model') return expandByModel(context, id, key, plan.sourceFile, flags);
  const stored = await plans.splitFurther(id, key);
  return planOutcome(reportPlan(context.conductor, stored), [...note, ...nextSteps(context, id)]);
}

async function expandByModel(
  context: Context,
  id: PlanId,
  key: TaskKey,
  sourceFile: string,
  flags: ExpandFlags,
): Promise<Outcome> {
  const { conductor } = context;
  const job = await conductor.modelPlans.prepareFurther(id, key, prepareOptions(context, flags));
  const ran = await runByModel(context, job, sourceFile, flags);
  if ('outcome' in ran) return ran.outcome;
  const { stored, added: _, ...spent } = ran.result;
  if (!stored) throw spent.stopped;
  return outcome(
    { report: reportPlan(conductor, stored), spent },
    {
      json: (told) => ({ ...reportJson(told.report), model: spentJson(told.spent) }),
      text: (told, screen) => [
        ...drawPlan(told.report, screen),
        '',
        ...drawSpent(told.spent, screen),
        ...nextSteps(context, id),
      ],
    },
  );
}

const nextSteps = (context: Context, id: PlanId): readonly string[] =>
  drawNextSteps(context, [[`plan review ${id}`, 'look at it again']]);
