// Changes that make tests say less: what a person must look at before it is taken.
import type { ChangeSet, FileChange } from '../../review/changeSet.ts';
import type { Finding } from '../gate.ts';
import { compareSettings } from './settings.ts';
import { isTestFile } from './sources.ts';
import { checkNewTests, compareTests, person, testNames } from './testFiles.ts';

const SNAPSHOT =
  /\.snap$|(?:^|\/)__(?:image_)?snapshots__\/|\.ambr$|\.(?:approved|verified|received)\.\w+$|-snapshots\//;
const CI =
  /^(?:\.github\/(?:workflows|actions)\/|\.gitlab-ci\.ya?ml$|\.gitlab\/|\.circleci\/|\.ci\/|\.buildkite\/|\.travis\.ya?ml$|azure-pipelines[^/]*\.ya?ml$|bitbucket-pipelines\.ya?ml$|Jenkinsfile|appveyor\.ya?ml$|\.appveyor\.ya?ml$|\.woodpecker|\.drone\.ya?ml$|\.husky\/)/;

/** Warnings that each need a person; empty for a change that touches no test and nothing around them. */
export function testWeakening(changes: ChangeSet): readonly Finding[] {
  return changes.flatMap((change) => [
    ...ciFinding(change),
    ...snapshotFinding(change),
    ...testFindings(change, changes),
    ...settingFindings(change),
  ]);
}

const oldPath = (change: FileChange): string => (change.kind === 'rename' ? change.from : change.path);
const oldText = (change: FileChange): string | undefined => (change.kind === 'add' ? undefined : change.original?.text);
const newText = (change: FileChange): string | undefined =>
  change.kind === 'delete' ? undefined : change.proposed?.text;

const said = { add: 'added', modify: 'changed', delete: 'deleted', rename: 'renamed' } as const;

function ciFinding(change: FileChange): readonly Finding[] {
  if (!CI.test(change.path) && !CI.test(oldPath(change))) return [];
  return [person(change.path, 'ciChanged', `A file of the continuous integration was ${said[change.kind]}.`)];
}

function snapshotFinding(change: FileChange): readonly Finding[] {
  const isMoved = change.kind === 'rename' && oldText(change) === newText(change);
  if (change.kind === 'add' || isMoved || !SNAPSHOT.test(oldPath(change))) return [];
  return [
    person(
      change.path,
      'snapshotChanged',
      `A snapshot was ${said[change.kind]}: what the tests expect is now something else.`,
    ),
  ];
}

function testFindings(change: FileChange, changes: ChangeSet): readonly Finding[] {
  const [before, after] = [oldText(change), newText(change)];
  const { path } = change;
  const wasTest = before !== undefined && isTestFile(oldPath(change), before);
  if (SNAPSHOT.test(path)) return [];
  if (!wasTest) return after !== undefined && isTestFile(path, after) ? checkNewTests({ path, text: after }) : [];
  const others = changes.filter((other) => other !== change);
  const elsewhere = new Set(others.flatMap(addedNames));
  const stays = after !== undefined && isTestFile(path, after);
  if (stays) return compareTests({ path: oldPath(change), text: before }, { path, text: after }, elsewhere);
  const isSameElsewhere = others.some((other) => newText(other) === before && isTestFile(other.path, before));
  const names = testNames(oldPath(change), before);
  if (isSameElsewhere || (names.length > 0 && names.every((name) => elsewhere.has(name)))) return [];
  const what = change.kind === 'rename' ? `was renamed to ${path}, where it is no test any more` : 'was deleted';
  return [person(oldPath(change), 'deletedTests', `The test file ${what}.`)];
}

/** Names of tests that a change brings to its file, so that they can have come from another one. */
function addedNames(change: FileChange): readonly string[] {
  const before = new Set(testNames(oldPath(change), oldText(change) ?? ''));
  return testNames(change.path, newText(change) ?? '').filter((name) => !before.has(name));
}

function settingFindings(change: FileChange): readonly Finding[] {
  const before = oldText(change);
  if (before === undefined) return [];
  return compareSettings({ path: oldPath(change), text: before }, { path: change.path, text: newText(change) ?? '' });
}
