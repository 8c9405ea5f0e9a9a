// A project of its own for each run: a git repository with the sample PRD in it.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { temporaryFolder, type TemporaryFolder } from './cleanup.ts';
import { samplePrd } from './paths.ts';

/** The sample PRD's name in such a project. */
export const workspacePrd = 'link-shortener.prd.md';

/** A folder with `documents` in it, by name, committed to git. */
export async function makeWorkspace(
  documents: Readonly<Record<string, string>> = { [workspacePrd]: samplePrd },
): Promise<TemporaryFolder> {
  const folder = temporaryFolder('workspace');
  for (const [name, source] of Object.entries(documents)) copyFileSync(source, join(folder.path, name));
  const git = (...args: string[]): Promise<string> => runCommand('git', args, { cwd: folder.path });
  await git('init', '--quiet', '--initial-branch=main');
  await git('config', 'user.name', 'Test Person');
  await git('config', 'user.email', 'person@example.org');
  await git('add', '--all');
  await git('commit', '--quiet', '--allow-empty', '--message', 'docs: add the PRD');
  return folder;
}
