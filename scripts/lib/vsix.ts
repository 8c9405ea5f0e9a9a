// Packs the extension into a .vsix and holds it against what it may contain.
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runCommand } from '../../test/support/vscode/command.ts';
import { packagedExtension, root } from '../../test/support/vscode/paths.ts';
import { build } from './build.ts';

const limitInBytes = 3_000_000;
const vsce = join(root, 'node_modules/@vscode/vsce/vsce');

/** What the package may hold. `.vscodeignore` says the same to vsce; this catches a slip there. */
const allowed = [
  /^(package\.json|package\.nls(\.[\w-]+)?\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^dist\/([\w.-]+\.js|package\.json|THIRD_PARTY_NOTICES\.txt)$/,
  /^dist\/grammars\/tree-sitter(-[a-z]+)?\.wasm$/,
  /^dist\/webview\/[\w.-]+\.(js|css|ttf)$/,
  /^l10n\/[\w.-]+\.json$/,
  /^media\/[\w./-]+\.(svg|png|md|css)$/,
];

/** Builds and packs into `packagedExtension`. Throws when the package is too large or holds a file that it should not. */
export async function packageExtension(): Promise<void> {
  await build();
  const stray = (await packagedFiles()).filter((file) => !allowed.some((pattern) => pattern.test(file)));
  if (stray.length > 0) throw new Error(`The package would hold files that are not allowed: ${stray.join(', ')}.`);
  await runCommand(
    process.execPath,
    [
      vsce,
      'package',
      '--no-dependencies',
      '--allow-missing-repository',
      '--no-rewrite-relative-links',
      '--out',
      packagedExtension,
    ],
    { cwd: root, failure: 'vsce could not pack the extension.' },
  );
  const { size } = statSync(packagedExtension);
  if (size > limitInBytes) {
    throw new Error(`${basename(packagedExtension)} has ${size} bytes; at most ${limitInBytes} are allowed.`);
  }
}

async function packagedFiles(): Promise<readonly string[]> {
  const output = await runCommand(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: root });
  return output.split('\n').filter((line) => line.trim() !== '');
}
