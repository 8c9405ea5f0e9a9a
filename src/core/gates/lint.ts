// The gate "lint": the linters of the project, and whether its files are formatted.
import { commandGate } from './command.ts';
import { commandsFor } from './discover/discover.ts';
import { defineGate } from './gate.ts';
import { parseDiagnostics } from './parse/diagnostics.ts';

export const lintGate = defineGate({
  id: 'lint',
  title: 'Lint and format',
  run: async (context) => {
    const commands = [...(await commandsFor('lint', context)), ...(await commandsFor('format', context))];
    if (commands.length === 0)
      return { verdict: { status: 'skipped', reason: 'The project has no command that lints or checks the format.' } };
    return commandGate(context, [...new Set(commands)], (output) => parseDiagnostics(output, context.dir));
  },
});
