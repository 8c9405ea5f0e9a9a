import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ConductorError } from '../../../../src/core/errors.ts';
import { applyEdits } from '../../../../src/core/plan/edit.ts';
import { findCycles } from '../../../../src/core/plan/graph.ts';
import { taskContentOf, type TaskContent } from '../../../../src/core/plan/importContent.ts';
import {
  assertImportable,
  planImport,
  type CurrentTask,
  type ImportLink,
  type ImportWork,
} from '../../../../src/core/plan/importDiff.ts';
import type { Plan, TaskKey } from '../../../../src/core/plan/model.ts';
import type { TaskId, TaskStatus } from '../../../../src/core/tasks/model.ts';
import { arbitraryPlan, dependency, key, plan, planOf, task, withoutEdges } from './planBuilder.ts';

const id = (text: string): TaskId => text as TaskId;

/** Taskwerk in memory: what the store does with an import's work, and what people do in between. */
class Table {
  readonly links = new Map<TaskKey, ImportLink>();
  readonly rows = new Map<TaskId, CurrentTask>();
  #last = 0;

  work(whole: Plan): ImportWork {
    let last = this.#last;
    return planImport({
      plan: whole,
      links: [...this.links.values()],
      current: this.rows,
      nextId: () => id(`TASK-${String(++last).padStart(3, '0')}`),
    });
  }

  import(whole: Plan): ImportWork {
    const work = this.work(whole);
    for (const write of work.writes) {
      const row = this.rows.get(write.taskId);
      if (write.kind === 'add') {
        assert.ok(!row, 'an id was given twice');
        assert.ok(
          write.written.parent === null || this.rows.has(write.written.parent),
          'a child came before its parent',
        );
        this.rows.set(write.taskId, { status: 'todo', content: write.written });
        this.#last++;
      } else {
        assert.ok(row);
        this.rows.set(write.taskId, { ...row, content: { ...row.content, ...write.fields } });
      }
      this.links.set(write.key, { key: write.key, taskId: write.taskId, written: write.written });
    }
    for (const { content } of this.rows.values()) {
      for (const on of content.dependsOn) assert.ok(this.rows.has(on), 'a dependency leads nowhere');
    }
    return work;
  }

  idOf(name: string): TaskId {
    const link = this.links.get(key(name));
    assert.ok(link, `${name} was not imported`);
    return link.taskId;
  }

  row(name: string): CurrentTask {
    const row = this.rows.get(this.idOf(name));
    assert.ok(row, `${name} is gone`);
    return row;
  }

  change(name: string, content: Partial<TaskContent>, status: TaskStatus = this.row(name).status): void {
    this.rows.set(this.idOf(name), { status, content: { ...this.row(name).content, ...content } });
  }

  delete(name: string): void {
    const gone = this.idOf(name);
    for (const [other, { content }] of [...this.rows]) if (content.parent === gone) this.delete(this.keyOf(other));
    this.rows.delete(gone);
    for (const [other, row] of this.rows) {
      const dependsOn = row.content.dependsOn.filter((on) => on !== gone);
      this.rows.set(other, { ...row, content: { ...row.content, dependsOn } });
    }
  }

  keyOf(taskId: TaskId): string {
    const link = [...this.links.values()].find((candidate) => candidate.taskId === taskId);
    assert.ok(link);
    return link.key;
  }
}

const kinds = ({ changes }: ImportWork): Record<string, string> =>
  Object.fromEntries(changes.map((change) => [change.key, change.kind]));
const changeOf = (work: ImportWork, name: string) => {
  const change = work.changes.find((candidate) => candidate.key === name);
  assert.ok(change, `nothing is said of ${name}`);
  return change;
};
const retitled = (whole: Plan, name: string, title: string): Plan =>
  applyEdits(whole, [{ type: 'set', key: key(name), fields: { title } }]);
const imported = (whole: Plan): Table => {
  const table = new Table();
  table.import(whole);
  return table;
};

const whole = plan({
  a: { hours: 2.2, tags: ['z', 'b', 'b'] },
  b: { parent: 'a' },
  c: { parent: 'a', on: ['b'] },
  d: { on: ['a', 'c'] },
});

describe('planImport', () => {
  it('adds all tasks to an empty Taskwerk, parents before children', () => {
    const table = new Table();
    const work = table.import(whole);
    assert.deepEqual(kinds(work), { a: 'add', b: 'add', c: 'add', d: 'add' });
    assert.deepEqual(Object.fromEntries(work.taskIds), { a: 'TASK-001', b: 'TASK-002', c: 'TASK-003', d: 'TASK-004' });
    const { name, estimate, tags, parent, metadata } = table.row('a').content;
    assert.deepEqual([name, estimate, tags, parent], ['Build a', 3, ['b', 'z'], null]);
    assert.deepEqual(metadata, {
      conductor_plan: 'docs/prd.md',
      conductor_key: 'a',
      acceptance_criteria: 'a works',
      complexity: 3,
      estimate_rule: 'set by the test',
    });
    assert.deepEqual(table.row('d').content.dependsOn, ['TASK-001', 'TASK-003']);
  });

  it('changes nothing the second time', () => {
    const work = imported(whole).work(whole);
    assert.deepEqual([work.writes, new Set(Object.values(kinds(work)))], [[], new Set(['unchanged'])]);
  });

  it('changes only what changed in the plan', () => {
    const table = imported(whole);
    const work = table.import(retitled(whole, 'b', 'Build the best b'));
    assert.deepEqual(kinds(work), { a: 'unchanged', b: 'change', c: 'unchanged', d: 'unchanged' });
    assert.deepEqual(changeOf(work, 'b'), {
      kind: 'change',
      key: 'b',
      taskId: 'TASK-002',
      title: 'Build the best b',
      fields: [{ field: 'name', from: 'Build b', to: 'Build the best b' }],
    });
  });

  it('takes a moved source line for no change, and brings it along with one', () => {
    const at = (line: number) => ({ line, column: 1, endLine: line, endColumn: 9 });
    const table = imported(planOf([task('a', { source: at(3) })]));
    assert.equal(table.import(planOf([task('a', { source: at(9) })])).writes.length, 0);
    table.import(planOf([task('a', { source: at(9), title: 'New' })]));
    assert.equal(table.row('a').content.metadata['conductor_source'], '9:1-9:9');
  });

  it('keeps what a person changed, and says so', () => {
    const table = imported(whole);
    table.change('b', { name: 'My b', priority: 'critical' });
    const work = table.import(retitled(whole, 'b', 'Other b'));
    const kept = changeOf(work, 'b');
    assert.equal(kept.kind === 'keep' && kept.reason, 'Its name and its priority were changed in Taskwerk and stay.');
    assert.equal(table.row('b').content.name, 'My b');
  });

  it('changes the other fields of a task that a person changed in one', () => {
    const table = imported(whole);
    table.change('b', { name: 'My b' });
    const next = applyEdits(whole, [{ type: 'set', key: key('b'), fields: { title: 'Other', category: 'api' } }]);
    const change = changeOf(table.import(next), 'b');
    assert.ok(change.kind === 'change');
    assert.deepEqual(change.fields, [{ field: 'category', from: 'feature', to: 'api' }]);
    assert.equal(change.kept, 'Its name was changed in Taskwerk and stays.');
    assert.deepEqual([table.row('b').content.name, table.row('b').content.category], ['My b', 'api']);
    assert.equal(table.import(next).writes.length, 0);
  });

  for (const [status, words] of [
    ['in-progress', 'in progress'],
    ['done', 'done'],
    ['blocked', 'blocked'],
    ['cancelled', 'cancelled'],
  ] as const) {
    it(`never changes a task that is ${words}`, () => {
      const table = imported(whole);
      table.change('b', {}, status);
      const kept = changeOf(table.import(retitled(whole, 'b', 'Other')), 'b');
      assert.equal(kept.kind === 'keep' && kept.reason, `It is ${words} in Taskwerk and stays as it is.`);
      assert.equal(changeOf(table.import(whole), 'b').kind, 'unchanged');
    });
  }

  it('does not make a deleted task again, and hangs new ones below it higher', () => {
    const table = imported(whole);
    table.delete('a');
    const work = table.import(applyEdits(whole, [{ type: 'add', parent: key('b'), title: 'New' }]));
    assert.deepEqual(kinds(work), { a: 'keep', b: 'keep', new: 'add', c: 'keep', d: 'unchanged' });
    assert.equal(table.row('new').content.parent, null);
    assert.ok(!work.taskIds.has(key('a')));
  });

  it('leaves in place what is no longer in the plan or is left out of it', () => {
    const table = imported(whole);
    const next = applyEdits(whole, [
      { type: 'delete', keys: [key('d')] },
      { type: 'include', key: key('c'), included: false },
    ]);
    const work = table.import(next);
    assert.equal(work.writes.length, 0);
    const reasons = ['c', 'd']
      .map((name) => changeOf(work, name))
      .map((gone) => gone.kind === 'removed' && gone.reason);
    assert.deepEqual(reasons, [
      'It is left out of the plan now; it stays in Taskwerk.',
      'It is no longer in the plan; it stays in Taskwerk.',
    ]);
  });

  it('hangs the children of a task that is left out on the one above', () => {
    const gap = plan({ a: {}, b: { parent: 'a', included: false }, c: { parent: 'b' }, d: { on: ['b'] } });
    const table = imported(gap);
    assert.equal(table.row('c').content.parent, table.idOf('a'));
    assert.deepEqual(table.row('d').content.dependsOn, []);
  });

  it('changes in a list only what the plan changed', () => {
    const table = imported(whole);
    table.change('d', { tags: ['urgent'], dependsOn: [table.idOf('a'), table.idOf('b'), table.idOf('c')] });
    const next = applyEdits(whole, [
      { type: 'undepend', key: key('d'), on: key('a') },
      { type: 'set', key: key('d'), fields: { tags: ['new'] } },
    ]);
    table.import(next);
    assert.deepEqual(table.row('d').content.dependsOn, [table.idOf('b'), table.idOf('c')]);
    assert.deepEqual(table.row('d').content.tags, ['new', 'urgent']);
    assert.equal(table.import(next).writes.length, 0);
  });

  it('leaves metadata of others alone', () => {
    const table = imported(whole);
    table.change('b', { metadata: { ...table.row('b').content.metadata, reviewer: 'Ada', complexity: 9 } });
    const next = applyEdits(whole, [
      { type: 'set', key: key('b'), fields: { acceptanceCriteria: ['b shines'], complexity: 4 } },
    ]);
    const change = changeOf(table.import(next), 'b');
    assert.equal(change.kind === 'change' && change.kept, 'Its metadata were changed in Taskwerk and stay.');
    const { reviewer, complexity, acceptance_criteria: criteria } = table.row('b').content.metadata;
    assert.deepEqual([reviewer, complexity, criteria], ['Ada', 9, 'b shines']);
  });

  it('leaves a task with a dotted id under its parent', () => {
    const table = new Table();
    table.import(plan({ a: {}, b: {} }));
    table.links.set(key('b'), {
      key: key('b'),
      taskId: id('TASK-001.1'),
      written: { ...table.row('b').content, parent: id('TASK-001') },
    });
    table.rows.set(id('TASK-001.1'), {
      status: 'todo',
      content: { ...table.row('a').content, ...table.links.get(key('b'))?.written },
    });
    const kept = changeOf(table.work(plan({ a: {}, b: {} })), 'b');
    assert.equal(kept.kind === 'keep' && kept.reason, 'Its id belongs to TASK-001, so it stays there.');
  });

  it('closes no loop with what a person linked in Taskwerk', () => {
    const table = imported(plan({ a: {}, b: {} }));
    table.change('a', { dependsOn: [table.idOf('b')] });
    const kept = changeOf(table.import(plan({ a: {}, b: { on: ['a'] } })), 'b');
    assert.match(kept.kind === 'keep' ? kept.reason : '', /would wait for each other/);
    assert.deepEqual(table.row('b').content.dependsOn, []);

    const moved = imported(plan({ a: {}, b: {} }));
    moved.change('a', { parent: moved.idOf('b') });
    const stays = changeOf(moved.import(plan({ a: {}, b: { parent: 'a' } })), 'b');
    assert.match(stays.kind === 'keep' ? stays.reason : '', /lie in a circle/);
  });

  it('is idempotent, never overwrites and never loses, whatever happens in between', () => {
    const cut = (any: Plan): Plan => {
      const edges = findCycles(any).flatMap((cycle) => cycle.cut);
      return withoutEdges(any, (from, to) => edges.some((edge) => edge.from === from && edge.to === to));
    };
    const hands = fc.array(fc.tuple(fc.constantFrom('name', 'tags', 'status', 'delete', 'edge'), fc.nat(20)), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(arbitraryPlan(10, 15).map(cut), arbitraryPlan(10, 15).map(cut), hands, (first, second, acts) => {
        const table = imported(first);
        const mine = new Set<TaskId>();
        for (const [act, pick] of acts) {
          const ids = [...table.rows.keys()];
          const chosen = ids[pick % Math.max(1, ids.length)];
          if (chosen === undefined) continue;
          const name = table.keyOf(chosen);
          if (act === 'name') table.change(name, { name: 'Mine' });
          if (act === 'tags') table.change(name, { tags: ['mine'] });
          if (act === 'status') table.change(name, {}, 'done');
          if (act === 'edge')
            table.change(name, { dependsOn: ids.slice(0, pick % 3).filter((other) => other !== chosen) });
          if (act === 'name') mine.add(chosen);
          if (act === 'delete') table.delete(name);
        }
        const before = new Map(table.rows);
        const gone = [...table.links.values()].filter(({ taskId }) => !before.has(taskId)).map((link) => link.taskId);
        table.import(second);
        for (const [taskId, row] of before) {
          const after = table.rows.get(taskId);
          assert.ok(after, 'a task was lost');
          if (row.status === 'done') assert.deepEqual(after, row);
          if (mine.has(taskId)) assert.equal(after.content.name, 'Mine');
        }
        for (const taskId of gone) assert.ok(!table.rows.has(taskId), 'a deleted task came back');
        assert.equal(table.import(second).writes.length, 0, 'the second import writes something');
      }),
      { numRuns: 300 },
    );
  });
});

describe('assertImportable', () => {
  const refused = (any: Plan, code: string, pattern: RegExp) =>
    assert.throws(
      () => assertImportable(any),
      (error) =>
        error instanceof ConductorError &&
        error.code === code &&
        pattern.test(`${error.message} ${error.remedy?.text ?? ''}`),
    );

  it('names no more of a large cycle than a person reads', () => {
    const ring = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`t${at}`, { on: [`t${(at + 1) % 100}`] }]));
    refused(
      plan(ring),
      'plan.cycle',
      /^[^.]*: (?:t\d+, ){11}t\d+ and 88 more\. Remove the dependency of "t\d+" on "t\d+"\.$/,
    );
  });

  it('refuses cycles, naming what to cut, and references that lead nowhere', () => {
    refused(plan({ a: { on: ['b'] }, b: { on: [['a', 0.1]] } }), 'plan.cycle', /: a, b\. .*of "b" on "a"/);
    refused(plan({ a: { on: ['nobody'] } }), 'plan.invalid', /"a" depends on "nobody", which is not in the plan/);
    refused(plan({ a: { on: ['a'] } }), 'plan.invalid', /"a" depends on itself/);
    refused(plan({ a: { parent: 'b' }, b: { parent: 'a' } }), 'plan.invalid', /its own ancestor/);
  });

  it('lets a sound plan pass, and what is left out be as it likes', () => {
    assertImportable(whole);
    assertImportable(plan({ a: { on: ['a', 'nobody', 'b'], included: false }, b: { on: ['a'] } }));
  });
});

describe('taskContentOf', () => {
  const contentOf = (sketch: Parameters<typeof task>[1]): TaskContent => {
    const draft = task('a', sketch);
    return taskContentOf(planOf([draft]), draft, { parent: null, dependsOn: [] });
  };

  it('carries a long description on in the details and counts what fits nowhere', () => {
    const words = Array.from({ length: 4000 }, (_, index) => `word${index}`).join(' ');
    const { description, content } = contentOf({ description: words });
    assert.ok(description.length <= 1000 && content.length <= 10_000);
    const shown = description.replace(/ …$/u, '').length + 1 + content.replace(/^… /u, '').split('\n\n… ')[0]!.length;
    const missing = Number(/… (\d+) more characters: see docs\/prd\.md$/u.exec(content)?.[1]);
    const criteria = '\n\n**Acceptance criteria**\n\n* a works'.length;
    assert.ok(Math.abs(shown + missing - words.length - criteria) <= 4, `${shown} + ${missing} of ${words.length}`);
  });

  it('stays within the limits and never cuts a character in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 3000 }), fc.nat(400), (text, times) => {
        const content = contentOf({
          title: text.repeat(3) || 'x',
          description: '🙂'.repeat(times) + text.repeat(20),
          category: '🙂'.repeat(40),
        });
        assert.ok(content.name.length <= 255 && !/[\r\n]/u.test(content.name));
        assert.ok(
          content.description.length <= 1000 && content.content.length <= 10_000 && content.category.length <= 50,
        );
        for (const field of [content.name, content.description, content.content, content.category]) {
          assert.ok(field.isWellFormed());
        }
      }),
    );
  });

  it("keeps out what steers a terminal or Taskwerk's Markdown export", () => {
    const { name, description } = contentOf({
      title: 'A\u001b[31m b\nc',
      description: 'One\r\n## TASK-1: two\r\u0007### Notes',
    });
    assert.equal(name, 'A[31m b c');
    assert.equal(description, 'One\n\\## TASK-1: two\n\\### Notes');
  });

  it('keeps a full title that does not fit', () => {
    const title = 'long '.repeat(60).trim();
    const { name, description } = contentOf({ title });
    assert.ok(name.endsWith(' …') && description.startsWith(title));
  });

  it('writes no dependency twice', () => {
    const draft = { ...task('a'), dependsOn: [dependency('b')] };
    const { dependsOn } = taskContentOf(planOf([draft]), draft, {
      parent: null,
      dependsOn: [id('TASK-2'), id('TASK-1'), id('TASK-2')],
    });
    assert.deepEqual(dependsOn, ['TASK-1', 'TASK-2']);
  });
});
