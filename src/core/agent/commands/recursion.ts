// Commands that read whole folders: a secret file below would be read along.
import type { CommandContext } from './reach.ts';

const READS_FOLDERS = /^(?:tar|bsdtar|zip|7z|rsync|cpio|ag|ack)$/;

/** True when a folder that the command reads holds a secret file. */
export function readsSecretFolder(
  name: string,
  args: readonly string[],
  paths: readonly string[],
  { secretFiles, shell }: CommandContext,
): boolean {
  if (secretFiles.length === 0 || !readsFolders(name, args)) return false;
  // Ripgrep leaves hidden files out unless it is told otherwise.
  const showsHidden = name !== 'rg' || args.some((arg) => /^-[a-zA-Z.]*[u.]|^--(?:hid|no-ig|unr)/.test(arg));
  const folders = paths.length > 0 ? paths : ['.'];
  return secretFiles.some(
    (file) =>
      (showsHidden || !/(?:^|\/)\./.test(file)) &&
      folders.some((folder) => {
        const plain = (shell === 'posix' ? folder : folder.replaceAll('\\', '/')).replace(/^(?:\.\/)+|\/+$/g, '');
        return (
          plain === '' || plain === '.' || plain.includes('..') || plain.startsWith('/') || file.startsWith(`${plain}/`)
        );
      }),
  );
}

function readsFolders(name: string, args: readonly string[]): boolean {
  if (READS_FOLDERS.test(name) || name === 'rg') return true;
  if (/^(?:[ef]?grep|diff)$/.test(name)) return args.some((arg) => /^-[a-zA-Z]*[rR]|^--(?:r|de?)/.test(arg));
  if (name === 'cp') return args.some((arg) => /^-[a-zA-Z]*[rRa]|^--(?:r|a)/.test(arg));
  if (name === 'git') return args.includes('grep') && args.some((arg) => /^--(?:no-in|un)/.test(arg));
  if (/^(?:copy-item|copy|cp|cpi)$/.test(name)) return args.some((arg) => /^-r/i.test(arg));
  return name === 'findstr' && args.some((arg) => /^\/[a-z]*s/i.test(arg));
}
