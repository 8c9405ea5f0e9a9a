// The editor understands PRDs, plan documents and the configuration; the pictures serve the documentation.
import { strict as assert } from 'node:assert';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const prd = `# PRD: Orchard

## Harvest

- The picker must see ripe trees quickly.
- A crate is weighed within 5 seconds.
- A crate is weighed within 9 seconds.
- The picker uploads a photo.
`;

const plan = `title: Orchard
source: orchard.prd.md
tasks:
  - key: weigh
    title: Weigh crates
    depends_on: [photo]
  - key: photo
    title: Upload photos
    depends_on: [weigh]
`;

describe('the editor', function () {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench();
    await mkdir(join(workbench.folder, '.taskwerk'), { recursive: true });
    await writeFile(join(workbench.folder, 'orchard.prd.md'), prd);
    await writeFile(join(workbench.folder, 'orchard.plan.yaml'), plan);
    await writeFile(join(workbench.folder, '.taskwerk/config.yml'), 'orchestration:\n  planing:\n    max_depth: 3\n');
    await workbench.page.reload();
    await workbench.treeRow('orchard.prd.md').waitFor();
  });
  after(() => workbench.close());

  const problems = () => workbench.page.locator('.markers-panel').getByRole('treeitem');

  it('marks what a PRD leaves open and what it contradicts', async () => {
    await workbench.openFile('orchard.prd.md');
    await workbench.runCommand('Problems: Focus on Problems View');
    await problems().filter({ hasText: '"quickly" can mean anything' }).waitFor();
    await problems().filter({ hasText: 'This contradicts R-002' }).waitFor();
    await workbench.screenshot('language-prd');
  });

  it('names the members of a cycle in a plan', async () => {
    await workbench.openFile('orchard.plan.yaml');
    const cycle = problems()
      .filter({ hasText: /weigh.*photo|photo.*weigh/ })
      .first();
    await cycle.waitFor();
    await workbench.screenshot('language-plan');
    assert.match((await cycle.getAttribute('aria-label')) ?? '', /error/i);
  });

  it('knows the configuration', async () => {
    await workbench.openFile('config.yml');
    await problems().filter({ hasText: 'There is no setting "planing"' }).waitFor();
    await workbench.screenshot('language-config');
  });
});
