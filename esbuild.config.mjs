// Bundles the programs into dist/. `--watch` rebuilds on change, `--tests` bundles the in-editor tests into out/.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import * as esbuild from 'esbuild';

const watch = process.argv.includes('--watch');
const minify = !watch;

/** Modules that are large and rarely needed: each becomes a file of its own, loaded by the first `import()` of it. */
const lazyModules = ['src/node/documents/pdf.ts', 'src/node/documents/docx.ts'];

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

/** @type {esbuild.BuildOptions} */
const shared = { bundle: true, minify, sourcemap: watch ? 'linked' : false, logLevel: 'info', legalComments: 'none' };

/** @type {esbuild.BuildOptions} */
const programs = {
  ...shared,
  entryPoints: ['src/extension.ts', 'src/cli.ts', ...lazyModules],
  entryNames: '[name]',
  outdir: 'dist',
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode'],
  plugins: [lazyBundles],
};

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
// The sources are ES modules, the bundles are not.
await writeFile('dist/package.json', '{ "type": "commonjs" }\n');

for (const options of [programs]) {
  if (watch) await (await esbuild.context(options)).watch();
  else await esbuild.build(options);
}
