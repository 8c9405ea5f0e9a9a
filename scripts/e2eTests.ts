// `npm run test:e2e`: packs the extension, then runs the end-to-end tests in a browser. `-- --grep TEXT` runs only the
// tests whose titles contain the text, `-- --built` takes what is built already.
import { parseArgs } from 'node:util';
import { main, runTool } from './lib/build.ts';
import { packageExtension } from './lib/vsix.ts';

await main(async () => {
  const { values } = parseArgs({ options: { built: { type: 'boolean' }, grep: { type: 'string' } } });
  if (!values.built) await packageExtension();
  const filter = values.grep === undefined ? [] : ['--fgrep', values.grep];
  const { code } = await runTool('node_modules/mocha/bin/mocha.js', ['--config', 'test/e2e/.mocharc.json', ...filter]);
  process.exitCode = code;
});
