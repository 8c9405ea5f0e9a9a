import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { searchFiles } from '../../../../src/node/files/search.ts';

describe('searchFiles', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'conductor-search-'));
    for (const [path, text] of [
      ['src/a.ts', 'one\r\nTASK-001 here\r\n'],
      ['dist/b.js', 'TASK-001'],
      ['.taskwerk/x.txt', 'TASK-001'],
      ['binary', 'TASK-001\0'],
    ] as const) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  });
  after(() => rm(folder, { recursive: true }));

  it('finds lines of text files, outside the folders that hold none', async () => {
    const uri = pathToFileURL(join(folder, 'src/a.ts')).href;
    const found = await searchFiles(folder, 'TASK-001', new AbortController().signal);
    assert.deepEqual(found, [{ uri, line: 1, text: 'TASK-001 here' }]);
  });

  it('stops when it is told to', async () => {
    await assert.rejects(searchFiles(folder, 'TASK-001', AbortSignal.abort()), { name: 'AbortError' });
  });
});
