// `conductor plan diff [ID]`: what an import would do.
import type { Command } from 'commander';
import type { PlanId } from '../../../core/plan/model.ts';
import type { Run } from '../../context.ts';
import { drawImportPreview } from '../../draw/importChanges.ts';
import { parsePlanId } from '../../flags.ts';
import { previewJson } from '../../json.ts';
import { outcome } from '../../outcome.ts';

export function addDiff(plan: Command, run: Run): void {
  plan
    .command('diff')
    .argument('[id]', "the plan's number (default: the newest)", parsePlanId)
    .description('Shows what an import would do to the tasks in Taskwerk. Changes nothing.')
    .addHelpText('after', '\nExamples:\n  conductor plan diff\n  conductor plan diff 3 --json')
    .action((id: PlanId | undefined) =>
      run(async ({ conductor: { plans } }) =>
        outcome(await plans.previewImport((await plans.load(id)).id), {
          json: previewJson,
          text: (preview, screen) => drawImportPreview(preview, screen),
        }),
      ),
    );
}
