// `npm test`: every tier in one run, and a table of what passed. What this machine cannot run is a failure that says
// what is missing and how to get it.
import { findChromium } from '../test/support/vscode/browser.ts';
import { runCommand } from '../test/support/vscode/command.ts';
import { main } from './lib/build.ts';
import { printSummary, runTier, type Tier, type TierResult } from './lib/tiers.ts';

const eslint = 'node_modules/eslint/bin/eslint.js';
const prettier = 'node_modules/prettier/bin/prettier.cjs';
const knip = 'node_modules/knip/bin/knip.js';
const tsc = 'node_modules/typescript/bin/tsc';
const mocha = 'node_modules/mocha/bin/mocha.js';

async function needGit(): Promise<void> {
  try {
    await runCommand('git', ['--version']);
  } catch {
    throw new Error('git was not found. Install it, on Debian with `sudo apt-get install -y git`.');
  }
}

async function needGitAndChromium(): Promise<void> {
  findChromium();
  await needGit();
}

const tiers: readonly Tier[] = [
  {
    name: 'lint',
    counts: 'checks',
    commands: [[eslint, '.'], [prettier, '--check', '--log-level', 'warn', '.'], [knip]],
  },
  {
    name: 'types',
    counts: 'checks',
    commands: [
      [tsc, '-p', '.'],
      [tsc, '-p', 'src/webview'],
    ],
  },
  { name: 'unit', counts: 'tests', needs: needGit, commands: [[mocha]] },
  {
    name: 'build and package',
    counts: 'checks',
    commands: [['scripts/package.ts'], ['esbuild.config.mjs', '--tests']],
  },
  {
    name: 'in VS Code, development',
    counts: 'tests',
    needs: needGitAndChromium,
    commands: [['scripts/hostTests.ts', '--built']],
  },
  {
    name: 'in VS Code, installed',
    counts: 'tests',
    needs: needGitAndChromium,
    commands: [['scripts/hostTests.ts', '--built', '--installed']],
  },
  { name: 'end to end', counts: 'tests', needs: needGitAndChromium, commands: [['scripts/e2eTests.ts', '--built']] },
];

await main(async () => {
  const results: TierResult[] = [];
  for (const tier of tiers) results.push(await runTier(tier));
  if (printSummary(results) > 0) process.exitCode = 1;
});
