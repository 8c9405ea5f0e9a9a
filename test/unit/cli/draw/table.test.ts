import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { createScreen } from '../../../../src/cli/draw/screen.ts';
import { drawTable } from '../../../../src/cli/draw/table.ts';
import { textWidth } from '../../../../src/cli/draw/width.ts';

const columns = [
  { title: 'Id' },
  { title: 'Task', isFlexible: true },
  { title: 'Hours', align: 'right' },
  { title: 'After', isFlexible: true },
] as const;

describe('drawTable', () => {
  it('aligns columns, wide characters too, and leaves empty columns out', () => {
    const lines = drawTable(createScreen(80, false), columns, [
      ['1', 'Read', '4 h', ''],
      ['2', '日本', '12 h', ''],
    ]);
    assert.deepEqual(lines, ['Id  Task  Hours', '1   Read    4 h', '2   日本   12 h']);
  });

  it('makes one line of a text with line breaks', () => {
    const [, line] = drawTable(createScreen(80, false), columns, [['1', 'a\n\tb', '1 h', 'x']]);
    assert.equal(line, '1   a b     1 h  x');
  });

  it('paints without moving anything', () => {
    const rows = [
      [{ text: '1', style: 'red' }, 'Read', '4 h', ''],
      ['22', { text: 'Write', style: 'bold' }, '1 h', ''],
    ] as const;
    const painted = drawTable(createScreen(80, true), columns, rows);
    assert.match(painted.join('\n'), /\u001b\[31m/);
    assert.deepEqual(
      painted.map((line) => stripVTControlCharacters(line).trimEnd()),
      drawTable(createScreen(80, false), columns, rows),
    );
  });

  it('fits the screen by cutting the widest flexible column', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 120 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constant('1'), cell, fc.constant('4 h'), cell)), (rows) => {
        for (const line of drawTable(createScreen(60, false), columns, rows)) assert.ok(textWidth(line) <= 60, line);
      }),
    );
  });
});
