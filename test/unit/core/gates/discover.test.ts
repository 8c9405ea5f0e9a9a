import { strict as assert } from 'node:assert';
import { commandsFor, discoverCommands } from '../../../../src/core/gates/discover/discover.ts';
import type { Commands } from '../../../../src/core/gates/discover/project.ts';
import { configOf } from '../../../support/gateContext.ts';

/** A project of these files; nothing is on disk. */
const projectOf = (files: Readonly<Record<string, string>>, dir = '/project') => ({
  dir,
  readFile: (path: string) => Promise.resolve(files[path] ?? null),
  listFiles: (folder: string) => {
    const prefix = folder === '.' ? '' : `${folder}/`;
    const below = Object.keys(files).filter((path) => path.startsWith(prefix));
    return Promise.resolve(
      below
        .map((path) => path.slice(prefix.length))
        .filter((name) => !name.includes('/'))
        .toSorted(),
    );
  },
});

/** Without the kinds for which there is none. */
async function found(files: Readonly<Record<string, string>>, dir?: string): Promise<Commands> {
  const all = await discoverCommands(projectOf(files, dir));
  return Object.fromEntries(Object.entries(all).filter(([, list]) => list.length > 0));
}

const scripts = (named: Readonly<Record<string, string>>, more: object = {}): string =>
  JSON.stringify({ scripts: named, ...more });

describe('the commands of a project', () => {
  it('are the scripts of package.json, by its package manager', async () => {
    const all = {
      test: 'jest',
      lint: 'eslint .',
      'format:check': 'prettier --check .',
      typecheck: 'tsc',
      build: 'vite build',
      coverage: 'c8 jest',
    };
    const files = { 'package.json': scripts(all) };
    assert.deepEqual(await found(files), {
      test: ['npm test'],
      coverage: ['npm run coverage'],
      lint: ['npm run lint'],
      format: ['npm run format:check'],
      build: ['npm run typecheck', 'npm run build'],
    });
    const testOf = async (more: Readonly<Record<string, string>>) => (await found({ ...files, ...more })).test;
    assert.deepEqual(await testOf({ 'pnpm-lock.yaml': '' }), ['pnpm test']);
    assert.deepEqual(await testOf({ 'yarn.lock': '' }), ['yarn test']);
    assert.deepEqual(await testOf({ 'bun.lockb': '' }), ['bun run test']);
    assert.deepEqual(
      await testOf({ 'yarn.lock': '', 'package.json': scripts(all, { packageManager: 'pnpm@9.1.0' }) }),
      ['pnpm test'],
    );
  });

  it('leave out what npm writes by itself, what formats in place, and what lint does already', async () => {
    const none = { test: 'echo "Error: no test specified" && exit 1', format: 'prettier --write .' };
    assert.deepEqual(await found({ 'package.json': scripts(none) }), {});
    assert.deepEqual(await found({ 'package.json': scripts({ format: 'prettier --check src' }) }), {
      format: ['npm run format'],
    });
    const both = { lint: 'eslint . && prettier --check .', 'format:check': 'prettier --check .' };
    assert.deepEqual(await found({ 'package.json': scripts(both) }), { lint: ['npm run lint'] });
    for (const broken of ['{', '[]', '{"scripts": 3}'])
      assert.deepEqual(await found({ 'package.json': broken }), {}, broken);
  });

  it('are those of Python tools that it configures', async () => {
    const pyproject = '[tool.pytest.ini_options]\n[tool.ruff]\n[tool.ruff.format]\n[tool.mypy]\n';
    const expected = { test: ['pytest'], lint: ['ruff check .'], format: ['ruff format --check .'], build: ['mypy .'] };
    assert.deepEqual(await found({ 'pyproject.toml': pyproject }), expected);
    assert.deepEqual((await found({ 'pyproject.toml': pyproject, 'uv.lock': '' })).test, ['uv run pytest']);
    assert.deepEqual((await found({ 'pyproject.toml': pyproject, '.venv/bin/pytest': '' })).test, ['.venv/bin/pytest']);
    assert.deepEqual((await found({ 'tox.ini': '[tox]\n' })).test, ['tox']);
    assert.deepEqual((await found({ 'setup.py': '', 'tests/test_a.py': '' })).test, [
      'python3 -m unittest discover -s tests',
    ]);
    assert.deepEqual((await found({ 'test_a.py': '' }, 'C:\\project')).test, ['python -m unittest discover']);
  });

  it('are those of the tool of its language', async () => {
    const cases: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
      [{ 'go.mod': 'module a\n' }, 'go test ./...'],
      [{ 'Cargo.toml': '' }, 'cargo test'],
      [{ 'pom.xml': '' }, 'mvn -B test'],
      [{ 'pom.xml': '', mvnw: '' }, './mvnw -B test'],
      [{ 'build.gradle.kts': '', gradlew: '' }, './gradlew test'],
      [{ 'a.sln': '' }, 'dotnet test'],
      [{ 'deno.json': '{}' }, 'deno test'],
      [{ 'deno.jsonc': '{ "tasks": { "test": "deno test -A" } } // why' }, 'deno task test'],
      [{ Makefile: 'CC := x\ntest lint: deps\n' }, 'make test'],
      [{ justfile: 'check:\n' }, 'just check'],
    ];
    for (const [files, test] of cases) assert.deepEqual((await found(files)).test, [test], JSON.stringify(files));
    assert.deepEqual(await found({ 'go.mod': '' }), {
      test: ['go test ./...'],
      lint: ['go vet ./...'],
      build: ['go build ./...'],
    });
    assert.deepEqual((await found({ 'pom.xml': '', mvnw: '' }, 'C:\\project')).test, ['mvnw.cmd -B test']);
    assert.deepEqual(await found({ Makefile: 'test := 1\n# lint: no\n\tbuild: no\n' }), {});
    assert.deepEqual(await found({ 'README.md': 'test:' }), {});
  });

  it('are those of all its languages, each once; a Makefile counts where nothing else does', async () => {
    const both = { 'package.json': scripts({ test: 'jest' }), 'go.mod': '', Makefile: 'test:\nlint:\n' };
    assert.deepEqual((await found(both)).test, ['npm test', 'go test ./...']);
    const called = { ...both, 'package.json': scripts({ test: 'jest && go test ./...' }) };
    assert.deepEqual((await found(called)).test, ['npm test']);
    assert.deepEqual((await found({ 'package.json': scripts({ test: 'jest' }), Makefile: 'lint:\n' })).lint, [
      'make lint',
    ]);
  });

  it('are those of the configuration before all others', async () => {
    const project = projectOf({ 'package.json': scripts({ test: 'jest', lint: 'eslint .' }) });
    const config = configOf({ gates: { test: './check.sh' } });
    assert.deepEqual(await commandsFor('test', { ...project, config }), ['./check.sh']);
    assert.deepEqual(await commandsFor('lint', { ...project, config }), ['npm run lint']);
  });
});
