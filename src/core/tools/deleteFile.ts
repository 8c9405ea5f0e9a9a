// delete_file: proposes that a file goes.
import * as z from 'zod';
import { noFile } from './text.ts';
import { defineTool } from './tool.ts';

export const deleteFile = defineTool({
  name: 'delete_file',
  description: 'Proposes to delete a file.',
  input: z.strictObject({ path: z.string() }),
  risk: 'write',
  subject: ({ path }) => ({ kind: 'paths', paths: [path] }),
  run: async ({ path }, { files }) => {
    if (!(await files.read(path))) return noFile(files, path);
    await files.delete(path);
    return { text: `Deleted ${path}.` };
  },
});
