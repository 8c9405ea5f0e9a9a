#!/usr/bin/env node
// The command line. What needs nothing but text is answered here at once; the rest is loaded when it is needed.
import packageJson from '../package.json' with { type: 'json' };
import { rootHelp } from './cli/help.ts';
import { tooOldNode } from './cli/nodeVersion.ts';

const [word, ...others] = process.argv.slice(2);
const { version } = packageJson;
const tooOld = tooOldNode(process.versions.node, process.argv[1] ?? 'dist/cli.js');

if (others.length === 0 && (word === '--version' || word === '-V')) {
  process.stdout.write(`${version}\n`);
} else if (others.length === 0 && (word === undefined || word === '--help' || word === '-h' || word === 'help')) {
  process.stdout.write(rootHelp);
} else if (tooOld === null) {
  import('./cliProgram.ts').then(({ runProgram }) => runProgram(version)).catch(reportBrokenInstallation);
} else {
  process.stderr.write(`${tooOld}\n`);
  process.exitCode = 1;
}

/** The program reports everything else itself. */
function reportBrokenInstallation(error: unknown): void {
  const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  process.stderr.write(`Error: Conductor could not be started: ${reason}.\nInstall it again.\n`);
  process.exitCode = 1;
}
