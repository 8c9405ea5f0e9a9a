// The gates on small real projects, their real tools run by the real processes.
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gatesFor } from '../../../../src/core/gates/gates.ts';
import type { GateResult } from '../../../../src/core/gates/gate.ts';
import { runGates } from '../../../../src/core/gates/run.ts';
import { feedbackOf } from '../../../../src/core/gates/feedback.ts';
import { createProcesses } from '../../../../src/node/process/processes.ts';
import { gateContext, type ContextOptions } from '../../../support/gateContext.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { root } from '../../../support/vscode/paths.ts';

const processes = createProcesses({
  env: { ...process.env, PATH: `${root}/node_modules/.bin:${process.env['PATH'] ?? ''}` },
  graceMs: 300,
});

async function gatesOf(
  dir: string,
  options: Omit<ContextOptions, 'dir' | 'processes'> = {},
): Promise<Readonly<Record<string, GateResult>>> {
  const context = gateContext({ dir, processes, ...options });
  const results = await runGates({ gates: gatesFor(context.config), context, signal: context.signal });
  return Object.fromEntries(results.map((result) => [result.gate, result]));
}

const findingsOf = ({ verdict }: GateResult) => (verdict.status === 'skipped' ? [] : verdict.findings);

const SUM = 'exports.sum = (a, b) => a + b;\n';
const nodeTest = (expected: number): string => `const { test } = require('node:test');
const assert = require('node:assert');
const { sum } = require('./sum.js');

test('adds two numbers', () => {
  assert.strictEqual(sum(1, 2), ${expected});
});
test('adds nothing', () => {
  assert.strictEqual(sum(0, 0), 0);
});
`;
const manifest = (scripts: Readonly<Record<string, string>>): string => JSON.stringify({ name: 'small', scripts });

function hasPython(module: string): boolean {
  try {
    execFileSync(module === 'pytest' ? 'pytest' : 'python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('gates on a project', () => {
  it("of npm with node's own runner pass, and name the failed test when one fails", async () => {
    const files = { 'package.json': manifest({ test: 'node --test' }), 'sum.js': SUM };
    using good = temporaryFolder({ ...files, 'sum.test.js': nodeTest(3) });
    const { tests, build, lint, coverage, testWeakening } = await gatesOf(good.path);
    assert.equal(tests?.verdict.status, 'passed', tests?.outputTail);
    assert.deepEqual([tests.command, tests.exitCode, tests.attempts], ['npm test', 0, 1]);
    assert.ok(tests.durationMs > 0);
    for (const other of [build, lint, coverage]) assert.equal(other?.verdict.status, 'skipped');
    assert.equal(testWeakening?.verdict.status, 'passed');

    for (const reporter of ['spec', 'tap']) {
      const test = `node --test --test-reporter=${reporter}`;
      using bad = temporaryFolder({ ...files, 'package.json': manifest({ test }), 'sum.test.js': nodeTest(4) });
      const { tests: failed } = await gatesOf(bad.path);
      assert.equal(failed?.verdict.status, 'failed');
      assert.equal(failed.attempts, 2);
      const [finding, ...others] = findingsOf(failed);
      assert.deepEqual(others, [], reporter);
      assert.deepEqual([finding?.rule, finding?.path, finding?.line], ['adds two numbers', 'sum.test.js', 6], reporter);
      assert.match(finding?.message ?? '', /Expected values to be strictly equal|3 !== 4/);
      const feedback = feedbackOf([failed]);
      assert.match(feedback, /`npm test` ended with exit code 1/);
      assert.match(feedback, /adds two numbers at sum\.test\.js:6/);
    }
  });

  it('with mocha know the failed test, and an empty run as a failure', async () => {
    const test = (body: string): string => `const assert = require('assert');\ndescribe('sum', () => {\n${body}\n});\n`;
    const files = { 'package.json': manifest({ test: 'mocha' }), 'sum.js': SUM };
    const failing = test(`  it('adds', () => {\n    assert.strictEqual(require('../sum.js').sum(1, 2), 4);\n  });`);
    using bad = temporaryFolder({ ...files, 'test/sum.js': failing });
    symlinkSync(join(root, 'node_modules'), join(bad.path, 'node_modules'));
    const { tests } = await gatesOf(bad.path, { config: { gates: { retries: 0 } } });
    assert.equal(tests?.attempts, 1);
    const [finding] = findingsOf(tests);
    assert.deepEqual([finding?.rule, finding?.path, finding?.line], ['sum adds', 'test/sum.js', 4]);

    using empty = temporaryFolder({ ...files, 'test/sum.js': test('') });
    symlinkSync(join(root, 'node_modules'), join(empty.path, 'node_modules'));
    const { tests: none } = await gatesOf(empty.path);
    assert.equal(none?.verdict.status, 'failed');
    assert.match(findingsOf(none)[0]?.message ?? '', /No tests ran/);
    const relaxed = await gatesOf(empty.path, { config: { workflow: { require_tests: false } } });
    assert.deepEqual(relaxed['tests']?.verdict, { status: 'skipped', reason: 'No tests ran.' });
  });

  it('record a test that passes at the second attempt as flaky', async () => {
    const flaky = `const { test } = require('node:test');
const { existsSync, writeFileSync } = require('node:fs');
test('sometimes', () => {
  if (existsSync('seen')) return;
  writeFileSync('seen', '');
  throw new Error('not yet');
});
`;
    using folder = temporaryFolder({ 'package.json': manifest({ test: 'node --test' }), 'a.test.js': flaky });
    const { tests } = await gatesOf(folder.path);
    assert.equal(tests?.verdict.status, 'passed');
    assert.equal(tests.attempts, 2);
    assert.equal(findingsOf(tests)[0]?.severity, 'warning');
    assert.match(findingsOf(tests)[0]?.message ?? '', /sometimes/);
  });

  it('with a Makefile use its targets', async () => {
    const makefile = `CC := none\ntest: deps\n\t@echo "1..1"; echo "ok 1 - all"\ndeps:\nlint:\n\t@echo "src/a.c:3:5: error: too long"; exit 1\nbuild:\n\t@sleep 30\n`;
    using folder = temporaryFolder({ Makefile: makefile });
    const { tests, lint, build } = await gatesOf(folder.path, { config: { gates: { timeout: '1s' } } });
    assert.equal(tests?.verdict.status, 'passed', tests?.outputTail);
    assert.equal(tests.command, 'make test');
    assert.deepEqual(lint?.verdict, {
      status: 'failed',
      findings: [{ severity: 'error', message: 'too long', path: 'src/a.c', line: 3 }],
    });
    assert.equal(build?.verdict.status, 'failed');
    assert.match(findingsOf(build)[0]?.message ?? '', /`make build` was still running after 1s and was ended/);
  });

  for (const module of ['unittest', 'pytest']) {
    it(`of Python know what ${module} says, or that it is not there`, async () => {
      const body = ['    def test_adds(self):', '        self.assertEqual(1 + 2, 4)', ''].join('\n');
      const test = `import unittest\n\nclass SumTest(unittest.TestCase):\n${body}`;
      const files = module === 'pytest' ? { 'pytest.ini': '[pytest]\n' } : { 'setup.py': '' };
      using folder = temporaryFolder({ ...files, 'tests/test_sum.py': test });
      const { tests } = await gatesOf(folder.path, { config: { gates: { retries: 0 } } });
      assert.equal(tests?.verdict.status, 'failed');
      const [finding, ...others] = findingsOf(tests);
      assert.deepEqual(others, []);
      if (hasPython(module)) {
        assert.match(finding?.rule ?? '', /SumTest\W+test_adds$/);
        assert.deepEqual([finding?.path, finding?.line], ['tests/test_sum.py', 5]);
        assert.match(finding?.message ?? '', /3 != 4/);
      } else assert.match(finding?.message ?? '', /could not be started/);
    });
  }

  it('without any command fail where tests are required', async () => {
    using folder = temporaryFolder({ 'package.json': manifest({ test: 'echo "Error: no test specified" && exit 1' }) });
    const { tests } = await gatesOf(folder.path);
    assert.equal(tests?.verdict.status, 'failed');
    assert.match(findingsOf(tests)[0]?.message ?? '', /no command that runs tests.*gates\.test/);
    const skipped = await gatesOf(folder.path, { config: { gates: { test: 'exit 0', skip: ['tests'] } } });
    assert.equal(skipped['tests']?.verdict.status, 'failed');
    const missing = await gatesOf(folder.path, { config: { gates: { test: 'conductor-no-such-tool' } } });
    assert.match(findingsOf(missing['tests']!)[0]?.message ?? '', /could not be started: .*conductor-no-such-tool/);
    assert.equal(missing['tests']?.attempts, 1);
  });

  it('read coverage from a report', async () => {
    const lcov = 'SF:a.js\nDA:1,1\nDA:2,1\nDA:3,0\nDA:4,0\nend_of_record\n';
    using folder = temporaryFolder({
      'package.json': manifest({ test: 'node --test' }),
      'sum.js': SUM,
      'sum.test.js': nodeTest(3),
      'coverage/lcov.info': lcov,
    });
    const at = async (workflow: object, more: object = {}): Promise<GateResult> =>
      (await gatesOf(folder.path, { config: { workflow, gates: { skip: ['build'] } }, ...more }))['coverage']!;
    const plainly = await at({});
    assert.deepEqual([plainly.verdict.status, plainly.coverage], ['passed', 50]);
    const low = await at({ min_coverage: 60 }, { baseCoverage: 55 });
    assert.equal(low.verdict.status, 'failed');
    assert.match(findingsOf(low)[0]?.message ?? '', /cover 50 % of the lines; at least 60 % must be/);
    assert.deepEqual(
      findingsOf(low).map(({ severity }) => severity),
      ['error', 'warning'],
    );
    const dropped = await at({ min_coverage: 50 }, { baseCoverage: 55 });
    assert.equal(dropped.verdict.status, 'passed');
    assert.match(findingsOf(dropped)[0]?.message ?? '', /fell from 55 % to 50 %/);
    const none = await gatesOf(folder.path, {
      config: { workflow: { min_coverage: 1 }, gates: { coverage_report: 'no.xml' } },
    });
    assert.equal(none['coverage']?.verdict.status, 'failed');
    assert.match(findingsOf(none['coverage'])[0]?.message ?? '', /no\.xml is no coverage report/);
  });
});
