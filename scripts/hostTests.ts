// `npm run test:host`: builds, then runs the tests inside VS Code. `-- --installed` tests the packaged extension,
// `-- --grep TEXT` only the tests whose titles contain the text.
import { parseArgs } from 'node:util';
import { runHostTests } from '../test/host/runner/runHostTests.ts';
import { build, main } from './lib/build.ts';
import { packageExtension } from './lib/vsix.ts';

await main(async () => {
  const { values } = parseArgs({ options: { installed: { type: 'boolean' }, grep: { type: 'string' } } });
  await build('--tests');
  const extension = values.installed ? { vsix: await packageExtension() } : undefined;
  if (extension === undefined) await build();
  await runHostTests({ ...extension, ...(values.grep === undefined ? {} : { grep: values.grep }) });
});
