// Who plans: the document's outline, or a model. A model is never asked unless the person said so or can be asked.
import { Option, type Command } from 'commander';
import type { Context } from '../../context.ts';
import { parseDollars } from '../../flags.ts';

const planners = ['outline', 'model'] as const;
export type PlannerName = (typeof planners)[number];

export interface ModelFlags {
  readonly model?: string;
  readonly budget?: number;
  /** Send without asking, and skip the model's questions. */
  readonly yes?: true;
}

export interface PlannerFlags extends ModelFlags {
  readonly planner?: PlannerName;
}

/** For work on a plan that is there. */
export const asPlanned = 'as the plan was made, by a model only where there is a key and somebody to ask';

/** @param otherwise what is done without `--planner`, in words. */
export function addPlannerOptions(command: Command, otherwise: string): Command {
  return command
    .addOption(
      new Option(
        '--planner <name>',
        `outline: from the document's own structure; model: by a language model (default: ${otherwise})`,
      ).choices(planners),
    )
    .option('--model <id>', 'the model to ask')
    .option('--budget <usd>', 'stop before the model costs more, in US dollars', parseDollars)
    .option('--yes', 'send the document to the model without being asked');
}

export interface PlannerChoice {
  readonly planner: PlannerName;
  /** Why no model was asked although it could have been meant; empty otherwise. */
  readonly note: readonly string[];
}

/** @param wish what the configuration, or the plan itself, asks for; `auto` is a model where that can be. */
export async function choosePlanner(
  { conductor, confirm }: Context,
  flags: PlannerFlags,
  wish: PlannerName | 'auto',
): Promise<PlannerChoice> {
  if (flags.planner) return { planner: flags.planner, note: [] };
  if (wish !== 'auto') return { planner: wish, note: [] };
  if (!(await conductor.modelPlans.isReady())) return outlineBecause('There is no API key (ANTHROPIC_API_KEY)');
  if (flags.yes || confirm) return { planner: 'model', note: [] };
  return outlineBecause('Nobody could be asked whether to send it');
}

const outlineBecause = (reason: string): PlannerChoice => ({
  planner: 'outline',
  note: ['', `${reason}:`, 'this was planned from the outline.'],
});
