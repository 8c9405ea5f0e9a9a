// VS Code takes a development payload and runs tests only with an extension under development: when the installed
// extension is meant, an empty one serves.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes it into `folder` and gives its path. */
export function emptyExtension(folder: string): string {
  const path = join(folder, 'empty-extension');
  mkdirSync(path, { recursive: true });
  const manifest = { name: 'empty', publisher: 'test', version: '0.0.0', engines: { vscode: '*' } };
  writeFileSync(join(path, 'package.json'), JSON.stringify(manifest));
  return path;
}
