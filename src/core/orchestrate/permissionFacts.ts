// What the rules of permission must know of the project: where paths lead, which files are secret, whose programs are whose.
import { pathsInCommand, type PermissionFacts } from '../agent/permissions.ts';
import type { PermissionQuery } from '../agent/permit.ts';
import { isConductorError } from '../errors.ts';
import { isSecretPath } from '../review/paths/secretPaths.ts';
import type { OrchestrationPorts } from './runContext.ts';

type FactPorts = Pick<OrchestrationPorts, 'workspace' | 'folders' | 'processes'>;

export async function permissionFacts(
  { workspace, folders, processes }: FactPorts,
  { subject }: Pick<PermissionQuery, 'subject'>,
): Promise<PermissionFacts> {
  // Only a command can reach what it does not name: for everything else the project is not listed.
  const isCommand = subject.kind === 'command';
  const known = {
    roots: [workspace.root],
    secretFiles: isCommand ? (await workspace.list()).filter(isSecretPath) : [],
    localPrograms: isCommand ? await folders.list(workspace.root, 'node_modules/.bin') : [],
    shell: processes.shell,
  };
  if (subject.kind === 'none') return { ...known, paths: [] };
  const paths = subject.kind === 'paths' ? subject.paths : pathsInCommand(subject.command, known);
  return { ...known, paths: await Promise.all(paths.map((path) => factOf(workspace, path))) };
}

async function factOf(workspace: FactPorts['workspace'], path: string): Promise<PermissionFacts['paths'][number]> {
  try {
    const file = await workspace.read(path);
    return { path, isInside: true, resolved: file?.link ?? path };
  } catch (error) {
    if (isConductorError(error) && error.code === 'path.outside') return { path, isInside: false, resolved: path };
    throw error;
  }
}
