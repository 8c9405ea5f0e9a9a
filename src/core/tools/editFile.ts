// edit_file: exact replacements in a file, all of them or none.
import * as z from 'zod';
import { isSecretPath } from '../review/paths/secretPaths.ts';
import { applyEdits } from './edit/applyEdits.ts';
import { noFile, readText } from './text.ts';
import { defineTool } from './tool.ts';

export const editFile = defineTool({
  name: 'edit_file',
  description:
    'Proposes replacements in a file, in order, each on the result of the one before; all or none. old_text must stand in the file exactly once, as read_file shows it without the line numbers; only blanks at the ends of lines may differ.',
  input: z.strictObject({
    path: z.string(),
    edits: z
      .array(
        z.strictObject({
          old_text: z.string(),
          new_text: z.string(),
          replace_all: z.boolean().optional().describe('Replaces every place.'),
        }),
      )
      .min(1),
  }),
  risk: 'write',
  subject: ({ path }) => ({ kind: 'paths', paths: [path] }),
  run: async ({ path, edits }, { files }) => {
    const content = await readText(files, path);
    if (!content) return noFile(files, path);
    const result = applyEdits(
      content.text,
      edits.map(({ old_text: oldText, new_text: newText, replace_all: replaceAll = false }) => {
        return { oldText, newText, replaceAll };
      }),
    );
    if (result.kind === 'failed') {
      // The nearest places would show what nobody was asked about.
      if (isSecretPath(path)) return { text: 'The edits do not fit. Nothing was changed.', isError: true };
      return { text: result.message, isError: true };
    }
    await files.write(path, result.text);
    const lines = result.done.map(({ from, to }) => (to > from ? `${from} to ${to}` : `${from}`));
    const shown = lines.length > 20 ? `${lines.slice(0, 20).join(', ')}, …` : lines.join(', ');
    const isTolerant = result.done.some((one) => one.isTolerant);
    const note = isTolerant ? ' Blanks differed from old_text; new_text was indented as the file is.' : '';
    return { text: `Edited ${path}: ${result.done.length} replaced, now at lines ${shown}.${note}` };
  },
});
