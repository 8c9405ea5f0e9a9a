// `npm run test:host`: builds, then runs the tests inside VS Code. `-- --installed` tests the packaged extension,
// `-- --grep TEXT` only the tests whose titles contain the text, `-- --built` takes what is built already.
import { parseArgs } from 'node:util';
import { runHostTests } from '../test/host/runner/runHostTests.ts';
import { packagedExtension } from '../test/support/vscode/paths.ts';
import { build, main } from './lib/build.ts';
import { packageExtension } from './lib/vsix.ts';

await main(async () => {
  const { values } = parseArgs({
    options: { built: { type: 'boolean' }, installed: { type: 'boolean' }, grep: { type: 'string' } },
  });
  if (!values.built) {
    await build('--tests');
    await (values.installed ? packageExtension() : build());
  }
  await runHostTests({
    ...(values.installed ? { vsix: packagedExtension } : {}),
    ...(values.grep === undefined ? {} : { grep: values.grep }),
  });
});
