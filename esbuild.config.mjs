// Bundles the programs and the webview into dist/. `--watch` rebuilds on change, `--tests` bundles the host tests into out/ instead.
import { chmod, copyFile, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import * as esbuild from 'esbuild';
import { thirdPartyNotices } from './scripts/lib/notices.ts';
import { GRAMMARS } from './src/node/codemap/languages.ts';

const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');

/** Modules that are large or rarely needed: each becomes a file of its own, loaded by the first `import()` of it. */
const lazyModules = [
  'src/cliProgram.ts',
  'src/core/orchestrate/createRuns.ts',
  'src/node/anthropic/backend.ts',
  'src/node/codemap/symbolParser.ts',
  'src/node/documents/docx.ts',
  'src/node/documents/pdf.ts',
  'src/node/git/gitRepository.ts',
  'src/node/taskwerk/thread/databaseThread.ts',
  'src/vscode/language/client.ts',
].filter((path) => existsSync(path));

/** @type {esbuild.Plugin} Points `import('…/pdf.ts')` at `./pdf.js` beside the importing bundle. */
const lazyBundles = {
  name: 'lazy-bundles',
  setup(build) {
    const lazyPaths = new Set(lazyModules.map((path) => resolve(path)));
    build.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' && lazyPaths.has(resolve(resolveDir, path))
        ? { path: `./${basename(path, '.ts')}.js`, external: true }
        : undefined,
    );
  },
};

/** @type {esbuild.Plugin} PDF.js sets a global `navigator`, which the extension host of VS Code forbids: it gets one of its own. */
const ownNavigator = {
  name: 'own-navigator',
  setup(build) {
    build.onLoad({ filter: /[\\/]unpdf[\\/]dist[\\/]pdfjs\.mjs$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes('globalThis.navigator')) throw new Error(`${path} no longer sets a global navigator.`);
      const own = "var navigator = { platform: '', userAgent: '', language: 'en' };";
      return { contents: `${own}\n${source.replaceAll('globalThis.navigator', 'navigator')}`, loader: 'js' };
    });
  },
};

/** Where a module of node finds what lies beside it, in the sources and in a bundle. */
const ownPlace = { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' };

/** @type {esbuild.BuildOptions} */
const shared = {
  bundle: true,
  minify: !watch,
  sourcemap: watch ? 'linked' : false,
  logLevel: 'warning',
  legalComments: 'none',
  metafile: true,
};

/** @type {esbuild.BuildOptions} */
const programs = {
  ...shared,
  entryPoints: ['src/extension.ts', 'src/server.ts', 'src/cli.ts']
    .filter((path) => existsSync(path))
    .concat(lazyModules),
  entryNames: '[name]',
  outdir: 'dist',
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode'],
  define: ownPlace,
  plugins: [lazyBundles, ownNavigator],
};

const webviewMain = 'src/webview/orchestration/main.ts';

/** @type {esbuild.BuildOptions} */
const webview = {
  ...shared,
  entryPoints: { orchestration: webviewMain },
  outdir: 'dist/webview',
  platform: 'browser',
  format: 'iife',
  target: 'chrome140',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** The tests that run inside VS Code, mocha included, as the one module that its test runner loads. */
async function hostTests() {
  const files = (await Array.fromAsync(glob('test/host/**/*.test.ts'))).toSorted();
  const requires = files.map((file) => `require(${JSON.stringify(`./${file.replaceAll('\\', '/')}`)});`);
  /** @type {esbuild.BuildOptions} */
  const options = {
    ...shared,
    minify: false,
    sourcemap: 'inline',
    stdin: {
      contents: `import { runSuite } from './test/host/runner/suite.ts';
        export const run = () => runSuite(() => { ${requires.join(' ')} });`,
      resolveDir: '.',
      sourcefile: 'hostTests.ts',
      loader: 'ts',
    },
    outfile: 'out/test/host/index.js',
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    define: ownPlace,
    // Of mocha's parallel mode, which is not used here.
    logOverride: { 'require-resolve-not-external': 'silent' },
    plugins: [lazyBundles],
  };
  return options;
}

async function prepare(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // The sources are ES modules, the bundles are not.
  await writeFile(`${folder}/package.json`, '{ "type": "commonjs" }\n');
}

/** The parser and the languages that the repository map knows; they are no JavaScript and stay files. */
async function copyGrammars(folder) {
  const from = 'node_modules/@vscode/tree-sitter-wasm/wasm';
  await mkdir(`${folder}/grammars`, { recursive: true });
  const files = ['tree-sitter.wasm', ...GRAMMARS.map((grammar) => `tree-sitter-${grammar}.wasm`)];
  await Promise.all(files.map((file) => copyFile(`${from}/${file}`, `${folder}/grammars/${file}`)));
}

/** @param {esbuild.BuildOptions[]} all */
async function watchAll(all) {
  console.log('Building …');
  for (const options of all) await (await esbuild.context(options)).watch();
  console.log('Watching …');
}

if (tests) {
  await prepare('out/test/host');
  await copyGrammars('out/test/host');
  await esbuild.build(await hostTests());
  // Runs inside the tests load them as the programs do.
  await esbuild.build({ ...programs, entryPoints: lazyModules, outdir: 'out/test/host', minify: false });
} else {
  await prepare('dist');
  await copyGrammars('dist');
  const all = existsSync(webviewMain) ? [programs, webview] : [programs];
  if (watch) await watchAll(all);
  else {
    const results = await Promise.all(all.map((options) => esbuild.build(options)));
    await writeFile('dist/THIRD_PARTY_NOTICES.txt', thirdPartyNotices(results.map(({ metafile }) => metafile)));
    if (existsSync('dist/cli.js')) await chmod('dist/cli.js', 0o755);
  }
}
