import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { readCoverage } from '../../../../src/core/gates/coverage/report.ts';

describe('a coverage report', () => {
  it('is read as lcov, a file of several records once', () => {
    assert.equal(readCoverage('TN:\nSF:a.js\nDA:1,3\nDA:2,0\nLF:2\nLH:1\nend_of_record\n'), 50);
    const merged =
      'SF:a.js\nDA:1,1\nDA:2,0\nend_of_record\nSF:a.js\nDA:1,0\nDA:2,1\nend_of_record\nSF:b.js\nDA:1,0\nDA:2,0\nend_of_record\n';
    assert.equal(readCoverage(merged), 50);
    assert.equal(readCoverage('SF:a.js\r\nLF:8\r\nLH:6\r\nend_of_record\r\n'), 75);
  });

  it('is read as Cobertura, the lines of methods once', () => {
    const line = (number: number, hits: number): string => `<line number="${number}" hits="${hits}"/>`;
    const xml = `<?xml version="1.0"?><!DOCTYPE coverage SYSTEM "http://x/coverage-04.dtd">
<coverage line-rate="0.9"><packages><package><classes>
<class name="A" filename="a.py"><methods><method name="m"><lines>${line(1, 1)}</lines></method></methods>
<lines>${line(1, 1)}${line(2, 0)}${line(3, 1)}${line(4, 1)}</lines></class>
</classes></package></packages></coverage>`;
    assert.equal(readCoverage(xml), 75);
    assert.equal(readCoverage('<coverage lines-valid="200" lines-covered="150" line-rate="0.75"/>'), 75);
  });

  it('is read as JaCoCo, the counter of the whole report', () => {
    const xml = `<report name="r"><package name="p"><counter type="LINE" missed="9" covered="1"/></package>
<counter type="BRANCH" missed="5" covered="5"/><counter type="LINE" missed="1" covered="3"/></report>`;
    assert.equal(readCoverage(xml), 75);
  });

  it("is read as Istanbul's summary and its full form", () => {
    assert.equal(readCoverage(JSON.stringify({ total: { lines: { total: 4, covered: 3, skipped: 0, pct: 75 } } })), 75);
    const at = (line: number) => ({ start: { line, column: 0 }, end: { line, column: 9 } });
    const file = { path: 'a.js', statementMap: { 0: at(1), 1: at(1), 2: at(2) }, s: { 0: 0, 1: 2, 2: 0 } };
    assert.equal(readCoverage(JSON.stringify({ '/p/a.js': file })), 50);
  });

  it('that counts no line, or is none, measures nothing', () => {
    const none = [
      ...['', 'hello', '{', '{}', '[]', '<coverage/>', '<coverage>', '<html></html>', 'SF:a.js\nend_of_record\n'],
      JSON.stringify({ total: { lines: { total: 0, covered: 0, pct: 'Unknown' } } }),
    ];
    for (const text of none) assert.equal(readCoverage(text), null, text);
  });

  it('gives per cents for whatever lines', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 50 }), (hits) => {
        const text = `SF:a\n${hits.map((count, index) => `DA:${index + 1},${count}`).join('\n')}\nend_of_record`;
        const covered = hits.filter((count) => count > 0).length;
        assert.equal(readCoverage(text), (100 * covered) / hits.length);
      }),
    );
  });
});
