// read_file: a text file with line numbers, whole or a range.
import * as z from 'zod';
import { defineTool } from './tool.ts';
import { noFile, readText } from './text.ts';

const MAX_LINES = 2_000;

export const readFile = defineTool({
  name: 'read_file',
  description: `Reads a text file: each line as its number, a tab, its text. At most ${MAX_LINES} lines in one call; give a range for more, or for a part.`,
  input: z.strictObject({
    path: z.string().describe('Relative to the project.'),
    start_line: z.int().min(1).optional().describe('From 1.'),
    end_line: z.int().min(1).optional().describe('Included.'),
  }),
  risk: 'read',
  subject: ({ path }) => ({ kind: 'paths', paths: [path] }),
  run: async ({ path, start_line: start = 1, end_line: wanted }, { files }) => {
    const content = await readText(files, path);
    if (!content) return noFile(files, path);
    if (content.text === '') return { text: `${path} is empty.` };
    const lines = content.text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
    if (lines.at(-1) === '') lines.pop();
    if (start > lines.length) {
      return { text: `${path} has ${lines.length} lines; there is no line ${start}.`, isError: true };
    }
    const end = Math.max(start, Math.min(wanted ?? lines.length, lines.length, start + MAX_LINES - 1));
    const shown = lines.slice(start - 1, end).map((line, index) => `${start + index}\t${line}`);
    const isWhole = start === 1 && end === lines.length;
    const range = isWhole ? [] : [`[Lines ${start} to ${end} of ${lines.length}]`];
    return { text: [...shown, ...range].join('\n') };
  },
});
