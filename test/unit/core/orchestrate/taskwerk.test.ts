// A run on a task with which Taskwerk's command line works too.
import assert from 'node:assert/strict';
import { complete, MULTIPLY, MULTIPLY_TEST, write } from '../../../support/eventfulRun.ts';
import { ACCEPT } from '../../../support/people.ts';
import { openScene } from '../../../support/runScene.ts';
import { withTaskwerk } from '../../../support/taskwerkProgram.ts';

const STEPS = [
  { uses: [write('src/multiply.js', MULTIPLY), write('test/multiply.test.js', MULTIPLY_TEST)] },
  complete(),
];

withTaskwerk('the task of a run', (program) => {
  it('keeps what Taskwerk adds meanwhile, is shown with all that the run wrote, and can be deleted', async () => {
    const meanwhile = (): typeof ACCEPT => {
      taskwerk.annotate(scene.taskId, { addTag: 'mine', text: 'Mind' });
      taskwerk.updateTask(scene.taskId, { name: 'Multiply at last', priority: 'critical' });
      taskwerk.splitTask(scene.taskId, ['Divide']);
      return ACCEPT;
    };
    await using scene = await openScene({ steps: STEPS, script: { reviews: [meanwhile] } });
    const taskwerk = program.in(scene.project.dir);
    const { view } = await scene.run();
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    const { task, tags, notes, timeline } = taskwerk.showTask(scene.taskId);
    const known = await scene.task();
    assert.deepEqual([task['name'], task['priority'], tags], ['Multiply at last', 'critical', ['mine']]);
    assert.deepEqual([task['status'], task['branch_name']], ['done', 'feature/TASK-001-add-multiplication']);
    assert.deepEqual([notes.length, timeline.length], [known.notes.length, known.timeline.length]);
    assert.ok(notes.some(({ note }) => note === 'Mind'));
    assert.ok(notes.some(({ note }) => String(note).startsWith('Committed ')));
    taskwerk.deleteTask(scene.taskId, { cascade: true });
    assert.deepEqual(taskwerk.list(), []);
    assert.equal((await scene.events()).at(-1)?.event.type, 'run.finished');
    assert.deepEqual(scene.project.rows('PRAGMA foreign_key_check'), []);
  });
});
