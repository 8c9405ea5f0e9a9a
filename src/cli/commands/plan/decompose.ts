// `conductor plan decompose FILE`: a PRD becomes a draft plan.
import type { Command } from 'commander';
import { resolve } from 'node:path';
import type { ModelJobResult } from '../../../core/plan/decompose/job.ts';
import type { Context, Run } from '../../context.ts';
import { wholeNumber } from '../../flags.ts';
import { drawNextSteps } from '../../nextSteps.ts';
import type { Outcome } from '../../outcome.ts';
import { reportPlan, reportProposal, type PlanReport } from '../../planReport.ts';
import { forecastOutcome, modelOutcome, planByModel, prepareJob } from './modelPlan.ts';
import { addPlannerOptions, choosePlanner, type PlannerFlags } from './planner.ts';
import { planOutcome } from './views.ts';

export interface DecomposeFlags extends PlannerFlags {
  readonly recursive?: true;
  readonly maxDepth?: number;
}

/** Levels of the task tree when `--max-depth` says nothing. */
const depths = { flat: 2, recursive: 3 } as const;

export function addDecompose(plan: Command, run: Run): void {
  addDecomposeOptions(plan.command('decompose'))
    .description('Reads a PRD (.md, .txt, .pdf, .docx) and saves a draft plan of tasks. Taskwerk is not touched.')
    .option('--dry-run', 'show the plan without saving it; with --planner model, what it would send and cost')
    .addHelpText(
      'after',
      `
Examples:
  conductor plan decompose docs/prd.md --recursive
  conductor plan decompose prd.pdf --max-depth 1 --json
  conductor plan decompose prd.md --recursive --planner model --budget 2`,
    )
    .action((file: string, flags: DecomposeFlags & { readonly dryRun?: true }) =>
      run((context) => (flags.dryRun ? propose(context, file, flags) : decompose(context, file, flags))),
    );
}

export function addDecomposeOptions(command: Command): Command {
  const withDepth = command
    .argument('<file>', 'the PRD')
    .option('--recursive', `split tasks into subtasks: ${depths.recursive} levels in place of ${depths.flat}`)
    .option('--max-depth <n>', 'levels of the task tree, 1 for no subtasks', wholeNumber(1, 9));
  return addPlannerOptions(withDepth, 'model where there is a key and somebody to ask');
}

async function decompose(context: Context, file: string, flags: DecomposeFlags): Promise<Outcome> {
  const planned = await decomposeFile(context, file, flags);
  if (!planned.report) return planned.outcome;
  const { report } = planned;
  const steps = [
    [`plan review ${report.id}`, 'look at it, edit it as a file'],
    [`plan diff ${report.id}`, 'what an import would do'],
    [`plan import ${report.id}`, 'put it into Taskwerk'],
  ] as const;
  const next = [...(planned.note ?? []), ...drawNextSteps(context, steps)];
  return planned.run ? modelOutcome(report, planned.run, next) : planOutcome(report, next);
}

async function propose(context: Context, file: string, flags: DecomposeFlags): Promise<Outcome> {
  const location = resolve(context.cwd, file);
  if (flags.planner === 'model') return forecastOutcome(await prepareJob(context, location, depthOf(flags), flags));
  const plan = await context.conductor.plans.propose(location, outlineOptions(context, flags));
  return planOutcome(reportProposal(context.conductor, plan), []);
}

/** A stored draft; `run` when a model made it, `note` when it was not asked although it could have been meant. */
export type Planned =
  | { readonly report: PlanReport; readonly run?: ModelJobResult; readonly note?: readonly string[] }
  | { readonly report: null; readonly outcome: Outcome };

export async function decomposeFile(context: Context, file: string, flags: DecomposeFlags): Promise<Planned> {
  const location = resolve(context.cwd, file);
  const { config } = await context.conductor.config.read();
  const { planner, note } = await choosePlanner(context, flags, config.planning.planner);
  if (planner === 'model') return planByModel(context, location, depthOf(flags), flags);
  const stored = await context.conductor.plans.decompose(location, outlineOptions(context, flags));
  return { report: reportPlan(context.conductor, stored), note };
}

const depthOf = ({ recursive, maxDepth }: DecomposeFlags): number =>
  maxDepth ?? (recursive ? depths.recursive : depths.flat);

function outlineOptions({ signal, progress }: Context, flags: DecomposeFlags) {
  return { maxDepth: depthOf(flags), signal, onProgress: progress };
}
