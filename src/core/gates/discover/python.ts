// Python: pytest, tox or unittest; ruff, black, flake8 and mypy where the project configures them.
import { commands, isWindows, type Discover, type Project } from './project.ts';

const MARKERS = [
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'tox.ini',
  'pytest.ini',
  'requirements.txt',
  'Pipfile',
  'conftest.py',
];
const READ = [
  'pyproject.toml',
  'setup.cfg',
  'tox.ini',
  'requirements.txt',
  'requirements-dev.txt',
  'dev-requirements.txt',
  'Pipfile',
];

export const discoverPython: Discover = async (project, names) => {
  if (!MARKERS.some((name) => names.has(name)) && ![...names].some((name) => /^test.*\.py$/.test(name))) return {};
  const texts = await Promise.all(READ.filter((name) => names.has(name)).map((name) => project.readFile(name)));
  const all = texts.filter((text) => text !== null).join('\n');
  const tool = await toolFinder(project, names);
  const has = (pattern: RegExp): boolean => pattern.test(all);
  return commands({
    test: [await testCommand(project, names, all, tool)],
    lint: [
      (has(/^\[tool\.ruff\b/m) || names.has('ruff.toml') || names.has('.ruff.toml')) && tool('ruff', 'check .'),
      (has(/^\[flake8\]/m) || names.has('.flake8')) && tool('flake8', ''),
    ],
    format: [
      has(/^\[tool\.ruff\.format\]/m) && tool('ruff', 'format --check .'),
      has(/^\[tool\.black\]/m) && tool('black', '--check .'),
    ],
    build: [(has(/^\[(?:tool\.)?mypy\]/m) || names.has('mypy.ini')) && tool('mypy', '.')],
  });
};

type Tool = (name: string, args: string) => string;

async function testCommand(
  project: Project,
  names: ReadonlySet<string>,
  all: string,
  tool: Tool,
): Promise<string | undefined> {
  const tests = await project.listFiles('tests');
  const hasPytest =
    names.has('pytest.ini') || names.has('conftest.py') || tests.includes('conftest.py') || /\bpytest\b/.test(all);
  if (hasPytest) return tool('pytest', '');
  if (names.has('tox.ini')) return tool('tox', '');
  const isTest = (name: string): boolean => /^test.*\.py$/.test(name);
  const python = isWindows(project) ? 'python' : 'python3';
  if (tests.some(isTest))
    return `${python} -m unittest discover -s tests${tests.includes('__init__.py') ? ' -t .' : ''}`;
  return [...names].some(isTest) ? `${python} -m unittest discover` : undefined;
}

/** From the project's own virtual environment or manager where it has one. */
async function toolFinder(project: Project, names: ReadonlySet<string>): Promise<Tool> {
  const folder = isWindows(project) ? '.venv/Scripts' : '.venv/bin';
  const installed = new Set(await project.listFiles(folder));
  const manager = names.has('uv.lock')
    ? 'uv run '
    : names.has('poetry.lock')
      ? 'poetry run '
      : names.has('Pipfile.lock')
        ? 'pipenv run '
        : '';
  return (name, args) => {
    const isOwn = manager === '' && installed.has(name);
    return `${isOwn ? `${folder}/` : manager}${name} ${args}`.trim();
  };
}
