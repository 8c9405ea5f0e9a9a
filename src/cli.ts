#!/usr/bin/env node
// The command line. What needs nothing but text is answered here at once; the rest is loaded when it is needed.
import packageJson from '../package.json' with { type: 'json' };
import { rootHelp } from './cli/help.ts';

const [word, ...others] = process.argv.slice(2);
const { version } = packageJson;

if (others.length === 0 && (word === '--version' || word === '-V')) {
  process.stdout.write(`${version}\n`);
} else if (others.length === 0 && (word === undefined || word === '--help' || word === '-h' || word === 'help')) {
  process.stdout.write(rootHelp);
} else {
  void import('./cliProgram.ts').then(({ runProgram }) => runProgram(version));
}
