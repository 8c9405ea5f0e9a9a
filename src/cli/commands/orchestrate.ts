// `conductor orchestrate …`: the list of its commands.
import type { Command } from 'commander';
import type { Run } from '../context.ts';
import { addResume } from './orchestrate/resume.ts';
import { addReview } from './orchestrate/review.ts';
import { addRun } from './orchestrate/run.ts';
import { addStatus } from './orchestrate/status.ts';
import { addStop } from './orchestrate/stop.ts';
import { addUndo } from './orchestrate/undo.ts';

const definitions = [addRun, addResume, addStatus, addReview, addStop, addUndo];

export function addOrchestrateCommands(program: Command, run: Run): void {
  const orchestrate = program
    .command('orchestrate')
    .description('Has a task done by an agent: a branch, a review, gates, a commit.');
  for (const add of definitions) add(orchestrate, run);
}
