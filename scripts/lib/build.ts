// What the scripts share: how they build, run tools and end.
import { join } from 'node:path';
import { tryCommand, type CommandResult } from '../../test/support/vscode/command.ts';
import { root } from '../../test/support/vscode/paths.ts';

/** Bundles the programs, or with `--tests` the host tests (see esbuild.config.mjs). */
export async function build(...flags: readonly string[]): Promise<void> {
  const { code } = await runTool('esbuild.config.mjs', flags);
  if (code !== 0) throw new Error('The build failed; the reasons are above.');
}

/** Runs a program, named by its path under the root, under this Node; its output goes to the terminal too. */
export function runTool(program: string, args: readonly string[]): Promise<CommandResult> {
  return tryCommand(process.execPath, [join(root, program), ...args], { cwd: root, echo: true });
}

/** Runs a script; a failure is a sentence on stderr and exit code 1. */
export async function main(script: () => Promise<void>): Promise<void> {
  try {
    await script();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
