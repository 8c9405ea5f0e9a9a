// A tool that an agent may call: one definition value a file, one list that names them all (`tools.ts`).
import type * as z from 'zod';
import type { Finding } from '../gates/gate.ts';
import type { CommandResult } from '../exec/processPort.ts';
import type { Overlay } from '../review/overlay.ts';

/** Decides, with the mode and the rules, whether a call may happen. */
export type Risk = 'read' | 'write' | 'execute' | 'ask';

export interface ToolResult {
  /** Written for the model: what happened and, after an error, what to try. */
  readonly text: string;
  readonly isError?: boolean;
}

/** What a tool may reach. */
export interface ToolContext {
  /** The project with the run's proposals over it. Writing changes the proposals alone. */
  readonly files: Overlay;
  /** Runs in the run's private copy, with the proposals in it; what it changes there joins the proposals. `command` is a line as a person types it. */
  readonly runCommand: (command: string, timeoutMs: number) => Promise<CommandResult>;
  /** Problems the editor reports for a path, or for all open files; null where no editor is there. */
  readonly diagnostics: ((path?: string) => Promise<readonly Finding[]>) | null;
  readonly ask: (question: { readonly text: string; readonly choices: readonly string[] }) => Promise<string>;
  /** Adds a note to the task. */
  readonly note: (text: string) => Promise<void>;
  /** Results that were cut; `read_result` hands out the rest by id. */
  readonly results: ResultStore;
  readonly signal: AbortSignal;
}

export interface ResultStore {
  /** Keeps a long text and gives its first part, at most `limit` characters, ending with how to get the rest. */
  cap(text: string, limit?: number): string;
  /** Null for an id that is not there. */
  read(id: string, offset: number, limit: number): string | null;
}

export interface Tool<Input = unknown> {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodType<Input>;
  readonly risk: Risk;
  /** What a permission is decided on: the paths it writes or reads, or the command line. */
  readonly subject: (input: Input) => ToolSubject;
  run(input: Input, context: ToolContext): Promise<ToolResult>;
}

export type ToolSubject =
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'none' };

/** Keeps the input's type where the tool is written and forgets it in the list. */
export function defineTool<Input>(tool: Tool<Input>): Tool {
  return tool as Tool;
}
