// Globs as they stand in the configuration: `*`, `**`, `?`, `[…]` and `{a,b}` on project paths with forward slashes.

const cache = new Map<string, RegExp>();

/** True when the glob names the path. Case is ignored, since some file systems ignore it; a leading dot is nothing special. */
export function matchesGlob(path: string, glob: string): boolean {
  let pattern = cache.get(glob);
  if (pattern === undefined) {
    pattern = new RegExp(`^(?:${toPattern(glob)})$`, 'iu');
    cache.set(glob, pattern);
  }
  return pattern.test(path);
}

const PART = /\*\*\/|\/\*\*$|\*\*|\*|\?|\[!?[^\]/]+\]|\{[^{}]*,[^{}]*\}|[^]/gu;

function toPattern(glob: string): string {
  return glob.replace(PART, (part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '/**') return '/.+';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.startsWith('{') && part.length > 1) return `(?:${part.slice(1, -1).split(',').map(toPattern).join('|')})`;
    if (part.startsWith('[') && part.length > 1) return toClass(part);
    return /[\^$\\.*+?()[\]{}|/]/.test(part) ? `\\${part}` : part;
  });
}

function toClass(part: string): string {
  const isNegated = part.startsWith('[!');
  const members = part.slice(isNegated ? 2 : 1, -1);
  const isBackward = [...members.matchAll(/(.)-(?=(.))/gu)].some(([, from = '', to = '']) => from > to);
  const escaped = members.replace(/[\^\\[]/g, '\\$&');
  return `(?!/)[${isNegated ? '^' : ''}${isBackward ? escaped.replaceAll('-', '\\-') : escaped}]`;
}
