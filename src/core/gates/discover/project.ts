// The commands of a project, and what finding them asks of its files.
import type { GateContext } from '../gate.ts';

export type Project = Pick<GateContext, 'dir' | 'readFile' | 'listFiles'>;

export const COMMAND_KINDS = ['test', 'coverage', 'lint', 'format', 'build'] as const;
export type CommandKind = (typeof COMMAND_KINDS)[number];
export type Commands = Readonly<Partial<Record<CommandKind, readonly string[]>>>;

/** Nothing for a project that is not of this kind. `names` are the files at the top. */
export type Discover = (project: Project, names: ReadonlySet<string>) => Promise<Commands>;

export const isWindows = ({ dir }: Project): boolean => /^(?:[A-Za-z]:[\\/]|\\\\)/.test(dir);

/** Leaves out what is not there. */
export const commands = (
  found: Readonly<Partial<Record<CommandKind, readonly (string | false | undefined)[]>>>,
): Commands =>
  Object.fromEntries(
    Object.entries(found).map(([kind, list]) => [kind, list.filter((command) => typeof command === 'string')]),
  );
