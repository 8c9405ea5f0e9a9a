// What the scripts share: how they build and how they end.
import { runCommand } from '../../test/support/vscode/command.ts';
import { root } from '../../test/support/vscode/paths.ts';

/** Bundles the programs, or with `--tests` the host tests (see esbuild.config.mjs). */
export async function build(...flags: readonly string[]): Promise<void> {
  await runCommand(process.execPath, ['esbuild.config.mjs', ...flags], { cwd: root, failure: 'The build failed.' });
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
