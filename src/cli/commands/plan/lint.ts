// `conductor plan lint [ID|FILE]`: a saved plan, an edited plan file, or a PRD that is planned for the purpose alone.
import type { Command } from 'commander';
import { resolve } from 'node:path';
import { parsePlanDocument, type DocumentProblem } from '../../../core/plan/document.ts';
import type { LintFinding, PlanId } from '../../../core/plan/model.ts';
import type { Context, Run } from '../../context.ts';
import { drawLint } from '../../draw/lint.ts';
import { drawProblems } from '../../draw/problems.ts';
import type { Screen } from '../../draw/screen.ts';
import { exitCodes } from '../../exitCodes.ts';
import { parsePlanId, toPlanId } from '../../flags.ts';
import { findingJson, problemJson } from '../../json.ts';
import { outcome, type Outcome } from '../../outcome.ts';
import { readTextFile } from '../../textFiles.ts';

interface LintFlags {
  readonly strict?: true;
  readonly plan?: PlanId;
}

/** What was looked at, and what was found there. */
interface Linted {
  readonly planId: PlanId | null;
  readonly file: string | null;
  readonly problems: readonly DocumentProblem[];
  readonly lint: readonly LintFinding[];
}

export function addLint(plan: Command, run: Run): void {
  plan
    .command('lint')
    .argument('[id|file]', "a plan's number, an edited .plan.yaml file, or a PRD (default: the newest plan)")
    .description('Says what is wrong or doubtful about a plan; exit code 3 when it cannot be imported.')
    .option('--strict', 'fail on warnings too')
    .option('--plan <id>', 'the plan that an edited file belongs to (default: the newest)', parsePlanId)
    .addHelpText(
      'after',
      `
Examples:
  conductor plan lint --strict
  conductor plan lint prd.plan.yaml`,
    )
    .action((subject: string | undefined, flags: LintFlags) =>
      run(async (context) => present(await lint(context, subject, flags.plan), flags.strict === true)),
    );
}

async function lint(context: Context, subject: string | undefined, planId: PlanId | undefined): Promise<Linted> {
  const { plans } = context.conductor;
  const id = subject === undefined ? planId : toPlanId(subject);
  if (subject === undefined || id !== undefined) {
    const stored = await plans.load(id);
    return { planId: stored.id, file: null, problems: [], lint: plans.lint(stored.plan) };
  }
  if (/\.ya?ml$/i.test(subject)) return lintPlanFile(context, subject, planId);
  const { signal, progress } = context;
  const plan = await plans.propose(resolve(context.cwd, subject), { maxDepth: 3, signal, onProgress: progress });
  return { planId: null, file: subject, problems: [], lint: plans.lint(plan) };
}

async function lintPlanFile(context: Context, file: string, planId: PlanId | undefined): Promise<Linted> {
  const { plans } = context.conductor;
  const text = await readTextFile(file, context);
  const stored = await plans.load(planId);
  const { plan, problems } = parsePlanDocument(text, stored.plan);
  return { planId: stored.id, file, problems, lint: plan === null ? [] : plans.lint(plan) };
}

function present(linted: Linted, isStrict: boolean): Outcome {
  const isBad = ({ severity }: LintFinding) => severity === 'error' || (isStrict && severity === 'warning');
  const hasFailed = linted.problems.length > 0 || linted.lint.some(isBad);
  return outcome(linted, {
    exitCode: hasFailed ? exitCodes.gate : exitCodes.done,
    json: ({ planId, file, problems, lint: findings }) => ({
      plan_id: planId,
      file,
      passed: !hasFailed,
      problems: problems.map(problemJson),
      lint: findings.map(findingJson),
    }),
    text: drawLinted,
  });
}

function drawLinted({ planId, file, problems, lint: findings }: Linted, screen: Screen): readonly string[] {
  if (file !== null && problems.length > 0) return drawProblems(file, problems, screen);
  return [file ?? `Plan ${planId ?? ''}`, ...drawLint(findings, screen)];
}
