import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { escapeMarkdown } from '../../../../src/core/markdown.ts';
import { formatText, parseText } from '../../../../src/vscode/plans/textFields.ts';
import { task } from '../../core/plan/planBuilder.ts';

describe('the texts of a task', () => {
  it('show criteria as a list and read them with or without bullets', () => {
    const draft = task('a', { acceptanceCriteria: ['It opens', 'It closes'] });
    assert.equal(formatText('criteria', draft), '- It opens\n- It closes\n');
    assert.deepEqual(parseText('criteria', '- It opens\r\n\r\n* [ ] It closes\nIt stays\n'), {
      acceptanceCriteria: ['It opens', 'It closes', 'It stays'],
    });
  });

  it('come back as they went', () => {
    const line = fc.stringMatching(/^[a-z][a-z .,()]{0,20}[a-z]$/);
    fc.assert(
      fc.property(fc.array(line), line, (acceptanceCriteria, description) => {
        const draft = task('a', { acceptanceCriteria, description });
        assert.deepEqual(parseText('criteria', formatText('criteria', draft)), { acceptanceCriteria });
        assert.deepEqual(parseText('description', formatText('description', draft)), { description });
      }),
    );
  });
});

describe('escapeMarkdown', () => {
  it('takes the meaning from marks, links, images, HTML and icons', () => {
    assert.equal(
      escapeMarkdown('![x](command:y) <b> $(icon) **a**'),
      '\\!\\[x\\]\\(command\\:y\\) \\<b\\> \\$\\(icon\\) \\*\\*a\\*\\*',
    );
  });

  it('keeps line breaks', () => {
    assert.equal(escapeMarkdown('a\nb'), 'a  \nb');
  });
});
