// Runs a program to its end for the tools and tests.
import { spawn } from 'node:child_process';
import { atExit } from './cleanup.ts';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The sentence for a person when the command fails; its output follows. */
  readonly failure?: string;
}

/** Gives what the command printed. Throws with the output when it ends with another code than 0. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { code, output } = await tryCommand(command, args, options);
  if (code === 0) return output;
  const sentence = options.failure ?? `\`${[command, ...args].join(' ')}\` ended with code ${code}.`;
  throw new Error(`${sentence}\n${output}`);
}

export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** Like `runCommand`, for commands whose failure is a result; `echo` shows the output while it comes. */
export function tryCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions & { readonly echo?: boolean } = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm is a script there.
      shell: process.platform === 'win32' && command === 'npm',
    });
    const kill = atExit(() => child.kill());
    let output = '';
    const read = (chunk: Buffer): void => {
      output += String(chunk);
      if (options.echo) process.stdout.write(chunk);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('close', (code) => {
      kill();
      resolve({ code: code ?? 1, output });
    });
  });
}
