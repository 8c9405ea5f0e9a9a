// Type-checked rules, and who may import whom (CONTRIBUTING.md, "Layers").
import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

const nodeModules = ['node:*', ...builtinModules];
const errorClass = {
  selector: "BinaryExpression[operator='instanceof'][right.name='ConductorError']",
  message: 'Use isConductorError: lazily loaded bundles carry a class of their own.',
};
const zodNamed = {
  selector: "ImportDeclaration[source.value='zod'] ImportSpecifier",
  message: "Write `import * as z from 'zod'`: the named import adds 360 kB to every bundle.",
};

/** @param {string} layer @param {string[]} forbidden globs of import paths @param {string} because */
const layer = (layer, forbidden, because) => ({
  files: [`src/${layer}/**/*.{ts,tsx}`],
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group: forbidden, message: because }] }] },
});

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/', 'test/vscode-server/', 'test/fixtures/'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.mjs', 'scripts/*.mjs'] } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      complexity: ['error', 15],
      'max-lines-per-function': ['error', { max: 50, skipComments: true, skipBlankLines: true }],
      'no-restricted-syntax': [
        'error',
        zodNamed,
        errorClass,
        { selector: 'ExportDefaultDeclaration', message: 'Name every export.' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    },
  },
  layer(
    'core',
    [...nodeModules, 'vscode', '**/node/**', '**/vscode/**', '**/webview/**', '**/protocol/**', '**/cli/**'],
    'core holds rules: it names what it needs as ports and imports no outer layer.',
  ),
  layer(
    'protocol',
    [...nodeModules, 'vscode', '**/node/**', '**/vscode/**', '**/webview/**', '**/cli/**'],
    'protocol holds messages alone.',
  ),
  layer(
    'node',
    ['vscode', '**/vscode/**', '**/webview/**', '**/protocol/**', '**/cli/**'],
    'node adapts the machine for the core; it knows no user interface.',
  ),
  layer(
    'vscode',
    [...nodeModules, '**/node/**', '**/webview/**', '**/cli/**'],
    'vscode reaches files and processes through the editor and the ports.',
  ),
  layer(
    'cli',
    ['vscode', '**/vscode/**', '**/webview/**', '**/node/**', '**/protocol/**'],
    'cli draws in the terminal; src/cli.ts hands it the ports.',
  ),
  layer(
    'language',
    [...nodeModules, 'vscode', '**/node/**', '**/vscode/**', '**/webview/**', '**/cli/**'],
    'language speaks the protocol; src/server.ts hands it the projects.',
  ),
  layer('webview', [...nodeModules, 'vscode', '**/node/**', '**/vscode/**', '**/cli/**'], 'webview runs in a page.'),
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', zodNamed],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: ['it', 'describe'] }],
    },
  },
  {
    files: ['**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
    rules: { ...tseslint.configs.disableTypeChecked.rules, 'no-restricted-syntax': 'off' },
  },
);
