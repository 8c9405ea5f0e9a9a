// What the tools say, as they say it, and what is read out of it.
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Finding } from '../../../../src/core/gates/gate.ts';
import { parseDiagnostics } from '../../../../src/core/gates/parse/diagnostics.ts';
import { parseJunitXml } from '../../../../src/core/gates/parse/junitXml.ts';
import { parseTestOutput } from '../../../../src/core/gates/parse/testOutput.ts';
import { capFindings, MAX_FINDINGS, plain, projectPath } from '../../../../src/core/gates/text.ts';

const dir = '/home/ada/small';

interface Expected {
  readonly passed: number;
  readonly failed: number;
  /** "rule @ path:line: first line of the message". */
  readonly findings: readonly string[];
}

const short = ({ rule = '', path = '', line, message }: Finding): string =>
  `${rule} @ ${path}${line === undefined ? '' : `:${line}`}: ${message.split('\n')[0] ?? ''}`;

interface Recorded extends Expected {
  readonly tool: string;
  readonly output: string;
}

const recorded: readonly Recorded[] = [
  {
    tool: 'mocha',
    output: `

  math
    ✔ subtracts
    1) adds

  2) at the root

  1 passing (12ms)
  2 failing

  1) math
       adds:

      AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:

3 !== 4

      + expected - actual

      -3
      +4

      at Context.<anonymous> (test/math.test.js:8:12)
      at process.processImmediate (node:internal/timers:491:21)

  2) at the root:
     TypeError: sum is not a function
      at Context.<anonymous> (file:///home/ada/small/test/root.test.js:3:5)


`,
    passed: 1,
    failed: 2,
    findings: [
      'math adds @ test/math.test.js:8: AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:',
      'at the root @ test/root.test.js:3: TypeError: sum is not a function',
    ],
  },
  {
    tool: 'jest',
    output: `PASS src/other.test.ts
  ● Console

    console.log
      hello

FAIL src/sum.test.ts
  ✓ adds nothing (1 ms)
  ✕ adds (3 ms)

  ● math › adds

    expect(received).toBe(expected) // Object.is equality

    Expected: 4
    Received: 3

      1 | test('adds', () => {
    > 2 |   expect(sum(1, 2)).toBe(4);
        |                     ^
      3 | });

      at Object.toBe (src/sum.test.ts:2:21)
      at Promise.then.completed (node_modules/jest-circus/build/utils.js:298:28)

Summary of all failing tests
FAIL src/sum.test.ts
  ● math › adds

    expect(received).toBe(expected) // Object.is equality

    Expected: 4
    Received: 3

      at Object.toBe (src/sum.test.ts:2:21)

Test Suites: 1 failed, 1 passed, 2 total
Tests:       1 failed, 2 passed, 3 total
Snapshots:   0 total
Time:        0.6 s
`,
    passed: 2,
    failed: 1,
    findings: ['math › adds @ src/sum.test.ts:2: expect(received).toBe(expected) // Object.is equality'],
  },
  {
    tool: 'vitest',
    output: `
 RUN  v3.2.4 /home/ada/small

 ❯ test/sum.test.ts (2 tests | 1 failed) 6ms
   × math > adds 5ms
     → expected 3 to be 4 // Object.is equality

⎯⎯⎯⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯⎯⎯⎯

 FAIL  test/sum.test.ts > math > adds
AssertionError: expected 3 to be 4 // Object.is equality

- Expected
+ Received

- 4
+ 3

 ❯ test/sum.test.ts:6:23
      4| describe('math', () => {

⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/1]⎯

 Test Files  1 failed (1)
      Tests  1 failed | 1 passed (2)
   Duration  312ms
`,
    passed: 1,
    failed: 1,
    findings: ['math > adds @ test/sum.test.ts:6: AssertionError: expected 3 to be 4 // Object.is equality'],
  },
  {
    tool: 'node:test with suites in TAP',
    output: `TAP version 13
# Subtest: math
    # Subtest: adds
    not ok 1 - adds
      ---
      duration_ms: 1.1
      location: '/home/ada/small/a.test.js:4:3'
      failureType: 'testCodeFailure'
      error: 'sum is not a function'
      code: 'ERR_TEST_FAILURE'
      stack: |-
        TestContext.<anonymous> (/home/ada/small/a.test.js:5:10)
      ...
    # Subtest: later
    ok 2 - later # SKIP
    1..2
not ok 1 - math
  ---
  location: '/home/ada/small/a.test.js:3:1'
  failureType: 'subtestsFailed'
  error: '1 subtest failed'
  ...
1..1
# tests 2
# pass 0
# fail 1
`,
    passed: 0,
    failed: 1,
    findings: ['adds @ a.test.js:5: sum is not a function'],
  },
  {
    tool: 'bats',
    output: `1..2
ok 1 starts
not ok 2 stops
# (in test file test/stop.bats, line 7)
#   \`[ "$status" -eq 0 ]' failed
`,
    passed: 1,
    failed: 1,
    findings: ['stops @ : (in test file test/stop.bats, line 7)'],
  },
  {
    tool: 'pytest',
    output: `============================= test session starts ==============================
collected 3 items

tests/test_sum.py F.E                                                    [100%]

==================================== ERRORS ====================================
________________________ ERROR at setup of test_fixture ________________________

    def broken():
>       raise RuntimeError("no")
E       RuntimeError: no

tests/conftest.py:4: RuntimeError
=================================== FAILURES ===================================
_______________________________ TestSum.test_adds ______________________________

    def test_adds(self):
>       check(sum(1, 2), 4)

tests/test_sum.py:9:
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _

    def check(a, b):
>       assert a == b
E       assert 3 == 4

helpers.py:2: AssertionError
=========================== short test summary info ============================
FAILED tests/test_sum.py::TestSum::test_adds - assert 3 == 4
ERROR tests/test_sum.py::test_fixture - RuntimeError: no
==================== 1 failed, 1 passed, 1 error in 0.12s =====================
`,
    passed: 1,
    failed: 2,
    findings: [
      'TestSum::test_adds @ tests/test_sum.py:9: assert 3 == 4',
      'test_fixture @ tests/test_sum.py: RuntimeError: no',
    ],
  },
  {
    tool: 'unittest',
    output: `F.s
======================================================================
FAIL: test_adds (tests.test_sum.SumTest.test_adds)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/home/ada/small/tests/test_sum.py", line 6, in test_adds
    self.assertEqual(3, 4)
    ~~~~~~~~~~~~~~~~^^^^^^
AssertionError: 3 != 4

----------------------------------------------------------------------
Ran 3 tests in 0.001s

FAILED (failures=1, skipped=1)
`,
    passed: 1,
    failed: 1,
    findings: ['tests.test_sum.SumTest.test_adds @ tests/test_sum.py:6: AssertionError: 3 != 4'],
  },
  {
    tool: 'go test',
    output: `--- FAIL: TestAdd (0.00s)
    --- FAIL: TestAdd/small (0.00s)
        add_test.go:12: got 3, want 4
FAIL
FAIL\texample.com/small/math\t0.002s
ok  \texample.com/small/text\t0.003s
?   \texample.com/small/cmd\t[no test files]
FAIL
`,
    passed: 1,
    failed: 1,
    findings: ['TestAdd/small @ math/add_test.go:12: got 3, want 4'],
  },
  {
    tool: 'go test -json',
    output: [
      { Action: 'run', Package: 'example.com/small/math', Test: 'TestAdd' },
      { Action: 'output', Package: 'example.com/small/math', Test: 'TestAdd', Output: '--- FAIL: TestAdd (0.00s)\n' },
      { Action: 'output', Package: 'example.com/small/math', Test: 'TestAdd', Output: '    add_test.go:9: bad\n' },
      { Action: 'output', Package: 'example.com/small/math', Output: 'FAIL\texample.com/small/math\t0.002s\n' },
      { Action: 'fail', Package: 'example.com/small/math' },
    ]
      .map((event) => JSON.stringify(event))
      .join('\n'),
    passed: 0,
    failed: 1,
    findings: ['TestAdd @ math/add_test.go:9: bad'],
  },
  {
    tool: 'cargo test',
    output: `running 2 tests
test tests::zero ... ok
test tests::adds ... FAILED

failures:

---- tests::adds stdout ----

thread 'tests::adds' panicked at src/lib.rs:12:9:
assertion \`left == right\` failed
  left: 3
 right: 4
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace


failures:
    tests::adds

test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
`,
    passed: 1,
    failed: 1,
    findings: ['tests::adds @ src/lib.rs:12: assertion `left == right` failed'],
  },
  {
    tool: 'Maven',
    output: `[INFO] Running com.example.SumTest
[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.03 s <<< FAILURE! -- in com.example.SumTest
[INFO] Results:
[INFO]
[ERROR] Failures:
[ERROR]   SumTest.adds:11 expected: <4> but was: <3>
[INFO]
[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0
[INFO]
`,
    passed: 1,
    failed: 1,
    findings: ['SumTest.adds @ :11: expected: <4> but was: <3>'],
  },
  {
    tool: 'Gradle',
    output: `> Task :test FAILED

SumTest > adds() FAILED
    org.opentest4j.AssertionFailedError: expected: <4> but was: <3>
        at app//com.example.SumTest.adds(SumTest.java:11)

3 tests completed, 1 failed
`,
    passed: 2,
    failed: 1,
    findings: ['SumTest > adds() @ : org.opentest4j.AssertionFailedError: expected: <4> but was: <3>'],
  },
  {
    tool: 'dotnet',
    output: `  Failed Small.SumTests.Adds [12 ms]
  Error Message:
   Assert.Equal() Failure: Values differ
  Stack Trace:
     at Small.SumTests.Adds() in /home/ada/small/SumTests.cs:line 9

Failed!  - Failed:     1, Passed:     2, Skipped:     0, Total:     3, Duration: 12 ms
`,
    passed: 2,
    failed: 1,
    findings: ['Small.SumTests.Adds @ : Assert.Equal() Failure: Values differ'],
  },
  {
    tool: 'Deno',
    output: `running 2 tests from ./sum_test.ts
adds ... FAILED (2ms)
zero ... ok (0ms)

 ERRORS 

adds => ./sum_test.ts:4:6
error: AssertionError: Values are not equal.
    at assertEquals (https://jsr.io/@std/assert/1.0.0/equals.ts:64:9)

 FAILURES 

adds => ./sum_test.ts:4:6

FAILED | 1 passed | 1 failed (5ms)
`,
    passed: 1,
    failed: 1,
    findings: ['adds @ sum_test.ts:4: error: AssertionError: Values are not equal.'],
  },
];

describe('the output of a test tool', () => {
  for (const { tool, output, ...expected } of recorded) {
    it(`is read: ${tool}`, () => {
      const report = parseTestOutput(output, { dir, goModule: 'example.com/small' });
      assert.ok(report !== null);
      const unique = capFindings(report.findings);
      assert.deepEqual({ passed: report.passed, failed: report.failed, findings: unique.map(short) }, expected);
    });
  }

  it('is read with colours and with the line ends of Windows', () => {
    const [mocha] = recorded;
    assert.ok(mocha !== undefined);
    const coloured = mocha.output.replaceAll('failing', '\u001b[31mfailing\u001b[0m').replaceAll('\n', '\r\n');
    const report = parseTestOutput(coloured, { dir });
    assert.deepEqual(report?.findings.map(short), mocha.findings);
  });

  it('tells that no test ran', () => {
    const empty = [
      '  0 passing (1ms)\n',
      'No tests found, exiting with code 1\n',
      'No test files found, exiting with code 1\n',
      'collected 0 items\n\n============================ no tests ran in 0.01s =============================\n',
      '\n----------------------------------------------------------------------\nRan 0 tests in 0.000s\n\nNO TESTS RAN\n',
      '?   \texample.com/small\t[no test files]\n',
      'ok  \texample.com/small\t0.001s [no tests to run]\n',
      'running 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n',
      'TAP version 13\n1..0\n# tests 0\n# pass 0\n# fail 0\n',
      'ℹ tests 0\nℹ pass 0\nℹ fail 0\n',
      '[INFO] No tests to run.\n',
    ];
    for (const output of empty) {
      const report = parseTestOutput(output, { dir });
      assert.deepEqual([report?.passed, report?.failed, report?.findings.length], [0, 0, 0], output);
    }
  });

  it('adds up the tools that one command runs', () => {
    const both = recorded.filter(({ tool }) => tool === 'mocha' || tool === 'pytest');
    const report = parseTestOutput(both.map(({ output }) => output).join('\n'), { dir });
    assert.deepEqual([report?.passed, report?.failed], [2, 4]);
  });

  it('is read in little time, however long its lines are', () => {
    const long = `  1 passing\n  1 failing\n\n  1) a:\n     Error\n      at ${'a.'.repeat(200_000)}\n`;
    assert.deepEqual(parseTestOutput(long, { dir })?.failed, 1);
    assert.deepEqual(parseDiagnostics(`${'a.'.repeat(200_000)}\n${'(x:1'.repeat(100_000)}`, dir), []);
  });

  it('of an unknown tool is nothing, and no text breaks a parser', () => {
    assert.equal(parseTestOutput('everything is fine\n', { dir }), null);
    const pieces = recorded.flatMap(({ output }) => output.split('\n'));
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 40 }), (lines) => {
        const report = parseTestOutput(lines.join('\n'), { dir });
        assert.ok(report === null || (report.passed >= 0 && report.failed >= 0));
        for (const { path } of report?.findings ?? []) assert.ok(!path?.startsWith('/'));
      }),
    );
  });
});

describe('a report in JUnit XML', () => {
  it('names failed tests with their places', () => {
    const xml = `<?xml version="1.0"?>
<testsuites><testsuite name="s" tests="4">
  <testcase classname="com.example.SumTest" name="adds" file="src/SumTest.java" line="9">
    <failure message="expected: &lt;4&gt; but was: &lt;3&gt;" type="E"><![CDATA[stack]]></failure>
  </testcase>
  <testcase classname="tests.test_sum" name="test_x"><error>Traceback
/home/ada/small/tests/test_sum.py:5: ValueError</error></testcase>
  <testcase classname="a" name="b"><skipped/></testcase>
  <testcase classname="a" name="c"/>
</testsuite></testsuites>`;
    const report = parseJunitXml(xml, dir);
    assert.deepEqual([report?.passed, report?.failed], [1, 2]);
    assert.deepEqual(report?.findings.map(short), [
      'com.example.SumTest.adds @ src/SumTest.java:9: expected: <4> but was: <3>',
      'tests.test_sum.test_x @ tests/test_sum.py:5: Traceback',
    ]);
  });

  it('is nothing when it is other XML or none', () => {
    for (const text of ['<coverage/>', '<testsuite>', 'no', '']) assert.equal(parseJunitXml(text, dir), null, text);
  });
});

describe('the output of compilers and linters', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'tsc',
      "src/a.ts(3,5): error TS2322: Type 'string' is not assignable.\n",
      ["TS2322 @ src/a.ts:3: Type 'string' is not assignable."],
    ],
    ['tsc --pretty', 'src/a.ts:3:5 - error TS2322: No.\n\n3   let a\n      ~\n', ['TS2322 @ src/a.ts:3: No.']],
    [
      'eslint',
      `\n/home/ada/small/src/a.js\n  1:7   error    'a' is never used   no-unused-vars\n  2:1   warning  Unexpected console  no-console\n\n✖ 2 problems (1 error, 1 warning)\n`,
      ["no-unused-vars @ src/a.js:1: 'a' is never used", 'no-console @ src/a.js:2: Unexpected console'],
    ],
    [
      'eslint -f unix',
      "/home/ada/small/a.js:1:7: 'a' is never used. [Error/no-unused-vars]\n",
      ["no-unused-vars @ a.js:1: 'a' is never used."],
    ],
    [
      'prettier',
      'Checking formatting...\n[warn] src/a.ts\n[warn] Code style issues found in the above file. Run Prettier with --write to fix.\n',
      ['format @ src/a.ts: The file is not formatted.'],
    ],
    [
      'ruff',
      'a.py:1:8: F401 [*] `os` imported but unused\nFound 1 error.\n',
      ['F401 @ a.py:1: [*] `os` imported but unused'],
    ],
    [
      'ruff, long',
      'F401 [*] `os` imported but unused\n --> pkg/a.py:1:8\n  |\n1 | import os\n',
      ['F401 @ pkg/a.py:1: `os` imported but unused'],
    ],
    [
      'black',
      'would reformat /home/ada/small/a.py\n\nOh no!\n1 file would be reformatted.\n',
      ['format @ a.py: The file is not formatted.'],
    ],
    ['mypy', 'a.py:3: error: Incompatible types  [assignment]\n', ['assignment @ a.py:3: Incompatible types']],
    [
      'go vet',
      '# example.com/small\n./a.go:5:2: undefined: x\nvet: ./b.go:3:1: expected declaration\n',
      [' @ a.go:5: undefined: x', ' @ b.go:3: expected declaration'],
    ],
    [
      'rustc',
      'error[E0425]: cannot find value `x`\n --> src/main.rs:2:20\n  |\n\nwarning: unused variable\n  --> src/lib.rs:4:9\n',
      ['E0425 @ src/main.rs:2: cannot find value `x`', ' @ src/lib.rs:4: unused variable'],
    ],
    ['javac', 'src/A.java:5: error: ; expected\n    int a\n         ^\n1 error\n', [' @ src/A.java:5: ; expected']],
    [
      'Maven',
      '[ERROR] /home/ada/small/src/A.java:[5,10] cannot find symbol\n',
      [' @ src/A.java:5: cannot find symbol'],
    ],
    [
      'gcc',
      "a.c:3:5: warning: unused variable 'b' [-Wunused-variable]\n",
      ["-Wunused-variable @ a.c:3: unused variable 'b'"],
    ],
    ['prose', 'Listening on http://localhost:8080\n12:30:11 note: done\nsee https://x.org/a.html:5:1: there\n', []],
    [
      'other folders',
      '/usr/include/a.h:3:5: error: no\nnode_modules/x/a.ts(1,1): error TS1: no\n../b.ts(1,1): error TS1: no\n',
      [],
    ],
  ];
  for (const [tool, output, expected] of cases) {
    it(`is read: ${tool}`, () => assert.deepEqual(parseDiagnostics(output, dir).map(short), expected));
  }

  it('tells warnings from errors', () => {
    const found = parseDiagnostics('a.c:1:1: warning: w\na.c:2:1: error: e\n', dir);
    assert.deepEqual(
      found.map(({ severity }) => severity),
      ['warning', 'error'],
    );
  });
});

describe('findings', () => {
  it('are capped with a line on the rest, errors first, each once', () => {
    const many: Finding[] = Array.from({ length: 50 }, (_, line) => ({
      severity: line < 40 ? 'warning' : 'error',
      message: 'm',
      line,
    }));
    const capped = capFindings([...many, ...many]);
    assert.equal(capped.length, MAX_FINDINGS + 1);
    assert.deepEqual(
      capped.slice(0, 10).map(({ severity }) => severity),
      Array<string>(10).fill('error'),
    );
    assert.match(capped.at(-1)?.message ?? '', /^30 more findings/);
  });

  it('name paths of the project with forward slashes', () => {
    assert.equal(projectPath('C:\\small\\src\\a.ts', 'C:\\small'), 'src/a.ts');
    assert.equal(projectPath('file:///home/ada/small/a%20b.ts', dir), 'a b.ts');
    assert.equal(projectPath('/private/home/ada/small/a.ts', dir), 'a.ts');
    for (const outside of [
      '/etc/passwd',
      '../a.ts',
      'node:fs',
      'https://x/a.ts',
      '/home/ada/smaller/a.ts',
      'node_modules/a/b.js',
    ])
      assert.equal(projectPath(outside, dir), undefined, outside);
  });

  it('hold no escape sequences', () => {
    assert.equal(
      plain('\u001b[1;31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007\r\nnext'),
      'red link\nnext',
    );
  });
});
