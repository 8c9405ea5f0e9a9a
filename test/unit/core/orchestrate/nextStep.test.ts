// What comes next, by the events of a run alone.
import assert from 'node:assert/strict';
import type { RunEvent, StoredRunEvent } from '../../../../src/core/agent/runEvents.ts';
import { nextStep } from '../../../../src/core/orchestrate/nextStep.ts';
import { viewRun } from '../../../../src/core/orchestrate/runView.ts';
import type { ChangeSet } from '../../../../src/core/review/changeSet.ts';
import { ACCEPT } from '../../../support/people.ts';

const changes: ChangeSet = [
  { kind: 'add', path: 'a', proposed: { text: 'a\n', encoding: 'utf8', isExecutable: false } },
];
const head = { kind: 'branch', branch: 'main', commit: 'c0' } as const;

const started: RunEvent = {
  type: 'run.started',
  agent: 'claude',
  mode: 'ask',
  taskName: 'T',
  taskStatus: 'todo',
  model: null,
};
const checkpointed: RunEvent = { type: 'run.checkpointed', checkpoint: { ref: 'r', commit: 'c', head } };
const clean: RunEvent = { type: 'run.dirtyTree', choice: 'clean', paths: [] };
const branched: RunEvent = {
  type: 'run.branched',
  branching: { branch: 'f', previous: head, isNew: true, base: 'c0' },
};
const assigned: RunEvent = { type: 'run.assigned', assignment: 'A', core: 'C' };
const proposed: RunEvent = { type: 'run.proposed', changes };
const handedOver: RunEvent = { type: 'run.handedOver', summary: 'S', notes: '' };
const asked: RunEvent = { type: 'run.reviewAsked', round: 1, changes };
const accepted: RunEvent = { type: 'run.decided', round: 1, decision: ACCEPT, by: 'person' };
const rejected: RunEvent = { type: 'run.decided', round: 1, decision: { kind: 'reject', reason: 'No.' }, by: 'person' };
const requested: RunEvent = {
  ...{ type: 'run.decided', round: 1, by: 'person' },
  decision: { kind: 'requestChanges', message: 'M', comments: [] },
};
const applying: RunEvent = { type: 'run.applying', changes, conflicts: [], inPlace: false };
const conflicting: RunEvent = { type: 'run.applying', changes: [], conflicts: changes, inPlace: false };
const applied: RunEvent = { type: 'run.applied', files: [{ path: 'a', hash: 'h' }] };
const checked = (passed: boolean, tree = 't'): RunEvent => ({ type: 'run.checked', passed, tree, where: 'copy' });
const feedback: RunEvent = { type: 'run.feedback', text: 'F' };
const committing: RunEvent = { type: 'run.committing', message: 'M', paths: ['a'] };
const committed = (tree: string): RunEvent => ({ type: 'run.committed', commit: 'c1', tree });
const finished: RunEvent = { type: 'run.finished', outcome: 'done', reason: '' };

const toAssignment = [started, checkpointed, clean, branched, assigned];
const toReview = [...toAssignment, proposed, handedOver];
const toApplied = [...toReview, asked, accepted, applying, applied];
const toCommit = [...toApplied, checked(true), committing];

const table: readonly (readonly [string, readonly RunEvent[]])[] = [
  ['checkpoint', [started]],
  ['askAboutTree', [started, checkpointed]],
  ['branch', [started, checkpointed, clean]],
  ['assign', [started, checkpointed, clean, branched]],
  ['work', toAssignment],
  ['work', [...toAssignment, proposed]],
  ['finishUnchanged', [...toAssignment, handedOver]],
  ['review', toReview],
  ['review', [...toReview, asked]],
  ['settle', [...toReview, asked, accepted]],
  ['settle', [...toReview, asked, requested]],
  ['work', [...toReview, asked, requested, feedback]],
  ['finishRejected', [...toReview, asked, rejected]],
  ['apply', [...toReview, asked, accepted, applying]],
  ['check', toApplied],
  ['review', [...toReview, asked, accepted, conflicting, { type: 'run.applied', files: [] }]],
  ['mend', [...toApplied, checked(false)]],
  ['work', [...toApplied, checked(false), feedback]],
  ['check', [...toApplied, checked(false), feedback, handedOver]],
  ['mend', [...toApplied, checked(false), feedback, handedOver, checked(false)]],
  [
    'finishBlocked',
    [...toApplied, checked(false), feedback, handedOver, checked(false), feedback, handedOver, checked(false)],
  ],
  ['commit', [...toApplied, checked(true)]],
  ['commit', toCommit],
  ['work', [...toCommit, feedback]],
  ['finishDone', [...toCommit, committed('t')]],
  ['check', [...toCommit, committed('by a hook')]],
  ['finishDone', [...toCommit, committed('by a hook'), checked(true, 'by a hook')]],
  ['mend', [...toCommit, committed('by a hook'), checked(false, 'by a hook')]],
  ['none', [...toCommit, committed('t'), finished]],
];

const stored = (events: readonly RunEvent[]): StoredRunEvent[] =>
  events.map((event, index) => ({ seq: index + 1, at: '2026-01-01T00:00:00.000Z', event }));

describe('the next step of a run', () => {
  for (const [step, events] of table) {
    const last = events.slice(-2).map(({ type }) => type.replace('run.', ''));
    it(`is ${step} after ${last.join(', ')} (${events.length})`, () => {
      assert.equal(nextStep(viewRun(stored(events)), 3), step);
    });
  }

  it('is the same after a pause', () => {
    for (const [step, events] of table) {
      const paused = [...events, { type: 'run.paused', reason: 'P' } as const, { type: 'run.resumed' } as const];
      assert.equal(nextStep(viewRun(stored(paused)), 3), step);
    }
  });

  it('is none only once the run is finished', () => {
    for (const [, events] of table) {
      for (let length = 1; length <= events.length; length++) {
        const view = viewRun(stored(events.slice(0, length)));
        assert.equal(nextStep(view, 3) === 'none', view.finished !== null);
      }
    }
  });
});
