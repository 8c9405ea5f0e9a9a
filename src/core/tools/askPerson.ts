// ask_person: a question with choices; the run waits for the answer.
import * as z from 'zod';
import { defineTool } from './tool.ts';

export const askPerson = defineTool({
  name: 'ask_person',
  description:
    'Asks the person, who may take long. Only for what neither the task nor the project tells and what would be costly to get wrong.',
  input: z.strictObject({
    question: z.string().min(1).describe('Whole, with what one must know to answer.'),
    choices: z.array(z.string().min(1)).min(2).max(5).describe('The one you recommend first.'),
  }),
  risk: 'ask',
  subject: () => ({ kind: 'none' }),
  run: async ({ question, choices }, { ask }) => ({ text: `The answer: ${await ask({ text: question, choices })}` }),
});
