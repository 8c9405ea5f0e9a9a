import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { testWeakening } from '../../../../src/core/gates/weakening/weakening.ts';
import type { ChangeSet, FileChange } from '../../../../src/core/review/changeSet.ts';
import { added, deleted, modified, renamed } from '../../../support/gateContext.ts';

/** "rule path", sorted. */
const rules = (...changes: ChangeSet): readonly string[] =>
  testWeakening(changes)
    .map(({ rule = '', path = '' }) => `${rule} ${path}`)
    .toSorted();

const suite = `import { strict as assert } from 'node:assert';
describe('sum', () => {
  // it('is a comment', () => {});
  it('adds', () => {
    assert.equal(sum(1, 2), 3);
    assert.equal(sum(2, 2), 4);
  });
  it('adds nothing', () => {
    expect(sum(0, 0)).toBe(0);
  });
});
`;

describe('test weakening', () => {
  it('is not found in ordinary work', () => {
    const better = suite.replace(
      '});\n});',
      "});\n  it('subtracts', () => {\n    assert.equal(sub(1, 1), 0);\n  });\n});",
    );
    const fine: ChangeSet = [
      added('src/sum.ts', 'export const sum = 1;'),
      modified('src/it.ts', 'it.skip()', 'assert(true); test.only()'),
      deleted('src/old.ts', 'assert(1)'),
      added('test/new.test.ts', suite),
      modified('test/sum.test.ts', suite, better),
      added('test/__snapshots__/new.snap', 'exports[`a`] = 1;'),
      modified(
        'package.json',
        '{"scripts":{"test":"mocha"},"version":"1.0.0"}',
        '{"scripts":{"test":"mocha --parallel"},"version":"1.0.1"}',
      ),
      modified('docs/test.md', 'assert', ''),
    ];
    assert.deepEqual(rules(...fine), []);
  });

  it('is a deleted test file, but none that only moved', () => {
    assert.deepEqual(rules(deleted('test/sum.test.ts', suite)), ['deletedTests test/sum.test.ts']);
    assert.deepEqual(rules(renamed('test/sum.test.ts', 'test/math/sum.test.ts', suite)), []);
    assert.deepEqual(rules(added('test/a.test.ts', suite), deleted('test/sum.test.ts', suite)), []);
    assert.deepEqual(rules(added('test/a.test.ts', `${suite}\n`), deleted('test/sum.test.ts', suite)), []);
    assert.deepEqual(rules(renamed('test/sum.test.ts', 'sum.ts.bak', suite)), ['deletedTests test/sum.test.ts']);
    assert.deepEqual(
      rules(renamed('test/a.test.ts', 'test/b.test.ts', suite, suite.replace("it('adds',", "it.skip('adds',"))),
      ['removedTest test/b.test.ts', 'skippedTest test/b.test.ts'],
    );
  });

  it('is a test that was removed, commented out or emptied', () => {
    const path = 'test/sum.test.ts';
    const without = suite.replace(/ {2}it\('adds nothing'[\s\S]*?\n {2}\}\);\n/, '');
    assert.notEqual(without, suite);
    assert.deepEqual(rules(modified(path, suite, without)), [`fewerAssertions ${path}`, `removedTest ${path}`]);
    assert.match(testWeakening([modified(path, suite, without)])[0]?.message ?? '', /adds nothing/);
    const commented = suite.replace(/ {2}it\('adds nothing'[\s\S]*?\n {2}\}\);/, (test) => test.replace(/^/gm, '// '));
    assert.deepEqual(rules(modified(path, suite, commented)), [`fewerAssertions ${path}`, `removedTest ${path}`]);
    const emptied = suite.replace('    assert.equal(sum(2, 2), 4);\n', '');
    assert.deepEqual(rules(modified(path, suite, emptied)), [`fewerAssertions ${path}`]);
    const moved = added('test/zero.test.ts', "it('adds nothing', () => {\n  expect(sum(0, 0)).toBe(0);\n});\n");
    assert.deepEqual(rules(modified(path, suite, without), moved), []);
    const idle = suite.replace('assert.equal(sum(2, 2), 4)', 'assert.ok(true)');
    assert.deepEqual(rules(modified(path, suite, idle)), [`idleAssertion ${path}`]);
  });

  const skips: readonly (readonly [string, string, string])[] = [
    ['a.test.js', "it('a', f);", "it('a', f);\nit.todo('b');"],
    ['a.test.js', "it('a', f);", "it('a', { skip: true }, f);"],
    ['a.test.js', "describe('s', f);", "describe.skip('s', f);"],
    ['a.test.js', "test('a', (t) => {});", "test('a', (t) => { t.skip(); });"],
    ['test_a.py', 'def test_a():\n    pass\n', '@pytest.mark.skip\ndef test_a():\n    pass\n'],
    ['test_a.py', 'def test_a():\n    pass\n', '@pytest.mark.xfail(reason="x")\ndef test_a():\n    pass\n'],
    [
      'tests/a.py',
      'class A:\n    def test_a(self):\n        x()\n',
      'class A:\n    def test_a(self):\n        self.skipTest("x")\n',
    ],
    ['a_test.go', 'func TestA(t *testing.T) {\n\tx()\n}\n', 'func TestA(t *testing.T) {\n\tt.Skip("x")\n\tx()\n}\n'],
    ['src/lib.rs', '#[test]\nfn a() {}\n', '#[test]\n#[ignore]\nfn a() {}\n'],
    ['ATest.java', '@Test\nvoid a() {}\n', '@Test\n@Disabled("x")\nvoid a() {}\n'],
    ['ATests.cs', '[Fact]\npublic void A() {}\n', '[Fact(Skip = "x")]\npublic void A() {}\n'],
    ['a_spec.rb', "it 'a' do\nend\n", "it 'a' do\n  skip 'x'\nend\n"],
  ];
  for (const [path, before, after] of skips) {
    it(`is a skipped test: ${after.split('\n').slice(0, 3).join(' ')}`, () => {
      assert.deepEqual(rules(modified(path, before, after)), [`skippedTest ${path}`]);
    });
  }

  it('is xit, which skips and takes the test away, and .only, which leaves out the others', () => {
    assert.deepEqual(rules(modified('a.spec.ts', "it('a', f);", "xit('a', f);")), [
      'removedTest a.spec.ts',
      'skippedTest a.spec.ts',
    ]);
    for (const only of [
      "it.only('a', f);",
      "describe.only('s', f);\nit('a', f);",
      "fit('a', f);\nit('a', f);",
      "test('a', { only: true }, f);\nit('a', f);",
    ])
      assert.deepEqual(rules(modified('a.spec.ts', "it('a', f);", only)), ['onlyTest a.spec.ts'], only);
    const [finding] = testWeakening([added('a.spec.ts', "it('a', f);\n\nit.only('b', f);\n")]);
    assert.deepEqual([finding?.rule, finding?.line], ['onlyTest', 3]);
  });

  const tests: readonly (readonly [string, string])[] = [
    ['test_a.py', 'def test_one():\n    assert x\n\n\ndef test_two():\n    assert y\n'],
    ['a_test.go', 'func TestOne(t *testing.T) {\n\tt.Error(1)\n}\n\nfunc TestTwo(t *testing.T) {\n\tt.Fatal(2)\n}\n'],
    ['src/a.rs', '#[test]\nfn one() { assert!(x); }\n\n\n#[tokio::test]\nasync fn test_two() { assert_eq!(y, 1); }\n'],
    [
      'src/test/java/ATest.java',
      'class A {\n@Test\nvoid one() { assertEquals(1, x); }\n\n\n@Test\nvoid testTwo() throws E { assertTrue(y); }\n}\n',
    ],
    [
      'ATests.cs',
      '[Fact]\npublic void One() { Assert.Equal(1, x); }\n\n\n[Theory]\npublic void TestTwo() { Assert.True(y); }\n',
    ],
    ['a_test.rb', "test 'one' do\n  assert x\nend\n\n\ntest 'test two' do\n  assert y\nend\n"],
  ];
  for (const [path, text] of tests) {
    it(`counts tests and assertions of ${path}`, () => {
      const start = text.search(/(?:#\[tokio|@Test\nvoid testTwo|\[Theory|test 'test two|func TestTwo|def test_two)/);
      const shorter = text.slice(0, start);
      assert.deepEqual(rules(modified(path, text, shorter)), [`fewerAssertions ${path}`, `removedTest ${path}`]);
      assert.match(testWeakening([modified(path, text, shorter)])[0]?.message ?? '', /two/i);
      assert.deepEqual(rules(modified(path, shorter, text)), []);
    });
  }

  it('is a lowered or removed threshold', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      [
        'jest.config.js',
        'coverageThreshold: { global: { branches: 80, lines: 90 } }',
        'coverageThreshold: { global: { branches: 80, lines: 70 } }',
      ],
      ['vitest.config.ts', 'thresholds: { lines: 90 }', 'thresholds: {}'],
      ['package.json', '{"nyc":{"check-coverage":true,"lines":90}}', '{"nyc":{"check-coverage":false,"lines":90}}'],
      ['.c8rc.json', '{"statements": 95.5}', '{"statements": 95}'],
      ['pyproject.toml', '[tool.coverage.report]\nfail_under = 90\n', '[tool.coverage.report]\nfail_under = 50\n'],
      ['setup.cfg', 'addopts = --cov-fail-under=90', 'addopts = --cov-fail-under=9'],
      ['.taskwerk/config.yml', 'min_coverage: 80', 'min_coverage: 20'],
      ['.taskwerk/config.yml', 'require_tests: true', 'require_tests: false'],
      ['pom.xml', '<minimum>0.80</minimum>', '<minimum>0.10</minimum>'],
    ];
    for (const [path, before, after] of cases) {
      assert.deepEqual(rules(modified(path, before, after)), [`loweredThreshold ${path}`], `${path}: ${after}`);
      assert.deepEqual(rules(modified(path, after, before)), [], `${path}: ${before}`);
    }
    assert.deepEqual(rules(deleted('.nycrc', '{"lines": 90}')), ['loweredThreshold .nycrc']);
  });

  it('is a command that cannot fail any more', () => {
    const manifest = (test?: string): string =>
      JSON.stringify({ scripts: { start: 'x', ...(test === undefined ? {} : { test }) } });
    for (const test of [
      'mocha || true',
      'exit 0',
      'echo ok',
      'jest --passWithNoTests',
      'mocha; exit 0',
      'true',
      'mocha || exit 0',
    ])
      assert.deepEqual(
        rules(modified('package.json', manifest('mocha'), manifest(test))),
        ['idleCommand package.json'],
        test,
      );
    assert.deepEqual(rules(modified('package.json', manifest('mocha'), manifest())), ['removedCommand package.json']);
    assert.deepEqual(rules(modified('package.json', manifest('mocha || true'), manifest('exit 0'))), []);
    assert.deepEqual(rules(modified('package.json', manifest('mocha'), '{')), ['removedCommand package.json']);
    assert.deepEqual(rules(modified('Makefile', 'test:\n\tpytest\n', 'test:\n\tpytest || true\n')), [
      'idleCommand Makefile',
    ]);
  });

  it('is a changed snapshot and any change of the continuous integration', () => {
    const snap = 'src/__snapshots__/a.test.ts.snap';
    assert.deepEqual(rules(modified(snap, 'a', 'b')), [`snapshotChanged ${snap}`]);
    assert.deepEqual(rules(deleted(snap, 'a')), [`snapshotChanged ${snap}`]);
    assert.deepEqual(rules(renamed(snap, 'test/__snapshots__/a.test.ts.snap', 'a')), []);
    for (const path of [
      '.github/workflows/ci.yml',
      '.gitlab-ci.yml',
      '.circleci/config.yml',
      'Jenkinsfile',
      '.ci/run',
    ]) {
      assert.deepEqual(rules(added(path, 'x')), [`ciChanged ${path}`]);
      assert.deepEqual(rules(deleted(path, 'x')), [`ciChanged ${path}`]);
    }
    const binary: FileChange = {
      kind: 'delete',
      path: 'test/__image_snapshots__/a.png',
      baseHash: '0',
      original: null,
    };
    assert.deepEqual(rules(binary), ['snapshotChanged test/__image_snapshots__/a.png']);
  });

  it('always needs a person, is never an error, and is not found where nothing changed', () => {
    const path = fc.constantFrom(
      'a.test.ts',
      'test_a.py',
      'a_test.go',
      'package.json',
      'Makefile',
      'jest.config.js',
      'src/a.rs',
    );
    const line = fc.constantFrom(
      "it('a', f);",
      'it.skip(',
      'assert x',
      'def test_a():',
      'lines: 3',
      '|| true',
      '#[test] fn a(',
      '*/',
      '/*',
      '{',
    );
    const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(path, text, text, (name, before, after) => {
        for (const { needsPerson, severity } of testWeakening([modified(name, before, after)]))
          assert.deepEqual([needsPerson, severity], [true, 'warning']);
        assert.deepEqual(testWeakening([modified(name, before, before)]), []);
        assert.deepEqual(testWeakening([renamed(name, `sub/${name}`, before)]), []);
      }),
    );
  });
});
