// Where things lie in the repository.
import { join } from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };

/** The repository's top folder. */
export const root = join(import.meta.dirname, '../../..');
/** The sample PRD, which the extension ships too. */
export const samplePrd = join(root, 'media/sample.prd.md');
/** Built by `npm run build -- --tests`. */
export const hostTests = join(root, 'out/test/host/index.js');
/** Made by `npm run package`. */
export const packagedExtension = join(root, `${manifest.name}-${manifest.version}.vsix`);
