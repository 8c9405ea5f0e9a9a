// Commands about runs, with the people that a run may ask.
import { Option, type Command } from 'commander';
import type { RunService } from '../../../core/orchestrate/service.ts';
import type { Context, Reach, Run } from '../../context.ts';
import { openRuns } from '../../orchestrate/findRun.ts';
import { createPeople, DIRTY_ANSWERS, type PeopleRules, type RunPeople } from '../../orchestrate/people.ts';
import type { Outcome } from '../../outcome.ts';

export interface RunScene {
  readonly context: Context;
  readonly runs: RunService;
  readonly people: RunPeople;
}

export type AnswerFlags = Pick<PeopleRules, 'dirty'> & { readonly answer?: 'recommended' };

/** `makePeople` for commands whose runs ask nobody. */
export function withPeople(
  run: Run,
  { dirty, answer }: AnswerFlags,
  action: (scene: RunScene) => Promise<Outcome>,
  makePeople: (reach: Reach, rules: PeopleRules) => RunPeople = createPeople,
): Promise<void> {
  let people: RunPeople | undefined;
  const rules = { takesRecommended: answer === 'recommended', ...(dirty && { dirty }) };
  return run(
    async (context) => {
      if (!people) throw new Error('Runs need people.');
      return action({ context, runs: await openRuns(context), people });
    },
    (reach) => (people = makePeople(reach, rules)),
  );
}

export function addAnswerOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--dirty <what>', 'what becomes of your uncommitted changes, without asking').choices(DIRTY_ANSWERS),
    )
    .addOption(
      new Option('--answer <how>', 'recommended: answer questions with what is recommended').choices(['recommended']),
    );
}
