// note: something worth keeping, on the task.
import * as z from 'zod';
import { defineTool } from './tool.ts';

export const note = defineTool({
  name: 'note',
  description:
    'Adds a note to the task: a decision, a finding, something left to do. It is kept when this run is over.',
  input: z.strictObject({ text: z.string().min(1).max(4_000) }),
  risk: 'ask',
  subject: () => ({ kind: 'none' }),
  run: async ({ text }, context) => {
    await context.note(text);
    return { text: 'Noted.' };
  },
});
