// macOS: the profile that holds a command to a policy by `sandbox-exec`.
import type { SandboxPolicy } from '../../core/exec/processPort.ts';
import type { Secret } from './secrets.ts';

const ALWAYS_WRITABLE = ['/private/tmp', '/private/var/tmp', '/private/var/folders', '/dev'];

/** `writable` with links resolved: the kernel compares real paths. The last rule that fits counts. */
export function seatbeltProfile({ writable, network }: SandboxPolicy, secrets: readonly Secret[]): string {
  const folders = [...ALWAYS_WRITABLE, ...writable].map((folder) => `(subpath ${quote(folder)})`).join(' ');
  const guarded = writable.flatMap((folder) => [
    `(subpath ${quote(`${folder}/.git/hooks`)})`,
    `(literal ${quote(`${folder}/.git/config`)})`,
  ]);
  const hidden = secrets.map(({ path, isFolder }) => `(${isFolder ? 'subpath' : 'literal'} ${quote(path)})`);
  return [
    '(version 1)',
    '(allow default)',
    '(deny file-write*)',
    `(allow file-write* ${folders})`,
    ...(guarded.length > 0 ? [`(deny file-write* ${guarded.join(' ')})`] : []),
    ...(hidden.length > 0 ? [`(deny file-read* file-write* ${hidden.join(' ')})`] : []),
    // Tests talk to servers of their own on the loopback interface.
    ...(network
      ? []
      : ['(deny network*)', '(allow network* (local ip "localhost:*"))', '(allow network* (remote ip "localhost:*"))']),
    '',
  ].join('\n');
}

const quote = (path: string): string => `"${path.replace(/["\\]/g, '\\$&')}"`;
