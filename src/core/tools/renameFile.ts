// rename_file: proposes another name or folder for a file.
import * as z from 'zod';
import { ConductorError } from '../errors.ts';
import { isSecretPath } from '../review/paths/secretPaths.ts';
import { noFile } from './text.ts';
import { defineTool } from './tool.ts';

export const renameFile = defineTool({
  name: 'rename_file',
  description: 'Proposes to rename or move a file. What refers to it is not changed.',
  input: z.strictObject({ from: z.string(), to: z.string() }),
  risk: 'write',
  subject: ({ from, to }) => ({ kind: 'paths', paths: [from, to] }),
  run: async ({ from, to }, { files }) => {
    // Under a plain name it could be read without being asked.
    if (isSecretPath(from) && !isSecretPath(to)) {
      throw new ConductorError('path.secret', `The file ${from} may hold secrets and keeps a name that tells so.`, {
        remedy: 'Leave it where it is, or ask the person to move it.',
      });
    }
    if (!(await files.read(from))) return noFile(files, from);
    await files.rename(from, to);
    return { text: `Renamed ${from} to ${to}.` };
  },
});
