// A project of its own for each run: a git repository with the sample PRD in it.
import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runCommand } from './command.ts';
import { temporaryFolder, type TemporaryFolder } from './cleanup.ts';
import { samplePrd } from './paths.ts';

/** A folder with `document` in it, committed to git. */
export async function makeWorkspace(document = samplePrd): Promise<TemporaryFolder> {
  const folder = temporaryFolder('workspace');
  copyFileSync(document, join(folder.path, basename(document)));
  const git = (...args: string[]): Promise<string> => runCommand('git', args, { cwd: folder.path });
  await git('init', '--quiet', '--initial-branch=main');
  await git('config', 'user.name', 'Test Person');
  await git('config', 'user.email', 'person@example.org');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'docs: add the PRD');
  return folder;
}
