// package.json: the scripts that a project itself names, by the package manager that it uses.
import * as z from 'zod';
import { commands, type Discover } from './project.ts';

const manifest = z.object({
  scripts: z.record(z.string(), z.string()).optional(),
  packageManager: z.string().optional(),
});

type Manager = 'npm' | 'pnpm' | 'yarn' | 'bun';

const lockFiles: readonly (readonly [string, Manager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
];

const TESTS = ['test', 'tests', 'test:unit', 'unit'];
const COVERAGE = ['coverage', 'test:coverage', 'test:cov', 'cov', 'coverage:ci'];
const LINTS = ['lint', 'eslint', 'lint:check'];
const FORMATS = [
  'format:check',
  'check:format',
  'format-check',
  'fmt:check',
  'prettier:check',
  'check-format',
  'format:ci',
];
const TYPES = ['typecheck', 'type-check', 'check-types', 'types', 'tsc', 'check:types'];
/** Checks the format and changes nothing. */
const CHECKS_FORMAT =
  /\b(?:prettier\b.*(?:--check|-c\b|--list-different|-l\b)|(?:biome|dprint) (?:check|ci|format)(?!.*--write)|--check\b)/;

export const discoverNode: Discover = async ({ readFile }, names) => {
  const text = names.has('package.json') ? await readFile('package.json') : null;
  const parsed = text === null ? null : readManifest(text);
  if (parsed === null) return {};
  const { scripts = {}, packageManager } = parsed;
  const run = runner(managerOf(packageManager, names));
  const first = (wanted: readonly string[]): string | undefined => wanted.find((name) => isReal(scripts[name]));
  const lint = first(LINTS);
  const format = first(FORMATS) ?? (CHECKS_FORMAT.test(scripts['format'] ?? '') ? 'format' : undefined);
  const isFormatLinted = lint !== undefined && CHECKS_FORMAT.test(scripts[lint] ?? '');
  const named = (name: string | undefined): string | undefined => (name === undefined ? undefined : run(name));
  return commands({
    test: [named(first(TESTS))],
    coverage: [named(first(COVERAGE))],
    lint: [named(lint)],
    format: [isFormatLinted ? undefined : named(format)],
    build: [named(first(TYPES)), named(first(['build', 'compile']))],
  });
};

/** What npm writes into a new package counts as none. */
const isReal = (script: string | undefined): boolean =>
  script !== undefined && script.trim() !== '' && !/no test specified/i.test(script);

/** What the scripts themselves call, so that it is not called once more. */
export async function scriptTexts(...[{ readFile }]: Parameters<Discover>): Promise<string> {
  return Object.values(readManifest((await readFile('package.json')) ?? '')?.scripts ?? {}).join('\n');
}

function readManifest(text: string): z.output<typeof manifest> | null {
  try {
    return manifest.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function managerOf(packageManager: string | undefined, names: ReadonlySet<string>): Manager {
  const named = /^(npm|pnpm|yarn|bun)@/.exec(packageManager ?? '')?.[1] as Manager | undefined;
  return named ?? lockFiles.find(([file]) => names.has(file))?.[1] ?? 'npm';
}

function runner(manager: Manager): (script: string) => string {
  return (script) => (script === 'test' && manager !== 'bun' ? `${manager} test` : `${manager} run ${script}`);
}
