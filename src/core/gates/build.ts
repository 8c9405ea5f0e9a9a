// The gate "build": the project's types and its build.
import { commandGate } from './command.ts';
import { commandsFor } from './discover/discover.ts';
import { defineGate } from './gate.ts';
import { parseDiagnostics } from './parse/diagnostics.ts';

export const buildGate = defineGate({
  id: 'build',
  title: 'Build',
  run: async (context) => {
    const commands = await commandsFor('build', context);
    if (commands.length === 0)
      return { verdict: { status: 'skipped', reason: 'The project has no command that builds it.' } };
    return commandGate(context, commands, (output) => parseDiagnostics(output, context.dir));
  },
});
