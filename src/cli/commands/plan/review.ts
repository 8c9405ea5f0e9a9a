// `conductor plan review [ID]`: a person looks at a plan, and edits it as a file where they wish.
import type { Command } from 'commander';
import { ConductorError } from '../../../core/errors.ts';
import { formatPlanDocument, parsePlanDocument, type DocumentProblem } from '../../../core/plan/document.ts';
import type { PlanId, StoredPlan } from '../../../core/plan/model.ts';
import type { Context, Run } from '../../context.ts';
import { drawProblems } from '../../draw/problems.ts';
import { exitCodes } from '../../exitCodes.ts';
import { parsePlanId } from '../../flags.ts';
import { planJson, problemJson, reportJson } from '../../json.ts';
import { drawNextSteps, type Step } from '../../nextSteps.ts';
import { outcome, type Outcome } from '../../outcome.ts';
import { reportPlan } from '../../planReport.ts';
import { readTextFile, writeTextFile } from '../../textFiles.ts';
import { drawPlan, planOutcome } from './views.ts';

interface ReviewFlags {
  readonly output?: string;
  readonly apply?: string;
  readonly force?: true;
}

export function addReview(plan: Command, run: Run): void {
  plan
    .command('review')
    .argument('[id]', "the plan's number (default: the newest)", parsePlanId)
    .description('Marks a plan as being reviewed and shows it.')
    .option('--output <file>', 'write the plan as an editable file, such as prd.plan.yaml')
    .option('--force', 'with --output: write over an existing file')
    .option('--apply <file>', 'read an edited file back into the plan; - reads the standard input')
    .addHelpText(
      'after',
      `
Examples:
  conductor plan review --output prd.plan.yaml
  conductor plan review --apply prd.plan.yaml`,
    )
    .action((id: PlanId | undefined, flags: ReviewFlags) => run((context) => review(context, id, flags)));
}

async function review(context: Context, id: PlanId | undefined, { output, apply, force }: ReviewFlags) {
  if (output !== undefined && apply !== undefined) {
    throw new ConductorError('usage', 'A review either writes the file or reads it.', {
      remedy: 'Give --output or --apply, not both.',
    });
  }
  if (apply !== undefined) return applyFile(context, id, apply);
  const stored = await context.conductor.plans.load(id);
  if (output !== undefined) {
    const text = formatPlanDocument(stored.plan);
    await writeTextFile(output, text, { cwd: context.cwd, overwrite: force === true });
  }
  return showReview(context, await context.conductor.plans.startReview(stored.id), output ?? null);
}

function showReview(context: Context, stored: StoredPlan, output: string | null): Outcome {
  const report = reportPlan(context.conductor, stored);
  if (output === null) return planOutcome(report, drawNextSteps(context, afterReview(stored.id)));
  const next = [`plan review ${stored.id} --apply ${output}`, 'read the edited file back'] as const;
  return outcome(
    { report, output },
    {
      json: (data) => ({ ...reportJson(data.report), output: data.output }),
      text: (data, screen) => [
        ...drawPlan(data.report, screen),
        '',
        `The plan is in ${data.output}, to be edited.`,
        ...drawNextSteps(context, [next]),
      ],
    },
  );
}

function afterReview(id: PlanId): readonly Step[] {
  return [
    [`plan review ${id} --output prd.plan.yaml`, 'write the plan as a file to edit'],
    [`plan import ${id}`, 'put it into Taskwerk'],
  ];
}

async function applyFile(context: Context, id: PlanId | undefined, file: string): Promise<Outcome> {
  const { plans } = context.conductor;
  const stored = await plans.load(id);
  const { plan, problems } = parsePlanDocument(await readTextFile(file, context), stored.plan);
  if (plan === null) return refuseFile(context, stored, file, problems);
  const saved = await plans.startReview((await plans.save(stored, plan)).id);
  return planOutcome(
    reportPlan(context.conductor, saved),
    drawNextSteps(context, [[`plan import ${saved.id}`, 'put it into Taskwerk']]),
  );
}

function refuseFile(
  { conductor }: Context,
  stored: StoredPlan,
  file: string,
  problems: readonly DocumentProblem[],
): Outcome {
  return outcome(
    { report: reportPlan(conductor, stored), file, problems },
    {
      exitCode: exitCodes.gate,
      json: (data) => ({ plan: planJson(data.report), applied: false, problems: data.problems.map(problemJson) }),
      text: (data, screen) => [
        ...drawProblems(data.file, data.problems, screen),
        `Nothing was applied: plan ${stored.id} is as it was.`,
      ],
    },
  );
}
