// read_result: the rest of a result that was cut.
import * as z from 'zod';
import { defineTool } from './tool.ts';

/** Below what the loop cuts a result to, with the line that is added. */
const LENGTH = 15_000;

export const readResult = defineTool({
  name: 'read_result',
  description: 'Gives more of a result that was cut; where it was cut it says its id and the offset.',
  input: z.strictObject({ id: z.string(), offset: z.int().min(0) }),
  risk: 'read',
  subject: () => ({ kind: 'none' }),
  run: ({ id, offset }, { results }) => {
    const part = results.read(id, offset, LENGTH);
    if (part === null) {
      const text = `There is no result "${id}" any more. Make the call that gave it again.`;
      return Promise.resolve({ text, isError: true });
    }
    if (part === '') return Promise.resolve({ text: 'That is past its end.', isError: true });
    const end = offset + part.length;
    const isWhole = results.read(id, end, 1) === '';
    return Promise.resolve({ text: isWhole ? part : `${part}\n[It goes on at offset ${end}]` });
  },
});
