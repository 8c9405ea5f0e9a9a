// make and just: targets by their usual names, where nothing else tells how.
import { commands, type Discover } from './project.ts';

const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];
const JUSTFILES = ['justfile', 'Justfile', '.justfile'];

export const discoverMake: Discover = async ({ readFile }, names) => {
  const [file, tool] = [
    ...MAKEFILES.map((name) => [name, 'make'] as const),
    ...JUSTFILES.map((name) => [name, 'just'] as const),
  ].find(([name]) => names.has(name)) ?? ['', ''];
  if (file === '') return {};
  const text = (await readFile(file)) ?? '';
  // Names before a colon that assigns nothing: "test lint: deps", but not "CC := gcc".
  const rules = [...text.matchAll(/^([A-Za-z][\w .-]*?)[^\S\n]*:(?![=:])/gm)];
  const targets = new Set(rules.flatMap((match) => (match[1] ?? '').split(/\s+/)));
  const first = (...wanted: readonly string[]): string | undefined => {
    const name = wanted.find((target) => targets.has(target));
    return name === undefined ? undefined : `${tool} ${name}`;
  };
  return commands({
    test: [first('test', 'tests', 'check')],
    coverage: [first('coverage', 'cover', 'test-coverage')],
    lint: [first('lint', 'vet')],
    format: [first('format-check', 'fmt-check', 'check-format', 'check-fmt')],
    build: [first('typecheck'), first('build', 'all')],
  });
};
