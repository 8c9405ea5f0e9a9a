// Requirements are found again in a document that was edited after it was planned.
import { strict as assert } from 'node:assert';
import { locateRequirements } from '../../../../src/core/prd/locate.ts';

const sought = (text: string, line: number) => ({ text, source: { line } });
const linesOf = (text: string, ...requirements: ReturnType<typeof sought>[]) => {
  const found = locateRequirements(text, requirements);
  return requirements.map((requirement) => found.get(requirement));
};

describe('locateRequirements', () => {
  const document = [
    '# Links',
    '',
    '- **Create**: A member can [create](https://example.org/create) a `short` link.',
    '- [x] A visitor is redirected in under 50 ms.',
    '| REQ-3 | The owner sees the number of visits. |',
  ];
  const create = sought('Create: A member can create a short link.', 3);
  const redirect = sought('A visitor is redirected in under 50 ms.', 4);
  const count = sought('The owner sees the number of visits.', 5);

  it('finds what did not move, through list marks, links, emphasis and tables', () => {
    assert.deepEqual(linesOf(document.join('\n'), create, redirect, count), [2, 3, 4]);
  });

  it('follows lines that moved, whatever the line ends', () => {
    const moved = ['Preface.', '', ...document.slice(0, 3), '', ...document.slice(3)].join('\r\n');
    assert.deepEqual(linesOf(moved, create, redirect, count), [4, 6, 7]);
  });

  it('finds a requirement whose line the document breaks', () => {
    const broken = 'The system shall answer every request\nwithin two seconds.';
    assert.deepEqual(linesOf(broken, sought('The system shall answer every request within two seconds.', 1)), [0]);
  });

  it('leaves out what was deleted or reworded, and does not take another line for it', () => {
    const reworded = document.with(3, '- A visitor is redirected at once.').join('\n');
    assert.deepEqual(linesOf(reworded, create, redirect, count), [2, undefined, 4]);
  });

  it('takes the nearest of equal lines', () => {
    const twice = ['- Must be audited.', 'a', 'b', 'c', '- Must be audited.'].join('\n');
    assert.deepEqual(linesOf(twice, sought('Must be audited.', 5)), [4]);
  });

  it('finds nothing in an empty document', () => {
    assert.deepEqual(linesOf('', create), [undefined]);
  });
});
