// Which changes a person must look at in every mode: secrets, and the classes and globs of `require_approval_for`.
import { APPROVAL_CLASSES, type OrchestrationConfig } from '../../config/schema.ts';
import { isSecretPath } from './secretPaths.ts';
import { matchesGlob } from './globs.ts';
import type { ChangeSet } from '../changeSet.ts';
import type { ReviewRequest } from '../approvals.ts';

type Safety = Pick<
  OrchestrationConfig['safety'],
  'require_approval_for' | 'database_migrations' | 'security_files' | 'config_changes'
>;

const REASONS: Readonly<Record<(typeof APPROVAL_CLASSES)[number], string>> = {
  database_migrations: 'It is part of a database migration.',
  security_files: 'It concerns security.',
  config_changes: 'It changes the configuration of the project.',
};

/** Each path once, with the first reason that holds. */
export function protectedPaths(paths: readonly string[], safety: Safety): ReviewRequest['mustLook'] {
  return [...new Set(paths)].flatMap((path) => {
    const reason = reasonFor(path, safety);
    return reason === null ? [] : [{ path, reason }];
  });
}

/** All that a change set touches: the old name of a rename as well. */
export const pathsOf = (changes: ChangeSet): readonly string[] =>
  changes.flatMap((change) => (change.kind === 'rename' ? [change.path, change.from] : [change.path]));

function reasonFor(path: string, safety: Safety): string | null {
  if (isSecretPath(path)) return 'It may hold keys or passwords.';
  for (const entry of safety.require_approval_for) {
    const known = APPROVAL_CLASSES.find((name) => name === entry);
    if (known === undefined) {
      if (matchesGlob(path, entry)) return `It matches \`${entry}\` of \`require_approval_for\`.`;
    } else if (safety[known].some((glob) => matchesGlob(path, glob))) return REASONS[known];
  }
  return null;
}
