// What git says when it fails, as a sentence with a remedy.
import { ConductorError } from '../../core/errors.ts';
import type { RunResult } from './runner.ts';

/** The failure behind an exit code. */
export function failureOf(args: readonly string[], { exitCode, stdout, stderr }: RunResult): ConductorError {
  const words = (stderr.trim() || stdout.toString('utf8').trim()).slice(0, 4_000);
  const details = { command: `git ${args.find((arg) => !arg.startsWith('-')) ?? ''}`, exitCode };
  if (/detected dubious ownership|safe\.directory/u.test(words)) {
    const folder = /repository at '([^']*)'/u.exec(words)?.[1] ?? '.';
    return new ConductorError('git.failed', 'Git does not trust the repository, since it belongs to another user.', {
      remedy: `If you trust it, run \`git config --global --add safe.directory ${JSON.stringify(folder)}\`.`,
      details: { ...details, output: words },
    });
  }
  if (/not a git repository/iu.test(words))
    return new ConductorError('git.noRepository', 'The project is not in a git repository.', {
      remedy: 'Run `git init` in the project and make a first commit.',
      details,
    });
  if (words.includes('must be run in a work tree'))
    return new ConductorError('git.noRepository', 'The git repository is bare: it has no work tree.', {
      remedy: 'Open a clone or a work tree of the repository instead.',
      details,
    });
  if (/\.lock': File exists|Another git process|unable to lock/iu.test(words))
    return new ConductorError('git.busy', 'Another program is using the git repository.', {
      remedy: 'Wait until it has finished; if none is running, remove the lock file that git names.',
      details: { ...details, output: words },
    });
  if (isIdentityMissing(words)) return noIdentity();
  return new ConductorError('git.failed', `Git failed at \`${details.command}\`: ${sentence(words, exitCode)}`, {
    details: { ...details, output: words },
  });
}

export const noIdentity = (): ConductorError =>
  new ConductorError('git.noIdentity', 'Git does not know who you are, so it cannot commit.', {
    remedy: 'Run `git config --global user.name "Your Name"` and `git config --global user.email you@example.com`.',
  });

const isIdentityMissing = (words: string): boolean =>
  /Please tell me who you are|empty ident name|auto-detect email|no email was given|user\.useConfigOnly/iu.test(words);

/** Git's own words without its prefixes; hints stay, since they are for the person. */
function sentence(words: string, exitCode: number): string {
  const text = words.replaceAll(/^(?:fatal|error): /gmu, '').trim();
  if (text === '') return `it ended with exit code ${exitCode}.`;
  return /[.!?:]$/u.test(text) ? text : `${text}.`;
}
