import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatPlanDocument, parsePlanDocument } from '../../../../src/core/plan/document.ts';
import { findCycles } from '../../../../src/core/plan/graph.ts';
import type { Plan } from '../../../../src/core/plan/model.ts';
import { arbitraryPlan, plan, planOf, requirement, requirementId, task, withoutEdges } from './planBuilder.ts';

const whole = plan(
  {
    backend: { description: 'All that the server does.\n\n- stores\n- answers', tags: ['api', 'needs: care'] },
    schema: { parent: 'backend', hours: 3.5, covers: ['r1'] },
    api: { parent: 'backend', on: [['schema', 0.8]], acceptanceCriteria: ['It answers: always', 'true'] },
    ui: { on: ['backend'], included: false, priority: 'high' },
  },
  { requirements: [requirement('r1'), requirement('r2')], uncovered: [{ id: requirementId('r2'), reason: 'A goal.' }] },
);

const TEXT = `# Edit the tasks and save; the Plans view follows, and what you change is kept when the PRD is planned again.
# Children stand under \`tasks:\` of their parent. A new task needs a title alone.
# \`depends_on\` lists the keys of tasks that must be done first; \`include: false\` leaves a task out of the import.
# A key ties a task to what was imported: change titles freely, keys with care, and everywhere they are named.
title: A product
source: docs/prd.md
tasks:
  - key: backend
    title: Build backend
    description: |-
      All that the server does.

      - stores
      - answers
    priority: medium
    category: feature
    hours: 2
    complexity: 3
    tags: [api, "needs: care"]
    criteria:
      - backend works
    tasks:
      - key: schema
        title: Build schema
        description: What schema is for.
        priority: medium
        category: feature
        hours: 3.5
        complexity: 3
        covers: [r1]
        criteria:
          - schema works
      - key: api
        title: Build api
        description: What api is for.
        priority: medium
        category: feature
        hours: 2
        complexity: 3
        depends_on:
          - schema # stated, 80 %: The document says so of schema.
        criteria:
          - "It answers: always"
          - "true"
  - key: ui
    title: Build ui
    include: false
    description: What ui is for.
    priority: high
    category: feature
    hours: 2
    complexity: 3
    depends_on:
      - backend # stated, 50 %: The document says so of backend.
    criteria:
      - ui works
`;

const parsed = (text: string, base = whole): Plan => {
  const result = parsePlanDocument(text, base);
  assert.ok(result.plan, result.problems.map(({ message }) => message).join('\n'));
  return result.plan;
};
/** The problems as "line:column message". */
const problems = (text: string, base = whole): readonly string[] =>
  parsePlanDocument(text, base).problems.map(({ message, span }) => `${span.line}:${span.column} ${message}`);

describe('the plan document', () => {
  // mocha keeps whole stacks; with the deep ones of hostile documents that takes minutes.
  const { stackTraceLimit } = Error;
  before(() => (Error.stackTraceLimit = 10));
  after(() => (Error.stackTraceLimit = stackTraceLimit));

  it('reads well', () => assert.equal(formatPlanDocument(whole), TEXT));

  it('changes nothing when nothing was changed', () => {
    assert.equal(parsed(TEXT), whole);
    assert.equal(parsed(formatPlanDocument(planOf([])), planOf([])).tasks.length, 0);
  });

  it('gives any plan back as it was', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc
        .array(fc.constantFrom(' ', '\n', '\t', '#', ':', '-', 'a', '"', "'", '\r', '|', '0', '\u0085', '~', '%'), {
          maxLength: 12,
        })
        .map((parts) => parts.join('')),
      fc.constantFrom(
        'null',
        'yes',
        '1.5',
        '0x1',
        '- a',
        'a: b',
        'a #b',
        '[x',
        '{',
        '&a',
        '*a',
        '!t',
        '---',
        '...',
        '\ufeff',
        '?',
      ),
    );
    const wild = fc
      .tuple(arbitraryPlan(12, 20), fc.array(text, { minLength: 60, maxLength: 60 }))
      .map(([any, texts]): Plan => {
        const edges = findCycles(any).flatMap(({ cut }) => cut);
        const sound = withoutEdges(any, (from, to) => edges.some((edge) => edge.from === from && edge.to === to));
        const textAt = (index: number): string => texts[index % texts.length] ?? '';
        return {
          ...sound,
          title: textAt(0),
          tasks: sound.tasks.map((draft, index) => ({
            ...draft,
            title: `${textAt(5 * index)}x`,
            description: textAt(5 * index + 1),
            category: textAt(5 * index + 2),
            tags: [textAt(5 * index + 3)],
            acceptanceCriteria: [textAt(5 * index + 4), textAt(index)],
          })),
        };
      });
    fc.assert(
      fc.property(wild, (any) => {
        assert.deepEqual(parsed(formatPlanDocument(any), any), any);
      }),
      { numRuns: 50 },
    );
  }).timeout(60_000);

  it('takes over what a person wrote and marks it', () => {
    const after = parsed(
      TEXT.replace('hours: 3.5', 'hours: 5')
        .replace('title: Build ui', 'title: Draw the pages')
        .replace('    include: false\n', ''),
    );
    const [, schema, , ui] = after.tasks;
    assert.deepEqual([schema?.estimate, schema?.edited], [{ hours: 5, rule: 'Set by a person' }, ['estimate']]);
    assert.deepEqual([ui?.title, ui?.included, ui?.edited], ['Draw the pages', true, ['title', 'included']]);
    assert.equal(after.tasks[2], whole.tasks[2]);
  });

  it("keeps the evidence of dependencies that stay, and takes new ones for a person's", () => {
    const after = parsed(TEXT.replace('- backend #', '- schema\n      - backend #'));
    assert.ok(after.tasks[3]);
    assert.deepEqual(
      after.tasks[3].dependsOn.map(({ key, kind }) => [key, kind]),
      [
        ['schema', 'manual'],
        ['backend', 'stated'],
      ],
    );
    assert.equal(after.tasks[3].dependsOn[1], whole.tasks[3]?.dependsOn[0]);
  });

  it('adds, moves and deletes tasks', () => {
    const after = parsed(
      'tasks:\n  - title: Write the docs\n    tasks:\n      - {key: api, title: Build api}\n  - {key: ui, title: Build ui, parent: api}\n',
    );
    assert.deepEqual(
      after.tasks.map(({ key, parent, edited }) => [key, parent, edited[0]]),
      [
        ['write-the-docs', null, 'all'],
        ['api', 'write-the-docs', 'description'],
        ['ui', 'api', 'description'],
      ],
    );
    assert.deepEqual(
      after.uncovered.map(({ id }) => id),
      ['r1', 'r2'],
    );
  });

  it('says what is wrong and where', () => {
    const wrong = (from: string, to: string, needle: string, message: string): void => {
      const text = TEXT.replace(from, to);
      const before = text.slice(0, text.lastIndexOf(needle)).split('\n');
      const [first = '', ...more] = problems(text);
      assert.deepEqual(
        [more, first.split(' ')[0]],
        [[], `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`],
        first,
      );
      assert.ok(first.includes(` ${message}`), first);
    };
    wrong('hours: 3.5', 'hours: many', 'many', '"hours" must be a number of 0 or more.');
    wrong('priority: high', 'priority: urgent', 'urgent', 'A priority must be one of critical, high, medium, low.');
    wrong('hours: 3.5', 'houres: 3', 'houres', '"houres" is not known here; known are key, title');
    wrong('key: ui', 'key: api', 'api\n    title: Build ui', 'Two tasks have the key "api".');
    wrong('- backend #', '- backent #', 'backent', 'No task has the key "backent".');
    wrong('- backend #', '- ui #', 'ui # ', 'The task "ui" cannot wait for itself.');
    wrong('[r1]', '[r9]', 'r9', 'The PRD has no requirement "r9".');
    wrong('title: Build ui', 'title: ""', '""', 'A task needs a title.');
    wrong('docs/prd.md', 'other.md', 'other.md', 'The source is "docs/prd.md" and cannot be changed here.');
    wrong('- schema #', '- backend #', 'backend # stated, 80', 'These tasks wait for each other: backend, api.');
    assert.deepEqual(problems('tasks: [{key: a, title: A, parent: b}, {key: b, title: B, parent: a}]'), [
      '1:25 The hierarchy does not work: the task "a" is its own ancestor.',
    ]);
    assert.match(problems('tasks: [')[0] ?? '', /^1:\d/);
    for (const text of [
      '',
      'null',
      '- a',
      'text',
      'tasks: 5',
      'tasks: [5]',
      'tasks: [{title: [1]}]',
      'a: &x [*x]',
      'tasks: *nobody',
      '? {a: b}\n: c',
    ]) {
      assert.ok(problems(text).length > 0, text);
    }
  });

  it('survives hostile documents', () => {
    const bomb = `a: &a [x]\n${Array.from({ length: 30 }, (_, index) => `k${index}: &k${index} [*a, *a, *a]`).join('\n')}\ntasks: *a\n`;
    const hostile = [
      bomb,
      '['.repeat(20_000),
      `tasks: ${'[{title: a, tasks: '.repeat(5000)}`,
      `tasks: ${'[{title: a, tasks: '.repeat(100)}[]${'}]'.repeat(100)}`,
      'x'.repeat(12_000_001),
      '\u0000\uFFFF',
      `{${Array.from({ length: 5000 }, (_, index) => `k${index}: 1`).join(', ')}}`,
      '!!js/function "function(){}"',
    ];
    for (const text of hostile) {
      const found = problems(text);
      assert.ok(found.length > 0 && found.length <= 100, text.slice(0, 40));
    }
  }).timeout(60_000);

  it('says that a document is nested too deeply', () => {
    assert.deepEqual(problems('['.repeat(20_000)), ['1:1 The document is nested too deeply.']);
  });

  it('shows a hierarchy of any depth', () => {
    const deep = planOf(
      Array.from({ length: 300 }, (_, index) => task(`t${index}`, index > 0 ? { parent: `t${index - 1}` } : {})),
    );
    assert.equal(parsed(formatPlanDocument(deep), deep), deep);
  });

  it('lets key words of objects be nothing special', () => {
    assert.match(problems('__proto__: 1\ntasks: []')[0] ?? '', /"__proto__" is not known/);
    assert.equal(parsed('tasks: [{key: constructor, title: constructor}]').tasks[0]?.key, 'constructor');
  });
});
