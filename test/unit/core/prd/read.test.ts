// A document from bytes to requirements, as the planner gets it.
import assert from 'node:assert/strict';
import { markdownReader } from '../../../../src/core/prd/markdown.ts';
import type { Prd } from '../../../../src/core/prd/model.ts';
import { readPrd } from '../../../../src/core/prd/read.ts';

const readMarkdown = (text: string): Promise<Prd> => readPrd(markdownReader, new TextEncoder().encode(text));

describe('readPrd', () => {
  it('reads sections, requirements and their places', async () => {
    const prd = await readMarkdown('# Shop\n\n## 1. Cart\n\n- **Totals**\n  - [x] Show the sum (P1)\n');
    assert.equal(prd.title, 'Shop');
    assert.deepEqual(
      prd.sections.map(({ id, title, number, role }) => ({ id, title, number, role })),
      [{ id: 's1', title: 'Cart', number: '1', role: 'feature' }],
    );
    assert.deepEqual(prd.requirements, [
      {
        id: 'R-001',
        text: 'Totals',
        kind: 'functional',
        section: 's1',
        parent: null,
        label: 'Totals',
        done: true,
        form: 'item',
        source: { line: 5, column: 3, endLine: 5, endColumn: 13 },
      },
      {
        id: 'R-002',
        text: 'Show the sum',
        kind: 'functional',
        priority: 'high',
        section: 's1',
        parent: 'R-001',
        done: true,
        form: 'item',
        source: { line: 6, column: 9, endLine: 6, endColumn: 26 },
      },
    ]);
  });
});
