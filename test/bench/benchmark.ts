// What a benchmark is, and how times are taken.

export interface Benchmark {
  readonly name: string;
  /** Gives the finding in one line, e.g. `ratio 1.21 (58 ms against 48 ms, median of 40)`. */
  run(): Promise<string>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2;
}

/** How long it took, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * For how long at most nothing else could run in this thread while `work` was going on, in milliseconds of its processor
 * time: what other programs take of the machine does not count.
 */
export async function longestPause(work: () => Promise<unknown>): Promise<number> {
  let last = process.threadCpuUsage();
  let longest = 0;
  const tick = (): void => {
    const { user, system } = process.threadCpuUsage(last);
    longest = Math.max(longest, (user + system) / 1_000);
    last = process.threadCpuUsage();
  };
  const timer = setInterval(tick, 1);
  await work();
  tick();
  clearInterval(timer);
  return longest;
}

/** Runs both in turns, so that what else the machine does falls on both, and gives the ratio of the medians. */
export async function compare(rounds: number, work: () => unknown, base: () => unknown): Promise<string> {
  const times: number[] = [];
  const baseTimes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    baseTimes.push(await timed(base));
    times.push(await timed(work));
  }
  const [time, baseTime] = [median(times), median(baseTimes)];
  return `ratio ${(time / baseTime).toFixed(2)} (${time.toFixed(1)} ms against ${baseTime.toFixed(1)} ms, median of ${rounds})`;
}
