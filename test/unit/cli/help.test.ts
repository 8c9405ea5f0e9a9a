import assert from 'node:assert/strict';
import { Command } from 'commander';
import { addOrchestrateCommands } from '../../../src/cli/commands/orchestrate.ts';
import { addPlanCommands } from '../../../src/cli/commands/plan.ts';
import { addTaskCommands } from '../../../src/cli/commands/tasks.ts';
import { rootHelp } from '../../../src/cli/help.ts';

describe('the help of conductor', () => {
  const program = new Command();
  addPlanCommands(program, () => Promise.resolve());
  addTaskCommands(program, () => Promise.resolve());
  addOrchestrateCommands(program, () => Promise.resolve());
  const commands = program.commands.flatMap((group) =>
    group.commands.map((command) => `${group.name()} ${command.name()}`),
  );

  it('names every command, and no other one', () => {
    const named = [...rootHelp.matchAll(/^ {2}((?:plan|tasks|orchestrate) \w+)/gm)].map(([, name]) => name);
    assert.deepEqual([...named].sort(), [...commands].sort());
  });

  it('fits a terminal of 80 columns', () => {
    for (const line of rootHelp.split('\n')) assert.ok(line.length <= 80, line);
  });

  it('gives an example for every command', () => {
    for (const group of program.commands) {
      for (const command of group.commands) {
        let help = '';
        command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
        assert.match(help, /Examples?:\n {2}/, command.name());
      }
    }
  });
});
