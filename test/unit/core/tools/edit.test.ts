import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, type EditResult, type TextEdit } from '../../../../src/core/tools/edit/applyEdits.ts';

const edit = (oldText: string, newText: string, replaceAll = false): TextEdit => ({ oldText, newText, replaceAll });
const applied = (result: EditResult): string => {
  assert.ok(result.kind === 'applied', result.kind === 'failed' ? result.message : '');
  return result.text;
};
const message = (result: EditResult): string => {
  assert.ok(result.kind === 'failed');
  return result.message;
};

describe('applyEdits', () => {
  it('replaces what is there once', () => {
    const result = applyEdits('one\ntwo\nthree\n', [edit('two', 'zwei\ndos')]);
    assert.deepEqual(result, {
      kind: 'applied',
      text: 'one\nzwei\ndos\nthree\n',
      done: [{ from: 2, to: 3, isTolerant: false }],
    });
  });

  it('takes $ and other signs as they are', () => {
    assert.equal(applied(applyEdits('a.*b', [edit('.*', "$&$1$'")])), "a$&$1$'b");
  });

  it('asks which of several places is meant', () => {
    const text = 'x = 1\ny\nx = 1\n';
    assert.match(message(applyEdits(text, [edit('x = 1', 'x = 2')])), /found 2 times, at lines 1, 3\. .*replace_all/);
    assert.match(message(applyEdits('aaa', [edit('aa', 'b')])), /found 2 times/);
    assert.equal(applied(applyEdits(text, [edit('x = 1', 'x = 2', true)])), 'x = 2\ny\nx = 2\n');
    assert.equal(applied(applyEdits('aaa', [edit('aa', 'b', true)])), 'ba');
  });

  it('shows the nearest places of a text that is not there', () => {
    const text = 'function one() {\n  return 1;\n}\nfunction two() {\n  return 2;\n}\n';
    const words = message(applyEdits(text, [edit('function two() {\n  return 3;\n}', '')]));
    assert.match(
      words,
      /not found\. Nearest in the file:\nLine 4 \(\d\d % alike\):\nfunction two\(\) \{\n {2}return 2;\n\}/,
    );
    assert.match(words, /Nothing was changed\.$/);
    assert.match(message(applyEdits(text, [edit('entirely different words', '')])), /nor anything like it/);
    assert.match(message(applyEdits(text, [edit('4\tfunction two() {', '')])), /line numbers/);
  });

  it('stops looking for near places in a large file', () => {
    const text = 'some line of text that is like the others\n'.repeat(100_000);
    const startedAt = performance.now();
    assert.match(message(applyEdits(text, [edit('some line of text that is not like\n'.repeat(50), '')])), /not found/);
    assert.ok(performance.now() - startedAt < 5_000);
  });

  it('refuses an empty old text, and an edit that changes nothing', () => {
    assert.match(message(applyEdits('a', [edit('', 'b')])), /write_file/);
    assert.match(message(applyEdits('a', [edit('a', 'a')])), /the same/);
  });

  it('lets later edits see earlier ones, and applies all or none', () => {
    assert.equal(applied(applyEdits('a\nb\n', [edit('a', 'new'), edit('new\nb', 'c')])), 'c\n');
    const words = message(applyEdits('a\nb\n', [edit('a\nb', 'c'), edit('b', 'd')]));
    assert.match(words, /^Edit 2 of 2: .*\n?.*An earlier edit of this call changed that place/s);
  });

  describe('apart from blanks', () => {
    it('finds lines whose ends differ, and keeps the line ends of the file', () => {
      assert.equal(applied(applyEdits('a  \r\nb\r\nc\r\n', [edit('a\nb\n', 'x\ny\n')])), 'x\r\ny\r\nc\r\n');
      assert.equal(applied(applyEdits('a\r\nb\r\nc\r\n', [edit('a\nb', 'x\ny')])), 'x\r\ny\r\nc\r\n');
      assert.equal(applied(applyEdits('1\n2\r\n3\r\n', [edit('2', 'two\nzwei')])), '1\ntwo\r\nzwei\r\n3\r\n');
      assert.equal(applied(applyEdits('a\r\nb\nc', [edit('a\nb\n', 'a\nB\n')])), 'a\r\nB\r\nc');
    });

    it('indents the new lines as the file has it', () => {
      const cases: readonly (readonly [file: string, old: string, now: string, expected: string])[] = [
        [
          '\tif (a) {\n\t\tb();\n\t}\n',
          'if (a) {\n  b();\n}',
          'if (c) {\n  b();\n  if (d) {\n    e();\n  }\n}',
          '\tif (c) {\n\t\tb();\n\t\tif (d) {\n\t\t\te();\n\t\t}\n\t}\n',
        ],
        ['    a\n      b\n', 'a\n  b', 'a\n  c\n    d', '    a\n      c\n        d\n'],
        ['  a\n', '      a', '      b\n        c\n    d', '  b\n    c\nd\n'],
        ['\ta();\n', '    a();', '    b();\n        c();', '\tb();\n\t\tc();\n'],
        ['    a();\n', '\ta();', '\tb();\n\n\t\tc();', '    b();\n\n        c();\n'],
        ['\t\ta();\n', '   a();', '   b();', '\t\tb();\n'],
      ];
      for (const [file, old, now, expected] of cases)
        assert.equal(applied(applyEdits(file, [edit(old, now)])), expected);
    });

    it('does not guess an indentation, or one of several places', () => {
      const file = '  a\n  b\n\ta\n\tb\n';
      assert.match(message(applyEdits(file, [edit('a\nb\n', 'c\n')])), /\(apart from blanks\), at lines 1, 3/);
      assert.match(message(applyEdits('if a:\n    b\nc\n', [edit('if a:\nb\nc', 'd')])), /not found/);
      assert.match(message(applyEdits('  a\n', [edit('      a', '  b')])), /does not tell how/);
    });

    it('gives a last line without an end none', () => {
      assert.equal(applied(applyEdits('a\nb', [edit('a\nb\n', 'a\nc\n')])), 'a\nc');
    });

    it('never matches blanks alone', () => {
      assert.match(message(applyEdits('a\n\n\nb', [edit('  \n', '')])), /not found/);
    });
  });

  const piece = fc.constantFrom('a', 'b', ' ', '\t', '\n', '\r\n', 'xyz', '  ', '{', 'ü', '😀');
  const body = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));

  it('applies any exact edit of a place that is there once, and leaves the rest to the byte', () => {
    fc.assert(
      fc.property(body, body, body, (before, after, now) => {
        const text = `${before}<unique>${after}`;
        const result = applied(applyEdits(text, [edit('<unique>', now)]));
        assert.ok(result.startsWith(before) && result.endsWith(after));
        assert.equal(
          result.slice(before.length, result.length - after.length).replaceAll('\r\n', '\n'),
          now.replaceAll('\r\n', '\n'),
        );
      }),
    );
  });

  it('leaves what is not edited as it is, or everything', () => {
    fc.assert(
      fc.property(body, body, body, fc.nat(), fc.nat(), (before, middle, after, skip, take) => {
        const text = `${before}[start\n${middle}\nend]${after}`;
        const [from, size] = [skip % (middle.length + 1), (take % 20) + 1];
        const oldText = middle
          .slice(from, from + size)
          .replaceAll('\r\n', '\n')
          .replaceAll('\t', '  ');
        const result = applyEdits(text, [edit('start', 'START'), edit(oldText, 'new\nlines')]);
        if (result.kind === 'failed') {
          assert.match(result.message, /^Edit 2 of 2: .*Nothing was changed\.$/s);
          return;
        }
        const changed = result.text.replace('START', 'start');
        let [head, tail] = [0, 0];
        while (head < text.length && text[head] === changed[head]) head++;
        while (tail < text.length - head && text.at(-1 - tail) === changed.at(-1 - tail)) tail++;
        // What became something else is no more than the lines that were quoted, with their indentation.
        const gone = text.slice(head, text.length - tail);
        assert.ok(
          gone.replace(/\s/g, '').length <= oldText.replace(/\s/g, '').length,
          JSON.stringify({ gone, oldText }),
        );
      }),
      { numRuns: 400 },
    );
  });
});
