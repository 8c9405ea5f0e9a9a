// Packs the extension into a .vsix and holds it against what it may contain.
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runCommand } from '../../test/support/vscode/command.ts';
import { root } from '../../test/support/vscode/paths.ts';
import manifest from '../../package.json' with { type: 'json' };
import { build } from './build.ts';

const limitInBytes = 3_000_000;
const vsce = join(root, 'node_modules/@vscode/vsce/vsce');

/** What the package may hold. `.vscodeignore` says the same to vsce; this catches a slip there. */
const allowed = [
  /^(package\.json|package\.nls(\.[\w-]+)?\.json|readme\.md|changelog\.md|LICENSE|LICENSE\.txt|THIRD_PARTY_NOTICES)$/i,
  /^dist\/[\w.-]+\.js$/,
  /^dist\/package\.json$/,
  /^dist\/webview\/[\w.-]+\.(js|css|ttf)$/,
  /^l10n\/[\w.-]+\.json$/,
  /^media\/[\w./-]+\.(svg|png|md|css)$/,
];

/** Builds and packs; gives the file's path. Throws when the package is too large or holds a file that it should not. */
export async function packageExtension(): Promise<string> {
  await build();
  const stray = (await packagedFiles()).filter((file) => !allowed.some((pattern) => pattern.test(file)));
  if (stray.length > 0) throw new Error(`The package would hold files that are not allowed: ${stray.join(', ')}.`);
  const vsix = join(root, `${manifest.name}-${manifest.version}.vsix`);
  await runCommand(
    process.execPath,
    [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix],
    { cwd: root, failure: 'vsce could not pack the extension.' },
  );
  const { size } = statSync(vsix);
  if (size > limitInBytes) {
    throw new Error(`${basename(vsix)} has ${size} bytes; at most ${limitInBytes} are allowed.`);
  }
  return vsix;
}

async function packagedFiles(): Promise<readonly string[]> {
  const output = await runCommand(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: root });
  return output.split('\n').filter((line) => line.trim() !== '');
}
