// Which paths git ignores.
import type { Place } from './place.ts';
import { split } from './runner.ts';

/** Those of the paths (of the repository; a folder may end in a slash) that git ignores. */
export async function ignoredPaths({ run }: Place, paths: readonly string[]): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  // This command alone knows no literal pathspecs; behind `./` nothing is magic to it.
  const { stdout } = await run(['check-ignore', '-z', '--stdin'], {
    input: paths.map((path) => `./${path}\0`).join(''),
    env: { GIT_LITERAL_PATHSPECS: '0' },
    accept: [1],
  });
  return split(stdout).map((path) => path.slice(2));
}
