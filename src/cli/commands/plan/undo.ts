// `conductor plan undo [ID]`: takes the newest import of a plan back.
import type { Command } from 'commander';
import { isConductorError } from '../../../core/errors.ts';
import type { UndoResult } from '../../../core/plan/importModel.ts';
import type { PlanId } from '../../../core/plan/model.ts';
import type { PlanService } from '../../../core/plan/service.ts';
import type { Run } from '../../context.ts';
import { count } from '../../draw/words.ts';
import { parsePlanId } from '../../flags.ts';
import { outcome } from '../../outcome.ts';

export function addUndo(plan: Command, run: Run): void {
  plan
    .command('undo')
    .argument('[id]', "the plan's number (default: the newest that has an import)", parsePlanId)
    .description("Takes a plan's newest import back. Refused when one of its tasks has moved on since.")
    .addHelpText('after', '\nExamples:\n  conductor plan undo\n  conductor plan undo 3')
    .action((id: PlanId | undefined) =>
      run(async ({ conductor: { plans } }) =>
        outcome(await (id === undefined ? undoNewest(plans) : plans.undoImport(id)), {
          json: ({ planId, removed, restored }) => ({ plan_id: planId, removed, restored }),
          text: ({ planId, removed, restored }) => [
            `The import of plan ${planId} is undone: ${describeRows(removed.length, restored.length)}.`,
          ],
        }),
      ),
    );
}

/** The newest plan may have found everything in Taskwerk already, so that the import to undo is an older one's. */
async function undoNewest(plans: PlanService): Promise<UndoResult> {
  const newest = await plans.load();
  for (const { id } of await plans.list()) {
    try {
      return await plans.undoImport(id);
    } catch (error) {
      if (!isConductorError(error) || error.code !== 'plan.notImported') throw error;
    }
  }
  return plans.undoImport(newest.id);
}

function describeRows(removed: number, restored: number): string {
  const parts = [
    ...(removed > 0 ? [`${count(removed, 'task')} removed`] : []),
    ...(restored > 0 ? [`${count(restored, 'task')} put back as before`] : []),
  ];
  return parts.length === 0 ? 'no task had changed' : parts.join(', ');
}
