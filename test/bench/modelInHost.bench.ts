// The same decomposition by a model inside the extension host of a real VS Code.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { runInVscode } from '../host/runner/runHostTests.ts';
import { temporaryFolder } from '../support/vscode/cleanup.ts';
import { makeWorkspace } from '../support/vscode/workspace.ts';
import type { Benchmark } from './benchmark.ts';

/** What VS Code runs in place of tests. */
const entry = `
import { writeFileSync } from 'node:fs';
import { benchmarks } from './model.bench.ts';
export const run = async () => {
  writeFileSync(process.env.CONDUCTOR_BENCH_RESULT, await benchmarks[0].run());
};`;

async function measure(): Promise<string> {
  const folder = temporaryFolder('bench');
  const testsPath = join(folder.path, 'tests/index.js');
  const result = join(folder.path, 'result');
  mkdirSync(join(folder.path, 'tests'));
  await esbuild.build({
    stdin: { contents: entry, resolveDir: import.meta.dirname, loader: 'ts' },
    outfile: testsPath,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'warning',
  });
  const workspace = await makeWorkspace({});
  await runInVscode({ testsPath, workspace: workspace.path, env: { CONDUCTOR_BENCH_RESULT: result }, isQuiet: true });
  const found = readFileSync(result, 'utf8');
  folder.remove();
  workspace.remove();
  return found;
}

export const benchmarks: readonly Benchmark[] = [{ name: 'model in VS Code: 50 KB to depth 3', run: measure }];
