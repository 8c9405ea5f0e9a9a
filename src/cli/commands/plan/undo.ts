// `conductor plan undo [ID]`: takes the newest import of a plan back.
import type { Command } from 'commander';
import type { PlanId } from '../../../core/plan/model.ts';
import type { Run } from '../../context.ts';
import { count } from '../../draw/words.ts';
import { parsePlanId } from '../../flags.ts';
import { outcome } from '../../outcome.ts';

export function addUndo(plan: Command, run: Run): void {
  plan
    .command('undo')
    .argument('[id]', "the plan's number (default: the newest)", parsePlanId)
    .description("Takes a plan's newest import back. Refused when one of its tasks has moved on since.")
    .addHelpText('after', '\nExamples:\n  conductor plan undo\n  conductor plan undo 3')
    .action((id: PlanId | undefined) =>
      run(async ({ conductor: { plans } }) =>
        outcome(await plans.undoImport((await plans.load(id)).id), {
          json: ({ planId, removed, restored }) => ({ plan_id: planId, removed, restored }),
          text: ({ planId, removed, restored }) => [
            `The import of plan ${planId} is undone: ${count(removed.length, 'task')} removed, ${restored.length} put back as before.`,
          ],
        }),
      ),
    );
}
