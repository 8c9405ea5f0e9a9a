// The extension's activation inside a real VS Code: from asking for it to its end, bundle loading included.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInVscode } from '../host/runner/runHostTests.ts';
import { temporaryFolder } from '../support/vscode/cleanup.ts';
import { makeWorkspace } from '../support/vscode/workspace.ts';
import { median, type Benchmark } from './benchmark.ts';

const rounds = 5;

/** What VS Code runs in place of tests. */
const measure = `
const { writeFileSync } = require('node:fs');
const vscode = require('vscode');
exports.run = async () => {
  const extension = vscode.extensions.getExtension('taskwerk.taskwerk-conductor');
  if (extension.isActive) throw new Error('The extension was active before it was asked for.');
  const start = performance.now();
  await extension.activate();
  writeFileSync(process.env.CONDUCTOR_BENCH_RESULT, String(performance.now() - start));
};`;

async function activationTime(): Promise<number> {
  const folder = temporaryFolder('bench');
  const testsPath = join(folder.path, 'tests/index.js');
  const result = join(folder.path, 'result');
  mkdirSync(join(folder.path, 'tests'));
  writeFileSync(testsPath, measure);
  // A project with a PRD would activate the extension by itself.
  const workspace = await makeWorkspace({});
  await runInVscode({ testsPath, workspace: workspace.path, env: { CONDUCTOR_BENCH_RESULT: result }, isQuiet: true });
  const time = Number(readFileSync(result, 'utf8'));
  folder.remove();
  workspace.remove();
  return time;
}

export const benchmarks: readonly Benchmark[] = [
  {
    name: 'activation in VS Code',
    run: async () => {
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) times.push(await activationTime());
      return `${median(times).toFixed(1)} ms (median of ${rounds}: ${times.map((time) => time.toFixed(1)).join(', ')})`;
    },
  },
];
