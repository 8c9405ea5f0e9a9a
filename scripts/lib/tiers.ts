// The tiers of `npm test`: how one is run, counted and reported.
import { runTool } from './build.ts';

/** A program under the repository's root and its arguments, e.g. `['node_modules/mocha/bin/mocha.js', '--bail']`. */
type Command = readonly [program: string, ...args: string[]];

export interface Tier {
  readonly name: string;
  /** `tests` are counted from mocha's summary; each command of `checks` counts as one. */
  readonly counts: 'tests' | 'checks';
  /** Throws a sentence when the machine lacks something. */
  readonly needs?: () => unknown;
  readonly commands: readonly Command[];
}

export interface TierResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

export async function runTier(tier: Tier): Promise<TierResult> {
  console.log(`\n━━ ${tier.name}`);
  const start = performance.now();
  let passed = 0;
  let failed = 0;
  try {
    await tier.needs?.();
    for (const [program, ...args] of tier.commands) {
      const { code, output } = await runTool(program, args);
      const counts = tier.counts === 'tests' ? countTests(output) : { passed: 0, failed: 0 };
      passed += counts.passed + (tier.counts === 'checks' && code === 0 ? 1 : 0);
      failed += counts.failed;
      // A run that broke off, or in which no test ran, has failed whatever it counted.
      if (counts.failed === 0 && (code !== 0 || (tier.counts === 'tests' && counts.passed === 0))) failed += 1;
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    failed += 1;
  }
  return { name: tier.name, passed, failed, seconds: (performance.now() - start) / 1000 };
}

/** Prints the table, the plain last line, and gives the number of failures. */
export function printSummary(results: readonly TierResult[]): number {
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log(`\n${'tier'.padEnd(width)}  passed  failed      time`);
  for (const { name, passed, failed, seconds } of results) {
    const cells = [String(passed).padStart(6), String(failed).padStart(6), `${seconds.toFixed(1)} s`.padStart(8)];
    console.log([name.padEnd(width), ...cells].join('  '));
  }
  const sum = (count: (result: TierResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  const failed = sum((result) => result.failed);
  console.log(`\n${sum((result) => result.passed)} passed, ${failed} failed`);
  return failed;
}

/** Reads mocha's "12 passing (3s)" and "1 failing". */
function countTests(output: string): { readonly passed: number; readonly failed: number } {
  const count = (word: string): number => Number(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'm').exec(output)?.[1] ?? 0);
  return { passed: count('passing'), failed: count('failing') };
}
