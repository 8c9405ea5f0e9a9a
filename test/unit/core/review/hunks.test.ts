import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { FileChange } from '../../../../src/core/review/changeSet.ts';
import { countLines, hunksOf, unifiedDiff } from '../../../../src/core/review/hunks.ts';
import { text } from '../../../support/contracts/workspace.ts';

const numbers = (count: number): string => Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('');
const modify = (original: string, proposed: string): FileChange => ({
  kind: 'modify',
  path: 'file.txt',
  baseHash: '',
  original: text(original),
  proposed: text(proposed),
});

describe('hunks', () => {
  it('count what comes and goes', () => {
    assert.deepEqual(countLines(modify('a\nb\nc\n', 'a\nB\nc\nd\n')), { added: 2, removed: 1 });
    assert.deepEqual(countLines({ kind: 'add', path: 'a', proposed: text('1\n2') }), { added: 2, removed: 0 });
    assert.deepEqual(countLines({ kind: 'delete', path: 'a', baseHash: '', original: text('1\n') }), {
      added: 0,
      removed: 1,
    });
    assert.deepEqual(countLines({ kind: 'delete', path: 'a', baseHash: '', original: null }), { added: 0, removed: 0 });
  });

  it('stand apart where lines lie between them', () => {
    const changed = numbers(30).replace('\n5\n', '\nfive\n').replace('\n20\n', '\n');
    const hunks = hunksOf(numbers(30), changed);
    assert.deepEqual(
      hunks.map(({ lines: _, ...ranges }) => Object.values(ranges)),
      [
        [2, 7, 2, 7],
        [17, 7, 17, 6],
      ],
    );
    assert.deepEqual(hunks[0]?.lines.slice(2, 5), [' 4\n', '-5\n', '+five\n']);
    assert.equal(hunksOf(numbers(30), changed, 10).length, 1);
  });

  it('are printed as git prints them', () => {
    assert.equal(
      unifiedDiff(modify('a\nb', 'a\nc\n')),
      'diff --git a/file.txt b/file.txt\n--- a/file.txt\n+++ b/file.txt\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n',
    );
    const moved = { kind: 'rename', path: 'b.sh', from: 'a.sh', baseHash: '', original: text('x\n') } as const;
    assert.equal(
      unifiedDiff({ ...moved, proposed: text('x\n', { isExecutable: true }) }),
      'diff --git a/a.sh b/b.sh\nold mode 100644\nnew mode 100755\nrename from a.sh\nrename to b.sh\n',
    );
    assert.match(
      unifiedDiff({ kind: 'delete', path: 'p.png', baseHash: '', original: null }),
      /^Binary files a\/p.png/m,
    );
  });

  it('do not take long where nothing is alike', () => {
    const other = numbers(20_000).replaceAll('\n', ' other\n');
    assert.deepEqual(countLines(modify(numbers(20_000), other)), { added: 20_000, removed: 20_000 });
  });

  it('give a diff that git can apply', async function () {
    this.timeout(30_000);
    const folder = await mkdtemp(join(tmpdir(), 'conductor-hunks-'));
    try {
      execFileSync('git', ['init', '-q'], { cwd: folder });
      const line = fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', ' d\n');
      const body = fc
        .tuple(fc.array(line, { maxLength: 25 }), fc.constantFrom('', 'end'))
        .map(([lines, end]) => lines.join('') + end);
      await fc.assert(
        fc.asyncProperty(body, body, fc.nat(4), async (original, proposed, context) => {
          if (original === proposed || original === '' || proposed === '') return;
          await writeFile(join(folder, 'file.txt'), original);
          execFileSync('git', ['apply', '--unidiff-zero', '--whitespace=nowarn', '-'], {
            cwd: folder,
            input: unifiedDiff(modify(original, proposed), context),
          });
          assert.equal(await readFile(join(folder, 'file.txt'), 'utf8'), proposed);
        }),
        { numRuns: 60 },
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
