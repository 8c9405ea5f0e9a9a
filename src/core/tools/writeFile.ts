// write_file: a whole file, new or anew.
import * as z from 'zod';
import { readText } from './text.ts';
import { defineTool } from './tool.ts';

export const writeFile = defineTool({
  name: 'write_file',
  description: 'Proposes a new file, or a whole new text for one. To change a part of a file use edit_file.',
  input: z.strictObject({ path: z.string(), text: z.string() }),
  risk: 'write',
  subject: ({ path }) => ({ kind: 'paths', paths: [path] }),
  run: async ({ path, text }, { files }) => {
    const before = await readText(files, path);
    await files.write(path, before ? endLike(before.text, text) : text);
    const lines = text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    return { text: `${before ? 'Wrote' : 'Made'} ${path}: ${lines} lines.` };
  },
});

/** Whether the last line has an end stays as it was. */
function endLike(before: string, text: string): string {
  if (before === '' || text === '' || before.endsWith('\n') === text.endsWith('\n')) return text;
  return text.endsWith('\n') ? text.replace(/\r?\n$/, '') : `${text}\n`;
}
