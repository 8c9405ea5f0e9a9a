// diagnostics: what the editor has to say of the project's files.
import * as z from 'zod';
import type { Finding } from '../gates/gate.ts';
import { defineTool } from './tool.ts';

const MAX_FINDINGS = 100;

export const diagnostics = defineTool({
  name: 'diagnostics',
  description:
    "Gives the problems that the person's editor reports, for a file or for all open ones. It sees the files on disk, without your proposals; to check those run the project's own checks.",
  input: z.strictObject({ path: z.string().optional() }),
  risk: 'read',
  subject: ({ path }) => (path === undefined ? { kind: 'none' } : { kind: 'paths', paths: [path] }),
  run: async ({ path }, context) => {
    if (!context.diagnostics) {
      return { text: "No editor is there to ask. Run the project's linter or compiler with run_command instead." };
    }
    const findings = await context.diagnostics(path);
    if (findings.length === 0) return { text: 'No problems are reported.' };
    const more = findings.length - MAX_FINDINGS;
    const rest = more > 0 ? [`[${more} more: ask for one file]`] : [];
    return { text: [...findings.slice(0, MAX_FINDINGS).map(inWords), ...rest].join('\n') };
  },
});

function inWords({ severity, message, rule, path, line }: Finding): string {
  const place = path === undefined ? '' : `${path}${line === undefined ? '' : `:${line}`}: `;
  return `${place}${severity}: ${message}${rule === undefined ? '' : ` (${rule})`}`;
}
