// `conductor config show`: every value in force and where it comes from.
import type { Command } from 'commander';
import { CONFIG_FILE, type ProjectConfig } from '../../core/config/service.ts';
import type { ConfigOrigin } from '../../core/config/resolve.ts';
import type { Run } from '../context.ts';
import type { Screen } from '../draw/screen.ts';
import { drawTable } from '../draw/table.ts';
import { exitCodes } from '../exitCodes.ts';
import { outcome, type Outcome } from '../outcome.ts';

const origins: Readonly<Record<ConfigOrigin, string>> = {
  default: 'default',
  file: CONFIG_FILE,
  user: 'your settings',
};

const columns = [{ title: 'Setting' }, { title: 'Value', isFlexible: true }, { title: 'From' }];

export function addConfigCommands(program: Command, run: Run): void {
  const config = program.command('config').description(`What is set in the orchestration block of ${CONFIG_FILE}.`);
  config
    .command('show')
    .description('Shows every value in force and where it comes from; exit code 3 when the file has faults.')
    .action(() => run(async ({ conductor }) => show(await conductor.config.read())));
}

function show(config: ProjectConfig): Outcome {
  return outcome(config, {
    json: ({ config: values, entries, problems }) => ({
      orchestration: values,
      origins: Object.fromEntries(entries.map(({ name, origin }) => [name, origin])),
      problems: problems.map(({ message, span }) => ({ message, line: span.line, column: span.column })),
    }),
    text: draw,
    exitCode: config.problems.length > 0 ? exitCodes.gate : exitCodes.done,
  });
}

function draw({ entries, problems }: ProjectConfig, screen: Screen): readonly string[] {
  const rows = entries.map(({ name, value, origin }) => [name, JSON.stringify(value), origins[origin]]);
  const faults = problems.map(({ message, span }) => screen.paint('red', `${CONFIG_FILE}:${span.line}: ${message}`));
  return [...drawTable(screen, columns, rows), ...(faults.length > 0 ? ['', ...faults] : [])];
}
