// `npm run bench`: runs the benchmarks of test/bench/*.bench.ts and prints what they found. `-- TEXT` runs those whose
// name contains the text. They are no tests: the numbers are for reading, and ratios say more than times.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark } from './benchmark.ts';

const wanted = process.argv[2] ?? '';
const files = globSync('*.bench.ts', { cwd: import.meta.dirname }).toSorted();
const modules = files.map(
  (file) => import(join(import.meta.dirname, file)) as Promise<{ benchmarks: readonly Benchmark[] }>,
);
const benchmarks = (await Promise.all(modules)).flatMap((module) => module.benchmarks);
const chosen = benchmarks.filter(({ name }) => name.includes(wanted));
const width = Math.max(0, ...chosen.map(({ name }) => name.length));
for (const benchmark of chosen) {
  process.stdout.write(`${benchmark.name.padEnd(width)}  `);
  try {
    console.log(await benchmark.run());
  } catch (error) {
    // The others still have something to say.
    console.log(`failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
