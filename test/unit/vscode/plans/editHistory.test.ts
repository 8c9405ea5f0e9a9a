import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { EditHistory } from '../../../../src/vscode/plans/editHistory.ts';
import { plan } from '../../core/plan/planBuilder.ts';
import { stored } from './builders.ts';

const versions = [1, 2, 3, 4, 5].map((revision) => stored(plan({}, { title: `version ${revision}` }), revision));
const [first, second, third, fourth, fifth] = versions;

describe('EditHistory', () => {
  it('steps back and forth', () => {
    const history = new EditHistory();
    history.record(first!, second!);
    assert.equal(history.peek('undo', second!)?.title, 'version 1');
    history.stepped('undo', second!, third!);
    assert.deepEqual([history.canUndo, history.canRedo], [false, true]);
    assert.equal(history.peek('redo', third!)?.title, 'version 2');
    history.stepped('redo', third!, fourth!);
    assert.deepEqual([history.canUndo, history.canRedo], [true, false]);
  });

  it('forgets what could be redone when something else is edited', () => {
    const history = new EditHistory();
    history.record(first!, second!);
    history.stepped('undo', second!, third!);
    history.record(third!, fourth!);
    assert.equal(history.canRedo, false);
  });

  it('ends where someone else saved in between, so that their work stays', () => {
    const history = new EditHistory();
    history.record(first!, second!);
    assert.equal(history.peek('undo', third!), undefined);
    history.record(fourth!, fifth!);
    assert.equal(history.peek('undo', fifth!)?.title, 'version 4');
  });
});
