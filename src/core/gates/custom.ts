// A gate of the configuration's own: a name and a command.
import { commandGate } from './command.ts';
import { defineGate, type Gate } from './gate.ts';
import { parseDiagnostics } from './parse/diagnostics.ts';
import { parseTestOutput } from './parse/testOutput.ts';

/** Its output is read as that of a test tool first, then as that of a compiler. */
export const customGate = (id: string, command: string): Gate =>
  defineGate({
    id,
    title: id,
    run: (context) =>
      commandGate(context, [command], (output) => {
        const tests = parseTestOutput(output, context)?.findings ?? [];
        return tests.length > 0 ? tests : parseDiagnostics(output, context.dir);
      }),
  });
