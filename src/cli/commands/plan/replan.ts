// `conductor plan replan [ID]`: the document has changed; only what changed is planned again.
import type { Command } from 'commander';
import type { PlanId } from '../../../core/plan/model.ts';
import type { Replanned } from '../../../core/plan/replan.ts';
import type { Context, Run } from '../../context.ts';
import { drawHeading, type Screen } from '../../draw/screen.ts';
import { count } from '../../draw/words.ts';
import { parsePlanId } from '../../flags.ts';
import { reportJson } from '../../json.ts';
import { drawNextSteps } from '../../nextSteps.ts';
import { outcome, type Outcome } from '../../outcome.ts';
import { reportPlan, type PlanReport } from '../../planReport.ts';
import { drawPlan } from './views.ts';

export function addReplan(plan: Command, run: Run): void {
  plan
    .command('replan')
    .argument('[id]', 'the plan (default: the newest)', parsePlanId)
    .description('Plans again what changed in the PRD. Ids, keys, statuses and your edits stay.')
    .addHelpText(
      'after',
      `
Examples:
  conductor plan replan
  conductor plan replan 3 --json`,
    )
    .action((id: PlanId | undefined) => run((context) => replan(context, id)));
}

type Changes = Omit<Replanned, 'plan'>;

async function replan(context: Context, id: PlanId | undefined): Promise<Outcome> {
  const { conductor, signal, progress } = context;
  const { id: planId } = await conductor.plans.load(id);
  const { planning } = (await conductor.config.read()).config;
  const { stored, ...changes } = await conductor.plans.replan(planId, {
    maxDepth: planning.max_depth,
    signal,
    onProgress: progress,
  });
  return outcome(
    { report: reportPlan(conductor, stored), changes },
    {
      json: replanJson,
      text: (data, screen) => [
        ...drawPlan(data.report, screen),
        '',
        ...drawChanges(data.changes, screen),
        ...nextSteps(context, planId),
      ],
    },
  );
}

const nextSteps = (context: Context, id: PlanId): readonly string[] =>
  drawNextSteps(context, [
    [`plan diff ${id}`, 'what an import would do'],
    [`plan import ${id}`, 'bring Taskwerk up to date'],
  ]);

function replanJson({ report, changes }: { report: PlanReport; changes: Changes }): object {
  const { reworded, added, gone } = changes.changes;
  return {
    ...reportJson(report),
    changes: {
      reworded: reworded.map(({ after }) => after.id),
      added: added.map(({ id }) => id),
      gone: gone.map(({ id }) => id),
      tasks: { updated: changes.updated, added: changes.added, left_out: changes.left, attention: changes.attention },
    },
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
