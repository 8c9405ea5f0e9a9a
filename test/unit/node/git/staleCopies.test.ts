import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyName, removeStaleCopies } from '../../../../src/node/git/staleCopies.ts';
import { silent } from '../../../support/conductor.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('private copies that were left behind', () => {
  let temporary: string;
  beforeEach(() => {
    temporary = mkdtempSync(join(tmpdir(), 'conductor-stale-'));
  });
  afterEach(() => {
    rmSync(temporary, { recursive: true, force: true });
  });

  const add = (name: string, days: number): void => {
    const folder = join(temporary, name);
    mkdirSync(join(folder, 'work'), { recursive: true });
    writeFileSync(join(folder, 'work', 'a.txt'), 'a');
    const time = new Date(Date.now() - days * DAY_MS);
    utimesSync(folder, time, time);
  };

  it('go when their program is gone and a day has passed, and nothing else goes', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    const own = `${copyName('run-1')}abc`;
    add(`conductor-copy-${pid}-run-1-abc`, 2);
    add(`conductor-copy-${pid}-run-2-abc`, 0.5);
    add(own, 2);
    add('conductor-copy-of-my-notes', 2);
    add(`${pid}-else`, 2);
    await removeStaleCopies(temporary, silent);
    assert.deepEqual(
      new Set(readdirSync(temporary)),
      new Set([`conductor-copy-${pid}-run-2-abc`, own, 'conductor-copy-of-my-notes', `${pid}-else`]),
    );
  });
});
