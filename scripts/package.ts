// `npm run package`: builds and packs the extension into taskwerk-conductor-<version>.vsix.
import { statSync } from 'node:fs';
import { packagedExtension } from '../test/support/vscode/paths.ts';
import { main } from './lib/build.ts';
import { packageExtension } from './lib/vsix.ts';

await main(async () => {
  await packageExtension();
  console.log(`${packagedExtension}, ${(statSync(packagedExtension).size / 1_000).toFixed(0)} kB`);
});
