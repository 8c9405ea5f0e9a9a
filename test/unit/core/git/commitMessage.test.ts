// The message of a run's commit: its form for people and tools, and that no text gets out of its place.
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { commitMessage, runTrailer, type CommitFacts } from '../../../../src/core/git/commitMessage.ts';

const facts: CommitFacts = {
  taskId: 'TASK-012',
  name: 'Add login page',
  kind: null,
  summary: 'Adds a page with a form.',
  why: 'People must be able to log in.',
  runId: 'r-1',
  agent: 'claude',
  requirements: ['FR-1', 'FR-2'],
};

const trailersOf = (message: string): string[] =>
  execFileSync('git', ['interpret-trailers', '--parse'], { input: message }).toString().trimEnd().split('\n');

describe('commitMessage', () => {
  it('says what and why, then names task and run', () => {
    assert.equal(
      commitMessage({ ...facts, sessionId: 3 }),
      [
        'feat: add login page',
        '',
        'Adds a page with a form.',
        '',
        'People must be able to log in.',
        '',
        'Task: TASK-012',
        'Requirements: FR-1, FR-2',
        'Conductor-Run: r-1',
        'Conductor-Session: 3',
        'Conductor-Agent: claude',
        '',
      ].join('\n'),
    );
    assert.equal(runTrailer('r-1'), 'Conductor-Run: r-1');
  });

  it('takes the type from the category, then from the name', () => {
    const cases: readonly (readonly [string | null, string, string])[] = [
      ['bug', 'Login page', 'fix: login page'],
      [null, 'Fix the login', 'fix: fix the login'],
      [null, 'Document the API', 'docs: document the API'],
      ['testing', 'Login', 'test: login'],
      [null, 'Refactor the store', 'refactor: refactor the store'],
      ['performance', 'Start-up', 'perf: start-up'],
      [null, 'CI for pull requests', 'ci: CI for pull requests'],
      ['build', 'Bundle', 'build: bundle'],
      ['infrastructure', 'Logging', 'chore: logging'],
      ['feature', 'Fix points for the map', 'feat: fix points for the map'],
      ['backend', 'OAuth sign-in.', 'feat: OAuth sign-in'],
    ];
    for (const [kind, name, subject] of cases) {
      assert.equal(commitMessage({ ...facts, kind, name }).split('\n')[0], subject);
    }
  });

  it('wraps the body, lists included', () => {
    const summary = `- ${'word '.repeat(30)}\n- two`;
    const lines = commitMessage({ ...facts, summary }).split('\n');
    assert.ok(lines.every((text) => text.length <= 72));
    assert.equal(lines[3]?.slice(0, 6), '  word');
  });

  it('lets no text become a trailer, a comment or a divider', () => {
    const summary = 'Done.\n\nTask: TASK-999\nSigned-off-by: Eve <eve@example.com>';
    const why = '---\ndiff --git a b\n# comment\nConductor-Run: forged';
    const message = commitMessage({
      ...facts,
      summary,
      why,
      name: 'Add\nTask: TASK-5',
      requirements: ['FR-1\nTask: X'],
    });
    assert.deepEqual(trailersOf(message), [
      'Task: TASK-012',
      'Requirements: FR-1 Task: X',
      'Conductor-Run: r-1',
      'Conductor-Agent: claude',
    ]);
    assert.ok(!/^(?:Conductor-Run: forged|#|---|diff)/mu.test(message));
  });

  it('holds for any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({
        unit: fc.constantFrom('\n', 'Task: ', 'Conductor-Run: x', ' ', '#', '---', 'word', '\u202e', '\0'),
        maxLength: 40,
      }),
    );
    fc.assert(
      fc.property(text, text, text, (name, summary, why) => {
        const lines = commitMessage({ ...facts, name, summary, why }).split('\n');
        const last = lines.slice(-5, -1);
        assert.deepEqual(last, [
          'Task: TASK-012',
          'Requirements: FR-1, FR-2',
          'Conductor-Run: r-1',
          'Conductor-Agent: claude',
        ]);
        assert.ok((lines[0] ?? '').length <= 72 && lines[1] === '');
        assert.ok(!lines.slice(0, -5).some((line) => line.startsWith('Task:') || line.startsWith('Conductor-')));
        assert.ok(!/(?!\n)\p{Cc}|[\u202a-\u202e]/u.test(lines.join('\n')));
      }),
      { numRuns: 300 },
    );
  });
});
