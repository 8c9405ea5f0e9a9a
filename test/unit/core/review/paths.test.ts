import assert from 'node:assert/strict';
import fc from 'fast-check';
import { projectPath } from '../../../../src/core/review/paths.ts';

describe('projectPath', () => {
  it('writes a path in one way', () => {
    for (const path of ['src/a.ts', './src/a.ts', 'src//a.ts', 'src\\a.ts', 'src/./a.ts']) {
      assert.equal(projectPath(path), 'src/a.ts', path);
    }
    for (const path of ['.gitignore', '.github/x', 'a.git/x', '...', '..a', 'ab:c'])
      assert.equal(projectPath(path), path);
  });

  it('refuses what leaves the project or reaches into git', () => {
    const outside = ['/a', '\\a', '//host/a', 'C:/a', 'c:a', '..', 'a/../b', '../a', 'a\0b', 'a\\..\\..\\b'];
    const git = [
      '.git/config',
      '.GIT/x',
      'sub/.git',
      '.git./x',
      '.git /x',
      'git~1/x',
      '.git::$INDEX/x',
      '.g\u200Cit/x',
    ];
    for (const path of [...outside, ...git]) assert.throws(() => projectPath(path), { code: 'path.outside' }, path);
  });

  it('refuses what names no file', () => {
    for (const path of ['', '.', './', 'src/']) assert.throws(() => projectPath(path), { code: 'usage' }, path);
  });

  it('gives what it takes as it is', () => {
    const part = fc.constantFrom('a', '.', '..', '.git', '/', '\\', 'b c', '.a', 'C:', '\0', '~1');
    fc.assert(
      fc.property(
        fc.array(part).map((parts) => parts.join('')),
        (path) => {
          try {
            const once = projectPath(path);
            assert.equal(projectPath(once), once);
            assert.doesNotMatch(once, /(^|\/)(\.\.|\.|\.git)?(\/|$)/);
          } catch (error) {
            assert.match((error as { code?: string }).code ?? String(error), /^(usage|path\.outside)$/);
          }
        },
      ),
    );
  });
});
