// Commits that were made: the run's own, and what tasks that build on them must know.
import { commitOf } from './head.ts';
import { toProject, type Place } from './place.ts';
import { split } from './runner.ts';

const RECENT = 20;

/** The newest of the branch's last 20 commits whose message has the line. */
export async function findCommit(place: Place, trailer: string): Promise<string | null> {
  if ((await commitOf(place, 'HEAD')) === null) return null;
  const { stdout } = await place.run([
    ...['rev-list', '--first-parent', `--max-count=${RECENT}`, '--encoding=UTF-8', '--format=%H%n%B%x00', 'HEAD'],
  ]);
  for (const entry of split(stdout)) {
    // "commit HASH", HASH, the message.
    const [, commit, ...message] = entry.replace(/^\n/u, '').split('\n');
    if (commit !== undefined && message.some((text) => text.trimEnd() === trailer)) return commit;
  }
  return null;
}

export async function describeCommit(
  place: Place,
  name: string,
): Promise<{ readonly subject: string; readonly files: readonly string[] } | null> {
  const commit = /^[0-9a-f]{4,64}$/iu.test(name) ? await commitOf(place, name) : null;
  if (commit === null) return null;
  const [subject, files] = await Promise.all([
    place.run(['rev-list', '--max-count=1', '--encoding=UTF-8', '--format=%s', commit]),
    place.run([
      ...['diff-tree', '--root', '-r', '-z', '-m', '--first-parent', '--no-commit-id', '--name-only', '--no-renames'],
      commit,
    ]),
  ]);
  return {
    subject: subject.stdout.toString('utf8').split('\n')[1] ?? '',
    files: split(files.stdout).map((path) => toProject(place, path)),
  };
}
