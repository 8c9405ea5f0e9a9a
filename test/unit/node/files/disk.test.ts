import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createDiskFiles } from '../../../../src/node/files/disk.ts';

describe('createDiskFiles', () => {
  let project: string;
  before(async () => {
    project = await mkdtemp(join(tmpdir(), 'conductor-disk-'));
    await mkdir(join(project, 'docs'));
    await writeFile(join(project, 'docs', 'prd.md'), 'hello');
  });
  after(() => rm(project, { recursive: true }));

  it('reads relative, absolute and file: locations', async () => {
    const files = createDiskFiles(project);
    const path = join(project, 'docs', 'prd.md');
    for (const location of ['docs/prd.md', path, pathToFileURL(path).href]) {
      assert.equal(new TextDecoder().decode(await files.read(location, 5)), 'hello', location);
    }
  });

  it('shows what lies inside relative to the project, and the rest whole', () => {
    const files = createDiskFiles(project);
    assert.equal(files.display(join(project, 'docs', 'prd.md')), 'docs/prd.md');
    assert.equal(files.display('./docs/../docs/prd.md'), 'docs/prd.md');
    assert.equal(files.display(pathToFileURL(join(project, '..prd.md')).href), '..prd.md');
    const outside = resolve(project, '..', 'prd.md').replaceAll('\\', '/');
    assert.equal(files.display('../prd.md'), outside);
  });

  it('says in one sentence why it cannot read', async () => {
    const files = createDiskFiles(project);
    const cases: readonly (readonly [string, RegExp])[] = [
      ['docs/gone.md', /^The document docs\/gone\.md does not exist\.$/],
      ['docs', /^The document docs is a folder\.$/],
      ['docs/prd.md/deeper.md', /does not exist\.$/],
      ['docs/\0.md', /cannot be read/],
      [`docs/${'x'.repeat(5000)}.md`, /cannot be read \(ENAMETOOLONG\)\.$/],
    ];
    for (const [location, message] of cases) {
      await assert.rejects(files.read(location, 100), { code: 'document.missing', message });
    }
  });

  it('refuses what is larger than the limit without reading it', async () => {
    await assert.rejects(createDiskFiles(project).read('docs/prd.md', 4), { code: 'document.tooLarge' });
  });
});
