// list_files: the project's files, by a glob.
import * as z from 'zod';
import { globMatcher } from './glob.ts';
import { defineTool } from './tool.ts';

const MAX_PATHS = 500;

export const listFiles = defineTool({
  name: 'list_files',
  description: `Lists the files that git does not ignore, your proposals included; at most ${MAX_PATHS}.`,
  input: z.strictObject({
    glob: z.string().optional().describe('E.g. src/**/*.ts, or *.md in any folder. All files without it.'),
  }),
  risk: 'read',
  subject: () => ({ kind: 'none' }),
  run: async ({ glob }, { files }) => {
    const all = await files.list();
    const matches = globMatcher(glob);
    const found = all.filter(matches);
    if (found.length === 0) {
      const folders = [...new Set(all.map((path) => path.replace(/\/.*/s, '/')))];
      return { text: `No file matches ${glob ?? 'that'}. At the top there are: ${folders.slice(0, 50).join(', ')}` };
    }
    const more = found.length - MAX_PATHS;
    const rest = more > 0 ? [`[${more} more of ${found.length}: use a narrower glob]`] : [];
    return { text: [...found.slice(0, MAX_PATHS), ...rest].join('\n') };
  },
});
