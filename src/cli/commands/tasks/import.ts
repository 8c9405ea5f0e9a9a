// `conductor tasks import FILE --batch`: Taskwerk's own JSON, all in one transaction.
import type { Command } from 'commander';
import type { BatchResult } from '../../../core/tasks/model.ts';
import type { Context, Run } from '../../context.ts';
import { parseBatch, type IgnoredKey } from '../../batch.ts';
import { count } from '../../draw/words.ts';
import { outcome, type Outcome } from '../../outcome.ts';
import { readTextFile } from '../../textFiles.ts';

interface ImportFlags {
  readonly session?: string;
}

export function addImport(tasks: Command, run: Run): void {
  tasks
    .command('import')
    .argument('<file>', 'a JSON file; - reads the standard input')
    .description("Adds many tasks from Taskwerk's JSON: an array of objects with a name and the rest.")
    .option('--batch', 'all or none, in one transaction; it is never done otherwise')
    .option('--session <name>', 'tag the tasks with a session')
    .addHelpText(
      'after',
      `
Tasks whose id exists already are skipped. depends_on names ids of the file or of existing tasks.

Examples:
  conductor tasks import tasks.json --batch
  echo '[{"id":"TASK-050","name":"One"},{"name":"Two","depends_on":["TASK-050"]}]' | conductor tasks import -`,
    )
    .action((file: string, flags: ImportFlags) => run((context) => importFile(context, file, flags)));
}

interface Imported extends BatchResult {
  readonly ignored: readonly IgnoredKey[];
}

async function importFile(context: Context, file: string, { session }: ImportFlags): Promise<Outcome> {
  const { tasks, ignored } = parseBatch(await readTextFile(file, context), file);
  const options = { signal: context.signal, ...(session !== undefined && { session }) };
  const result = await context.conductor.tasks.add(tasks, options);
  return outcome<Imported>(
    { ...result, ignored },
    {
      json: ({ created, skipped, ignored: keys }) => ({ created, skipped, ignored: keys }),
      text: (imported) => [
        `${count(imported.created.length, 'task')} added${listIds(imported.created)}.`,
        ...(imported.skipped.length === 0
          ? []
          : [`${count(imported.skipped.length, 'task')} skipped, because the id exists${listIds(imported.skipped)}.`]),
        ...ignoredLines(imported.ignored),
      ],
    },
  );
}

/** A key of one item may be a slip; an export of Taskwerk has a dozen in every item. */
function ignoredLines(ignored: readonly IgnoredKey[]): readonly string[] {
  const items = Map.groupBy(ignored, ({ key }) => key);
  const single = ignored.filter(({ key }) => items.get(key)?.length === 1);
  const several = [...items.keys()].filter((key) => items.get(key)?.length !== 1);
  return [
    ...single.map(({ index, key }) => `Item ${index + 1}: the key "${key}" is not known and was ignored.`),
    ...(several.length === 0 ? [] : [`Not known, and ignored in several items: ${several.join(', ')}.`]),
  ];
}

/** ": TASK-001 to TASK-040" would hide gaps, so ids are listed while they are few. */
function listIds(ids: readonly string[]): string {
  return ids.length === 0 || ids.length > 20 ? '' : `: ${ids.join(', ')}`;
}
