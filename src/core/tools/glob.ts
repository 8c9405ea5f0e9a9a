// Globs as the model writes them.
import picomatch from 'picomatch';
import { ConductorError } from '../errors.ts';

const MAX_LENGTH = 500;

/** Everything without a glob. One without a slash is for names in any folder; a folder is for all in it. */
export function globMatcher(glob: string | undefined): (path: string) => boolean {
  const plain = glob?.trim().replace(/^\.?\//, '');
  if (plain === undefined || plain === '' || plain === '.') return () => true;
  if (plain.length > MAX_LENGTH) {
    throw new ConductorError('usage', 'The glob is too long.', { remedy: 'Use a shorter one.' });
  }
  const patterns = plain.includes('/') ? [plain] : [plain, `**/${plain}`];
  return picomatch([...patterns, `${plain.replace(/\/+$/, '')}/**`], { dot: true, nonegate: true });
}
