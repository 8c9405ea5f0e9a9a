// complete: the agent hands its proposals over. What it says is no evidence: review and gates follow.
import * as z from 'zod';
import { defineTool } from './tool.ts';

export const complete = defineTool({
  name: 'complete',
  description: 'Hands the task over for review and checks, when every criterion is met or cannot be. Call it alone.',
  input: z.strictObject({
    summary: z.string().min(1).describe('What you changed and why, and what is missing, for the reviewer.'),
    notes: z
      .string()
      .optional()
      .describe('What those need to know who build on this: names, files, behaviour, limits.'),
  }),
  risk: 'ask',
  subject: () => ({ kind: 'none' }),
  run: () => Promise.resolve({ text: 'Handed over.' }),
});
