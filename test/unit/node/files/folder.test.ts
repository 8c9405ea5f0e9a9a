// Reading a folder that gates look at.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { diskFolders } from '../../../../src/node/files/folder.ts';

describe('a folder on disk', () => {
  let top: string;
  let dir: string;
  beforeEach(() => {
    top = mkdtempSync(path.join(tmpdir(), 'conductor-folder-'));
    dir = path.join(top, 'copy');
    mkdirSync(path.join(dir, 'src'), { recursive: true });
    writeFileSync(path.join(dir, 'src', 'b.ts'), 'bé');
    writeFileSync(path.join(dir, 'a.txt'), 'a');
    writeFileSync(path.join(top, 'secret'), 's');
    symlinkSync('../secret', path.join(dir, 'link'));
  });
  afterEach(() => {
    rmSync(top, { recursive: true });
  });

  it('gives texts and names', async () => {
    assert.equal(await diskFolders.readText(dir, 'src/b.ts'), 'bé');
    assert.deepEqual(await diskFolders.list(dir, '.'), ['a.txt', 'link', 'src/']);
    assert.deepEqual(await diskFolders.list(dir, 'src'), ['b.ts']);
  });

  it('has nothing where there is nothing', async () => {
    assert.equal(await diskFolders.readText(dir, 'no.txt'), null);
    assert.equal(await diskFolders.readText(dir, 'src'), null);
    assert.equal(await diskFolders.readText(dir, 'a.txt/b'), null);
    assert.deepEqual(await diskFolders.list(dir, 'no'), []);
    assert.deepEqual(await diskFolders.list(dir, 'a.txt'), []);
  });

  it('does not leave the folder', async () => {
    assert.equal(await diskFolders.readText(dir, '../secret'), null);
    assert.equal(await diskFolders.readText(dir, 'link'), null);
    assert.deepEqual(await diskFolders.list(dir, '..'), []);
  });
});
