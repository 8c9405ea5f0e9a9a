import assert from 'node:assert/strict';
import fc from 'fast-check';
import { configKeys } from '../../../../src/core/config/describe.ts';
import { setConfigValue } from '../../../../src/core/config/edit.ts';
import { readConfig } from '../../../../src/core/config/read.ts';
import { resolveConfig } from '../../../../src/core/config/resolve.ts';
import { parseDuration } from '../../../../src/core/config/schema.ts';

const DOCUMENTED = `# Taskwerk's own part
general:
  nonsense: true
orchestration:
  agents:
    claude:
      model: claude-3-opus-20240229
      max_tokens: 4000
      temperature: 0.2
  workflow:
    require_tests: true
    min_coverage: 80
    auto_commit: true
    branch_pattern: "feature/{task_id}-{task_slug}"
  safety:
    max_consecutive_failures: 3
    max_task_duration: 30m
    require_approval_for:
      - database_migrations
      - security_files
      - config_changes
`;

describe('the configuration', () => {
  it('takes the keys of the planning document as they stand, beside keys of Taskwerk', () => {
    const { values, problems } = readConfig(DOCUMENTED);
    assert.deepEqual(problems, []);
    const { config, entries } = resolveConfig(values);
    assert.equal(config.agents['claude']?.max_tokens, 4000);
    assert.equal(config.workflow.min_coverage, 80);
    assert.equal(entries.find(({ name }) => name === 'workflow.min_coverage')?.origin, 'file');
    assert.equal(entries.find(({ name }) => name === 'planning.max_depth')?.origin, 'default');
  });

  it('is whole without a file', () => {
    const { config } = resolveConfig(readConfig('').values);
    assert.equal(config.safety.max_task_duration, '30m');
    assert.equal(config.workflow.branch_pattern, 'feature/{task_id}-{task_slug}');
    assert.equal(config.agents['claude']?.max_tokens, 16_000);
  });

  it("lets one user's settings win over the file, key by key", () => {
    const { config, entries } = resolveConfig(
      { safety: { max_consecutive_failures: 5, max_task_duration: '1h' } },
      { safety: { max_task_duration: '2h' } },
    );
    assert.deepEqual([config.safety.max_consecutive_failures, config.safety.max_task_duration], [5, '2h']);
    assert.equal(entries.find(({ name }) => name === 'safety.max_task_duration')?.origin, 'user');
  });

  for (const [what, text, line, message] of [
    [
      'an unknown key',
      'orchestration:\n  workflow:\n    require_test: true\n',
      3,
      /no setting "require_test" in orchestration\.workflow/,
    ],
    ['an unknown section', 'orchestration:\n  wrkflow: {}\n', 2, /no setting "wrkflow" in orchestration/],
    ['a bad duration', 'orchestration:\n  safety:\n    max_task_duration: 30\n', 3, /max_task_duration/],
    [
      'a branch pattern without a task id',
      'orchestration:\n  workflow:\n    branch_pattern: "x/{slug}"\n',
      3,
      /task_id/,
    ],
    [
      'a bad item of a list',
      'orchestration:\n  safety:\n    require_approval_for:\n      - database_migrations\n      - everything\n',
      5,
      /require_approval_for\.1/,
    ],
    ['a block that is no mapping', 'orchestration: 5\n', 1, /orchestration/],
    ['a duplicate key', 'orchestration:\n  safety: {}\n  safety: {}\n', 3, /not valid YAML/],
    ['broken YAML', 'orchestration: [\n', 2, /not valid YAML/],
  ] as const) {
    it(`names ${what} with its line`, () => {
      const { problems } = readConfig(text);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!.message, message);
      assert.equal(problems[0]!.span.line, line);
    });
  }

  it('leaves out what is faulty and keeps the rest', () => {
    const text = 'orchestration:\n  safety:\n    max_task_duration: soon\n    max_consecutive_failures: 7\n';
    const { config } = resolveConfig(readConfig(text).values);
    assert.deepEqual([config.safety.max_task_duration, config.safety.max_consecutive_failures], ['30m', 7]);
  });

  it('never throws, and what it gives can always be resolved', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => `orchestration: ${json}`),
        ),
        (text) => {
          resolveConfig(readConfig(text).values);
        },
      ),
    );
  });

  it('describes every key with words and a type', () => {
    const keys = configKeys();
    assert.ok(keys.length >= 15);
    for (const key of keys) assert.ok(key.description && key.type, key.name);
    assert.equal(keys.find(({ name }) => name === 'planning.planner')?.choices.length, 3);
  });

  it('changes one value and leaves comments and foreign keys alone', () => {
    const changed = setConfigValue(DOCUMENTED, ['safety', 'max_task_duration'], '1h');
    assert.equal(changed, DOCUMENTED.replace('30m', '1h'));
    assert.equal(setConfigValue('', ['planning', 'max_depth'], 2), 'orchestration:\n  planning:\n    max_depth: 2\n');
    assert.throws(() => setConfigValue('a: [', ['x'], 1), { code: 'config.invalid' });
  });

  it('reads durations', () => {
    assert.deepEqual(['90s', '30m', '2h'].map(parseDuration), [90_000, 1_800_000, 7_200_000]);
    assert.throws(() => parseDuration('soon'), RangeError);
  });
});
