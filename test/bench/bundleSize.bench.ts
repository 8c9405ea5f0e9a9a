// What the package weighs. Wanted: under 3 MB; `npm run package` refuses more.
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packagedExtension, root } from '../support/vscode/paths.ts';
import type { Benchmark } from './benchmark.ts';

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

function bundleSize(file: string): Promise<string> {
  const content = readFileSync(join(root, file));
  return Promise.resolve(`${kilobytes(content.length)}, ${kilobytes(gzipSync(content).length)} compressed`);
}

/** Parsers of the repository map: each is read when the first file of its language is. */
function grammarSize(): Promise<string> {
  const files = globSync('dist/grammars/*.wasm', { cwd: root }).map((file) => readFileSync(join(root, file)));
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
  const compressed = sum(files.map((content) => gzipSync(content).length));
  return Promise.resolve(
    `${files.length} files, ${kilobytes(sum(files.map(({ length }) => length)))}, ${kilobytes(compressed)} compressed`,
  );
}

export const benchmarks: readonly Benchmark[] = [
  ...globSync('dist/**/*.{js,css}', { cwd: root })
    .toSorted()
    .map((file) => ({ name: `size of ${file.replaceAll('\\', '/')}`, run: () => bundleSize(file) })),
  { name: 'size of the grammars, loaded one by one', run: () => grammarSize() },
  { name: 'size of the .vsix', run: () => Promise.resolve(kilobytes(statSync(packagedExtension).size)) },
];
