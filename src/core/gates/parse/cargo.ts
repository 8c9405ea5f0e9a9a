// `cargo test`.
import { errorFinding, message, placeIn } from '../text.ts';
import { blocksOf, countOf, until, type TestParser } from './testReport.ts';

const STDOUT = /^---- (.+) stdout ----$/;
const PANIC = /^thread '.*' (?:\(\d+\) )?panicked at /;

export const parseCargo: TestParser = (output, { dir }) => {
  const passed = countOf(output, /^test result: .*?\b(\d+) passed;/gm);
  if (passed === null) return null;
  const findings = blocksOf(output.split('\n'), (line) => STDOUT.test(line)).map((block) => {
    const rule = STDOUT.exec(block[0] ?? '')?.[1] ?? '';
    const body = until(block.slice(1), (line) => /^(?:failures:|note: run with|test result:)/.test(line));
    const panic = body.findIndex((line) => PANIC.test(line));
    const first = body[panic] ?? '';
    // Before Rust 1.73 the message stood in the same line as the place.
    const old = /panicked at '(.*)', \S+$/.exec(first)?.[1];
    const text = old === undefined ? message(body.slice(panic + 1)) : message([old, ...body.slice(panic + 1)]);
    return errorFinding(text || 'The test failed.', {
      rule,
      ...placeIn([first.replace(/^.*panicked at (?:'.*', )?/, '')], dir),
    });
  });
  return { findings, passed, failed: countOf(output, /^test result: .*?\b(\d+) failed;/gm) ?? 0 };
};
