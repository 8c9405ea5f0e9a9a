// `conductor plan create FILE --auto-import`: from the PRD to tasks in Taskwerk in one go.
import type { Command } from 'commander';
import { isConductorError } from '../../../core/errors.ts';
import type { ImportResult } from '../../../core/plan/importModel.ts';
import type { PlanId } from '../../../core/plan/model.ts';
import type { Context, Run } from '../../context.ts';
import { drawHeading } from '../../draw/screen.ts';
import { drawImportResult } from '../../draw/importChanges.ts';
import { exitCodes } from '../../exitCodes.ts';
import { exitCodeOf } from '../../failure.ts';
import { importJson, reportJson } from '../../json.ts';
import { drawNextSteps } from '../../nextSteps.ts';
import { outcome, type Outcome } from '../../outcome.ts';
import type { PlanReport } from '../../planReport.ts';
import { addDecomposeOptions, decomposeFile, type DecomposeFlags } from './decompose.ts';
import { afterImport } from './import.ts';
import { modelOutcome } from './modelPlan.ts';
import { drawPlan, planOutcome } from './views.ts';

interface CreateFlags extends DecomposeFlags {
  readonly autoImport?: true;
  readonly session?: string;
}

export function addCreate(plan: Command, run: Run): void {
  addDecomposeOptions(plan.command('create'))
    .description('Reads a PRD, saves the plan, and with --auto-import puts it into Taskwerk at once.')
    .option('--auto-import', 'import the plan without a review')
    .option('--session <name>', 'tag the imported tasks with a session')
    .addHelpText(
      'after',
      `
Examples:
  conductor plan create docs/prd.md --auto-import
  conductor plan create docs/prd.md --auto-import --json`,
    )
    .action((file: string, flags: CreateFlags) => run((context) => create(context, file, flags)));
}

async function create(context: Context, file: string, flags: CreateFlags): Promise<Outcome> {
  const planned = await decomposeFile(context, file, flags);
  if (!planned.report) return planned.outcome;
  const { report, run, note = [] } = planned;
  const next = [...note, ...drawNextSteps(context, [['plan import', 'put the plan into Taskwerk']])];
  // A plan that is not finished is for a person to look at.
  if (run && (run.stopped !== null || !flags.autoImport)) return modelOutcome(report, run, next);
  if (!flags.autoImport || report.id === null) return planOutcome(report, next);
  return importAtOnce(context, report, report.id, flags);
}

interface Created {
  readonly report: PlanReport;
  readonly result: ImportResult;
  readonly databaseFile: string | null;
}

async function importAtOnce(context: Context, report: PlanReport, id: PlanId, flags: CreateFlags): Promise<Outcome> {
  const { plans } = context.conductor;
  context.progress('Importing into Taskwerk');
  const { session } = flags;
  const options = { signal: context.signal, ...(session !== undefined && { session }) };
  const result = await plans.import(id, options).catch((error: unknown) => {
    if (isConductorError(error) && exitCodeOf(error) === exitCodes.gate) return error;
    throw error;
  });
  // The draft is saved all the same: the person sees it, and what is wrong with it.
  if (result instanceof Error) return { ...planOutcome(report, []), refusal: result };
  const imported = { ...report, status: 'imported' } as const;
  const created: Created = { report: imported, result, databaseFile: await context.databaseFile() };
  return outcome(created, {
    json: (data) => ({ ...reportJson(data.report), import: importJson(data.result), database: data.databaseFile }),
    text: (data, screen) => [
      ...drawPlan(data.report, screen),
      '',
      drawHeading(screen, 'Import'),
      ...drawImportResult(data.result, data.databaseFile, screen),
      ...drawNextSteps(context, afterImport(data.result)),
    ],
  });
}
