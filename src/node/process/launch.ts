// How a command is started on this platform: the program's file, the shell, and the order of what it writes.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { CommandSpec } from '../../core/exec/processPort.ts';

export type Argv = readonly [string, ...string[]];

export interface Launch {
  readonly argv: Argv;
  /** Windows: the arguments are one command line already. */
  readonly isVerbatim: boolean;
}

const isWindows = process.platform === 'win32';

/** Null when there is no such program. */
export async function resolveCommand(spec: CommandSpec, env: Readonly<Record<string, string>>): Promise<Launch | null> {
  if ('shell' in spec.command) return shellLaunch(spec.command.shell, env);
  const [name, ...args] = spec.command.argv;
  const file = await findProgram(name, env, spec.cwd);
  if (file === null) return null;
  // Windows starts a batch file only through its shell.
  if (isWindows && /\.(cmd|bat)$/i.test(file)) return shellLaunch([file, ...args].map(quoteForCmd).join(' '), env);
  return { argv: [file, ...args], isVerbatim: false };
}

function shellLaunch(line: string, env: Readonly<Record<string, string>>): Launch {
  if (!isWindows) return { argv: ['/bin/sh', '-c', line], isVerbatim: false };
  const shell = env['ComSpec'] ?? env['COMSPEC'] ?? 'cmd.exe';
  return { argv: [shell, '/d', '/s', '/c', `"${line}"`], isVerbatim: true };
}

/** Quotes for the program's own reading of its arguments, then a caret before all that `cmd` would read. */
function quoteForCmd(argument: string): string {
  const quoted = `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\*)$/, '$1$1')}"`;
  return quoted.replace(/[()\][%!^"`<>&|;, *?]/g, '^$&');
}

/** Both streams become one, so that lines come in the order in which they were written; two pipes would mix them up. */
export const inOneStream = (argv: Argv): Argv => (isWindows ? argv : ['/bin/sh', '-c', 'exec "$0" "$@" 2>&1', ...argv]);

/** The file of a program as the platform would find it, or null. */
export async function findProgram(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Promise<string | null> {
  const extensions = isWindows ? ['', ...(env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';')] : [''];
  const hasFolder = isAbsolute(name) || name.includes('/') || (isWindows && name.includes('\\'));
  const path = Object.entries(env).find(([key]) => key.toUpperCase() === 'PATH')?.[1] ?? '';
  const folders = hasFolder ? [''] : path.split(delimiter).filter(Boolean);
  for (const folder of folders) {
    for (const extension of extensions) {
      const file = resolve(cwd, join(folder, name + extension));
      if (await isProgram(file)) return file;
    }
  }
  return null;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
