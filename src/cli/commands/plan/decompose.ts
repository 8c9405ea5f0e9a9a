// `conductor plan decompose FILE`: a PRD becomes a draft plan.
import type { Command } from 'commander';
import { resolve } from 'node:path';
import { ConductorError } from '../../../core/errors.ts';
import type { Context, Run } from '../../context.ts';
import { wholeNumber } from '../../flags.ts';
import { drawNextSteps } from '../../nextSteps.ts';
import type { Outcome } from '../../outcome.ts';
import { reportPlan, reportProposal, type PlanReport } from '../../planReport.ts';
import { planOutcome } from './views.ts';

export interface DecomposeFlags {
  readonly recursive?: true;
  readonly maxDepth?: number;
  readonly planner: string;
}

/** Levels of the task tree when `--max-depth` says nothing. */
const depths = { flat: 2, recursive: 3 } as const;

export function addDecompose(plan: Command, run: Run): void {
  addDecomposeOptions(plan.command('decompose'))
    .description('Reads a PRD (.md, .txt, .pdf, .docx) and saves a draft plan of tasks. Taskwerk is not touched.')
    .option('--dry-run', 'show the plan without saving it')
    .addHelpText(
      'after',
      `
Examples:
  conductor plan decompose docs/prd.md --recursive
  conductor plan decompose prd.pdf --max-depth 1 --json`,
    )
    .action((file: string, flags: DecomposeFlags & { readonly dryRun?: true }) =>
      run((context) => (flags.dryRun ? propose(context, file, flags) : decompose(context, file, flags))),
    );
}

export function addDecomposeOptions(command: Command): Command {
  return command
    .argument('<file>', 'the PRD')
    .option('--recursive', `split tasks into subtasks: ${depths.recursive} levels in place of ${depths.flat}`)
    .option('--max-depth <n>', 'levels of the task tree, 1 for no subtasks', wholeNumber(1, 9))
    .option('--planner <name>', "outline: from the document's own structure; model: by a language model", 'outline');
}

async function decompose(context: Context, file: string, flags: DecomposeFlags): Promise<Outcome> {
  const report = await decomposeFile(context, file, flags);
  const steps = [
    [`plan review ${report.id}`, 'look at it, edit it as a file'],
    [`plan diff ${report.id}`, 'what an import would do'],
    [`plan import ${report.id}`, 'put it into Taskwerk'],
  ] as const;
  return planOutcome(report, drawNextSteps(context, steps));
}

async function propose(context: Context, file: string, flags: DecomposeFlags): Promise<Outcome> {
  const { plans } = context.conductor;
  const plan = await plans.propose(resolve(context.cwd, file), optionsOf(context, flags));
  return planOutcome(reportProposal(context.conductor, plan), []);
}

export async function decomposeFile(context: Context, file: string, flags: DecomposeFlags): Promise<PlanReport> {
  const stored = await context.conductor.plans.decompose(resolve(context.cwd, file), optionsOf(context, flags));
  return reportPlan(context.conductor, stored);
}

function optionsOf({ signal, progress }: Context, { recursive, maxDepth, planner }: DecomposeFlags) {
  checkPlanner(planner);
  return { maxDepth: maxDepth ?? (recursive ? depths.recursive : depths.flat), signal, onProgress: progress };
}

function checkPlanner(name: string): void {
  if (name === 'outline') return;
  const isModel = name === 'model';
  throw new ConductorError(
    'usage',
    isModel ? 'The model planner is not available in this version.' : `There is no planner named ${name}.`,
    { remedy: 'Use --planner outline, which needs no key and no network.' },
  );
}
