// A proposal in the person's own editor, as a file of its own outside the project.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Reach } from '../context.ts';

/** The text as the editor left it; null where no editor is named. */
export async function editFile(path: string, text: string, env: Reach['env']): Promise<string | null> {
  const editor = [env['VISUAL'], env['EDITOR']].find((name) => name !== undefined && name !== '');
  if (editor === undefined) return null;
  const folder = await mkdtemp(join(tmpdir(), 'conductor-edit-'));
  try {
    // The agent chose the name, and a shell reads it.
    const file = join(folder, basename(path).replaceAll(/[^\w.-]/g, '_'));
    await writeFile(file, text);
    // An editor may be named with arguments, such as "code --wait".
    const child = spawn(`${editor} "${file}"`, { shell: true, stdio: 'inherit' });
    await once(child, 'close');
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
