// Problems of an edited plan file, as compilers print them, so that terminals make them links.
import type { DocumentProblem } from '../../core/plan/document.ts';
import type { Screen } from './screen.ts';

export function drawProblems(file: string, problems: readonly DocumentProblem[], screen: Screen): readonly string[] {
  return problems.map(
    ({ message, span }) => `${file}:${span.line}:${span.column}: ${screen.paint('red', 'error:')} ${message}`,
  );
}
