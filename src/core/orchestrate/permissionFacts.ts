// What the rules of permission must know of the project: where paths lead, which files are secret, whose programs are whose.
import { pathsInCommand, type PermissionFacts } from '../agent/permissions.ts';
import type { PermissionQuery } from '../agent/permit.ts';
import { isConductorError } from '../errors.ts';
import { isSecretPath } from '../review/paths/secretPaths.ts';
import type { OrchestrationPorts } from './runContext.ts';

const MAX_LINKS = 40;

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

/** A link may lead to a link: the last of them says what is read. */
async function factOf(workspace: FactPorts['workspace'], path: string): Promise<PermissionFacts['paths'][number]> {
  let resolved = path;
  try {
    for (let links = 0; links < MAX_LINKS; links++) {
      const link = (await workspace.read(resolved))?.link;
      if (link === undefined) break;
      const isAbsolute = /^(?:[\\/]|[a-z]:)/i.test(link);
      resolved = isAbsolute ? link : besides(resolved, link);
      if (isAbsolute) break;
    }
    return { path, isInside: true, resolved };
  } catch (error) {
    if (isConductorError(error) && error.code === 'path.outside') return { path, isInside: false, resolved: path };
    throw error;
  }
}

/** What a link says, seen from the project; `read` has made sure that it does not leave it. */
function besides(path: string, link: string): string {
  const parts: string[] = [];
  for (const part of [...path.split(/[\\/]/).slice(0, -1), ...link.split(/[\\/]/)]) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
