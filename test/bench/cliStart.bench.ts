// The command line's start against a Node that does nothing. Wanted: a ratio of at most 1.5.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../support/vscode/paths.ts';
import { compare, type Benchmark } from './benchmark.ts';

const cli = join(root, 'dist/cli.js');

function node(...args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with code ${String(status)}: ${stderr}`);
}

export const benchmarks: readonly Benchmark[] = ['--version', '--help'].map((flag) => ({
  name: `conductor ${flag} / node -e 0`,
  run: () =>
    compare(
      40,
      () => node(cli, flag),
      () => node('-e', '0'),
    ),
}));
