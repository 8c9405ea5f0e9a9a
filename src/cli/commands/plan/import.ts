// `conductor plan import [ID]`: shows what it will do, asks, and does it.
import type { Command } from 'commander';
import { ConductorError } from '../../../core/errors.ts';
import type { ImportResult } from '../../../core/plan/importModel.ts';
import type { PlanId } from '../../../core/plan/model.ts';
import type { Context, Run } from '../../context.ts';
import { drawImportPreview, drawImportResult } from '../../draw/importChanges.ts';
import { parsePlanId } from '../../flags.ts';
import { importJson, previewJson } from '../../json.ts';
import { drawNextSteps, type Step } from '../../nextSteps.ts';
import { outcome, type Outcome } from '../../outcome.ts';

interface ImportFlags {
  readonly confirm?: true;
  readonly session?: string;
}

export function addImport(plan: Command, run: Run): void {
  plan
    .command('import')
    .argument('[id]', "the plan's number (default: the newest)", parsePlanId)
    .description('Puts a plan into Taskwerk, in one transaction. It can be repeated, and undone.')
    .option('--confirm', 'do not ask first')
    .option('--session <name>', 'tag the imported tasks with a session')
    .addHelpText(
      'after',
      `
Examples:
  conductor plan import
  conductor plan import 3 --confirm --session sprint-7`,
    )
    .action((id: PlanId | undefined, flags: ImportFlags) => run((context) => importPlan(context, id, flags)));
}

async function importPlan(context: Context, id: PlanId | undefined, flags: ImportFlags): Promise<Outcome> {
  const { plans } = context.conductor;
  const stored = await plans.load(id);
  if (!flags.confirm) {
    const preview = await plans.previewImport(stored.id);
    const shown = outcome(preview, { json: previewJson, text: drawImportPreview });
    if (!preview.isEmpty && context.confirm === null) return { ...shown, refusal: notConfirmed };
    if (!preview.isEmpty && !(await context.confirm?.(shown, `Import plan ${stored.id} into Taskwerk?`))) {
      return outcome(preview, { json: previewJson, text: () => ['Nothing was imported.'] });
    }
  }
  return importNow(context, stored.id, flags);
}

const notConfirmed = new ConductorError('usage', 'Nothing was imported, because nobody confirmed it.', {
  remedy: 'Add --confirm to import without being asked.',
});

async function importNow(context: Context, id: PlanId, { session }: ImportFlags): Promise<Outcome> {
  context.progress('Importing into Taskwerk');
  const { signal } = context;
  const result = await context.conductor.plans.import(id, { signal, ...(session !== undefined && { session }) });
  return outcome(
    { result, databaseFile: await context.databaseFile() },
    {
      json: (data) => ({ ...importJson(data.result), database: data.databaseFile }),
      text: (data, screen) => [
        ...drawImportResult(data.result, data.databaseFile, screen),
        ...drawNextSteps(context, afterImport(data.result)),
      ],
    },
  );
}

export function afterImport({ planId, isEmpty }: ImportResult): readonly Step[] {
  return [
    ['tasks ready', 'the tasks that can be started now'],
    ['tasks next', 'the one to start first'],
    ...(isEmpty ? [] : [[`plan undo ${planId}`, 'take the import back'] as const]),
  ];
}
