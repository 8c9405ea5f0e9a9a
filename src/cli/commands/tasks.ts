// `conductor tasks …`: the list of its commands.
import type { Command } from 'commander';
import type { Run } from '../context.ts';
import { addAdd } from './tasks/add.ts';
import { addImport } from './tasks/import.ts';
import { addList, addReady } from './tasks/list.ts';
import { addNext } from './tasks/next.ts';
import { addShow } from './tasks/show.ts';
import { addUpdate } from './tasks/update.ts';

const definitions = [addList, addReady, addNext, addShow, addUpdate, addAdd, addImport];

export function addTaskCommands(program: Command, run: Run): void {
  const tasks = program.command('tasks').description("The project's tasks in Taskwerk.");
  for (const add of definitions) add(tasks, run);
}
