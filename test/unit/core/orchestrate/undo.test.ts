// Undo Run where git knows less than the person's folder held: files that it ignores, and what was written while the run went on.
import assert from 'node:assert/strict';
import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelBackend } from '../../../../src/core/model/backend.ts';
import type { ReviewRequest } from '../../../../src/core/review/approvals.ts';
import { ACCEPT, ScriptedPeople } from '../../../support/people.ts';
import { PACKAGE_FILES, RunProject } from '../../../support/runProject.ts';

interface Call {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const write = (path: string, text: string): Call => ({ name: 'write_file', input: { path, text } });
const done: Call = { name: 'complete', input: { summary: 'Changed it.' } };

/** Answers at once, with the calls of one turn after the other. */
function model(turns: readonly (readonly Call[])[]): ModelBackend {
  let turn = 0;
  const info = { id: 'instant', name: 'instant', maxInput: 1_000_000, takesTemperature: false, takesSchema: true };
  return {
    name: 'instant',
    isReady: () => Promise.resolve(true),
    countTokens: () => Promise.resolve(0),
    listModels: () => Promise.resolve([info]),
    async *stream() {
      await Promise.resolve();
      const calls = turns[turn++] ?? [done];
      const parts = calls.map((call, index) => ({ type: 'toolUse', id: `${turn}-${index}`, ...call }) as const);
      yield { type: 'done', parts, stop: 'tools', usage: { input: 1, cacheRead: 0, cacheWrite: 0, output: 1 } };
    },
  };
}

/** Runs a task to its end and undoes it. */
async function runAndUndo(
  project: RunProject,
  turns: readonly (readonly Call[])[],
  reviews: readonly (typeof ACCEPT | ((request: ReviewRequest) => typeof ACCEPT))[],
): Promise<void> {
  await project.addTask('Change it');
  const people = new ScriptedPeople({ reviews });
  const settings = { workflow: { require_tests: false }, gates: { skip: ['tests'] } };
  const runs = await project.runs({ model: model(turns), people, settings });
  const { ended, run } = await runs.start({});
  const { view } = await ended;
  assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
  await runs.undo(run.id);
}

const IGNORING = { ...PACKAGE_FILES, '.gitignore': '.taskwerk/\nlocal.json\n' };

describe('undoing a run', () => {
  let project: RunProject;

  afterEach(() => {
    project.dispose();
  });

  it('gives back a file that git ignores, with its permissions', async () => {
    project = new RunProject(IGNORING);
    project.writeAll({ 'local.json': '{"mine": true}\r\n' });
    chmodSync(join(project.dir, 'local.json'), 0o600);
    const turns = [[write('local.json', '{"mine": false}\n'), write('src/a.js', '1\n')], [done]];
    await runAndUndo(project, turns, [ACCEPT]);
    assert.equal(project.text('local.json'), '{"mine": true}\r\n');
    assert.equal(statSync(join(project.dir, 'local.json')).mode & 0o777, 0o600);
    assert.equal(project.text('src/a.js'), null);
  });

  it('gives back an ignored file that the run deleted', async () => {
    project = new RunProject(IGNORING);
    project.writeAll({ 'local.json': '{"mine": true}\n' });
    const remove = { name: 'delete_file', input: { path: 'local.json' } };
    await runAndUndo(project, [[remove, write('src/a.js', '1\n')], [done]], [ACCEPT]);
    assert.equal(project.text('local.json'), '{"mine": true}\n');
  });

  it('keeps what the person wrote in other lines of a file before the run did', async () => {
    const lines = (first: string, last: string): string => `${first}\n${'\n'.repeat(9)}${last}\n`;
    project = new RunProject({ ...PACKAGE_FILES, 'a.txt': lines('one', 'two') });
    const review = (): typeof ACCEPT => {
      project.writeAll({ 'a.txt': lines('one', 'two, by the person') });
      return ACCEPT;
    };
    await runAndUndo(project, [[write('a.txt', lines('one, by the run', 'two'))], [done]], [review]);
    assert.equal(project.text('a.txt'), lines('one', 'two, by the person'));
    assert.equal(project.git('status', '--porcelain'), ' M a.txt\n');
  });
});
