// For every end-to-end test: a failure leaves a picture in out/failures, and no workbench stays open.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../support/vscode/paths.ts';
import { openWorkbenches } from './workbench.ts';

const failures = join(root, 'out/failures');

export const mochaHooks: Mocha.RootHookObject = {
  async afterEach(this: Mocha.Context) {
    if (this.currentTest?.state !== 'failed') return;
    mkdirSync(failures, { recursive: true });
    const name = this.currentTest.fullTitle().replaceAll(/[^\w]+/g, '-');
    for (const [index, { page }] of [...openWorkbenches].entries()) {
      await page.screenshot({ path: join(failures, `${name}-${index}.png`) });
    }
  },
  async afterAll() {
    for (const workbench of [...openWorkbenches]) await workbench.close();
  },
};
