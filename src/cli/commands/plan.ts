// `conductor plan …`: the list of its commands.
import type { Command } from 'commander';
import type { Run } from '../context.ts';
import { addCreate } from './plan/create.ts';
import { addDecompose } from './plan/decompose.ts';
import { addDiff } from './plan/diff.ts';
import { addExpand } from './plan/expand.ts';
import { addImport } from './plan/import.ts';
import { addLint } from './plan/lint.ts';
import { addList } from './plan/list.ts';
import { addReplan } from './plan/replan.ts';
import { addReview } from './plan/review.ts';
import { addShow } from './plan/show.ts';
import { addUndo } from './plan/undo.ts';

const definitions = [
  addDecompose,
  addCreate,
  addList,
  addShow,
  addReview,
  addExpand,
  addReplan,
  addLint,
  addDiff,
  addImport,
  addUndo,
];

export function addPlanCommands(program: Command, run: Run): void {
  const plan = program.command('plan').description('From a PRD to tasks in Taskwerk.');
  for (const add of definitions) add(plan, run);
}
