// `conductor plan replan [ID]`: the document has changed; only what changed is planned again.
import type { Command } from 'commander';
import type { Spent } from '../../../core/plan/decompose/session.ts';
import type { PlanId } from '../../../core/plan/model.ts';
import type { Replanned } from '../../../core/plan/replan.ts';
import type { Context, Run } from '../../context.ts';
import { drawHeading, type Screen } from '../../draw/screen.ts';
import { count } from '../../draw/words.ts';
import { drawSpent } from '../../draw/model.ts';
import { parsePlanId } from '../../flags.ts';
import { reportJson, spentJson } from '../../json.ts';
import { drawNextSteps } from '../../nextSteps.ts';
import { outcome, type Outcome } from '../../outcome.ts';
import { reportPlan, type PlanReport } from '../../planReport.ts';
import { prepareOptions, runByModel } from './modelPlan.ts';
import { addPlannerOptions, asPlanned, choosePlanner, type PlannerFlags } from './planner.ts';
import { drawPlan } from './views.ts';

export function addReplan(plan: Command, run: Run): void {
  addPlannerOptions(plan.command('replan'), asPlanned)
    .argument('[id]', 'the plan (default: the newest)', parsePlanId)
    .description('Plans again what changed in the PRD. Ids, keys, statuses and your edits stay.')
    .addHelpText(
      'after',
      `
Examples:
  conductor plan replan
  conductor plan replan 3 --json
  conductor plan replan --planner model --budget 1`,
    )
    .action((id: PlanId | undefined, flags: PlannerFlags) => run((context) => replan(context, id, flags)));
}

type Changes = Omit<Replanned, 'plan'>;

interface Told {
  readonly report: PlanReport;
  readonly changes: Changes;
  /** Absent where no model was asked. */
  readonly spent?: Spent;
}

async function replan(context: Context, id: PlanId | undefined, flags: PlannerFlags): Promise<Outcome> {
  const { conductor, signal, progress } = context;
  const { id: planId, plan } = await conductor.plans.load(id);
  const { planner, note } = await choosePlanner(context, flags, plan.planner === 'model' ? 'auto' : 'outline');
  if (planner === 'model') return replanByModel(context, planId, plan.sourceFile, flags);
  const { planning } = (await conductor.config.read()).config;
  const { stored, ...changes } = await conductor.plans.replan(planId, {
    maxDepth: planning.max_depth,
    signal,
    onProgress: progress,
  });
  return tell(context, planId, { report: reportPlan(conductor, stored), changes }, note);
}

async function replanByModel(context: Context, id: PlanId, sourceFile: string, flags: PlannerFlags): Promise<Outcome> {
  const { conductor } = context;
  const job = await conductor.modelPlans.prepareReplan(id, prepareOptions(context, flags));
  const ran = await runByModel(context, job, sourceFile, flags);
  if ('outcome' in ran) return ran.outcome;
  const { stored, replanned, ...spent } = ran.result;
  if (!stored || !replanned) throw spent.stopped;
  return tell(context, id, { report: reportPlan(conductor, stored), changes: replanned, spent }, []);
}

const tell = (context: Context, id: PlanId, told: Told, note: readonly string[]): Outcome =>
  outcome(told, {
    json: replanJson,
    text: ({ report, changes, spent }, screen) => [
      ...drawPlan(report, screen),
      '',
      ...drawChanges(changes, screen),
      ...(spent ? ['', ...drawSpent(spent, screen)] : []),
      ...note,
      ...nextSteps(context, id),
    ],
  });

const nextSteps = (context: Context, id: PlanId): readonly string[] =>
  drawNextSteps(context, [
    [`plan diff ${id}`, 'what an import would do'],
    [`plan import ${id}`, 'bring Taskwerk up to date'],
  ]);

function replanJson({ report, changes, spent }: Told): object {
  const { reworded, added, gone } = changes.changes;
  return {
    ...reportJson(report),
    changes: {
      reworded: reworded.map(({ after }) => after.id),
      added: added.map(({ id }) => id),
      gone: gone.map(({ id }) => id),
      tasks: { updated: changes.updated, added: changes.added, left_out: changes.left, attention: changes.attention },
    },
    ...(spent && { model: spentJson(spent) }),
  };
}

function drawChanges({ changes, updated, added, left, attention }: Changes, screen: Screen): readonly string[] {
  const { reworded, gone } = changes;
  if (reworded.length + changes.added.length + gone.length === 0)
    return ['No requirement of the document has changed.'];
  return [
    drawHeading(screen, 'Changes'),
    `Requirements: ${reworded.length} reworded, ${changes.added.length} new, ${gone.length} gone.`,
    `Tasks: ${updated.length} updated, ${added.length} added, ${left.length} left out.`,
    ...(attention.length > 0 ? [`${count(attention.length, 'task')} to look at again: ${attention.join(', ')}`] : []),
  ];
}
