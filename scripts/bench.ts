// `npm run bench`: packs the extension, whose size is one of the findings, then runs the benchmarks.
import { main, runTool } from './lib/build.ts';
import { packageExtension } from './lib/vsix.ts';

await main(async () => {
  await packageExtension();
  const { code } = await runTool('test/bench/run.ts', process.argv.slice(2));
  process.exitCode = code;
});
