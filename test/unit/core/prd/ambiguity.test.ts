import assert from 'node:assert/strict';
import { findAmbiguities } from '../../../../src/core/prd/ambiguity.ts';
import type { Prd, Requirement, RequirementId } from '../../../../src/core/prd/model.ts';

function prdOf(...texts: (string | Partial<Requirement>)[]): Prd {
  const requirements = texts.map((given, index): Requirement => {
    const source = { line: index + 1, column: 3, endLine: index + 1, endColumn: 80 };
    const id = `R-${String(index + 1).padStart(3, '0')}` as RequirementId;
    const whole: Requirement = { id, text: '', kind: 'functional', section: 's1', parent: null, form: 'modal', source };
    return { ...whole, ...(typeof given === 'string' ? { text: given } : given) };
  });
  return { title: 'T', sections: [], requirements, dependencies: [], phases: [] };
}

const rulesOf = (...texts: (string | Partial<Requirement>)[]): string[] =>
  findAmbiguities(prdOf(...texts)).map(({ rule, words, requirement }) => `${requirement} ${rule} ${words}`.trim());

describe('the ambiguity analysis', () => {
  it('names vague words as they are written, each once', () => {
    assert.deepEqual(rulesOf('The page must load Quickly, quickly and be user-friendly.'), [
      'R-001 vague Quickly',
      'R-001 vague quickly',
      'R-001 vague user-friendly',
    ]);
  });

  it('leaves words alone that only contain a vague one', () => {
    assert.deepEqual(
      rulesOf(
        'The system must breakfast on goodness and use FastAPI-like routes.',
        'Simple-minded parsers are refused.',
      ),
      [],
    );
  });

  it('names what is not decided yet', () => {
    assert.deepEqual(rulesOf('The colour is TBD.', 'The page shows ??? rows.'), [
      'R-001 placeholder TBD',
      'R-002 placeholder ???',
    ]);
  });

  it('asks for the number of a limit, unless one is there', () => {
    assert.deepEqual(
      rulesOf(
        'It must handle concurrent users.',
        'It must handle 30 concurrent users.',
        'A time-out of ten seconds holds.',
      ),
      ['R-001 missing-limit concurrent'],
    );
  });

  it('finds two requirements that cannot both hold', () => {
    const found = findAmbiguities(
      prdOf(
        'A session ends after 30 minutes.',
        'A guest may delete a post.',
        'A session ends after 60 minutes.',
        'A guest may not delete a post.',
      ),
    );
    assert.deepEqual(
      found.map(({ rule, requirement, other }) => [rule, requirement, other]),
      [
        ['contradiction', 'R-003', 'R-001'],
        ['contradiction', 'R-004', 'R-002'],
      ],
    );
  });

  it('takes a repeated requirement for no contradiction', () => {
    assert.deepEqual(rulesOf('A session ends after 30 minutes.', 'A session ends after 30 minutes!'), []);
  });

  it('asks once a section what happens on failure, unless the section tells', () => {
    assert.deepEqual(rulesOf('A user uploads a file.', 'A user imports a list.'), ['R-001 missing-failure uploads']);
    assert.deepEqual(rulesOf('A user uploads a file.', 'An invalid file is refused.'), []);
  });

  it('says nothing about what is out of scope, and points at each place', () => {
    assert.deepEqual(rulesOf({ text: 'A nice fast app.', kind: 'out-of-scope' }), []);
    const [first] = findAmbiguities(prdOf('Plain.', 'It must be fast.'));
    assert.equal(first?.source.line, 2);
    assert.match(first.question, /fast/);
  });
});
