// What the tests of git share: a repository with the port on it, removed after the test.
import { strict as assert } from 'node:assert';
import { isConductorError, type ConductorError, type ErrorCode } from '../../../../src/core/errors.ts';
import type { GitPort } from '../../../../src/core/git/gitPort.ts';
import type { FileContent } from '../../../../src/core/review/changeSet.ts';
import { createGit } from '../../../../src/node/git/git.ts';
import { MemoryLog } from '../../../support/memoryLog.ts';
import { Repository } from '../../../support/repository.ts';

const opened: Repository[] = [];

export function track(repository: Repository): Repository {
  opened.push(repository);
  return repository;
}

export const repositoryWith = (files: Readonly<Record<string, string | Uint8Array>> = {}): Repository =>
  track(Repository.create(files));

export const gitOf = (repository: Repository, folder = '.'): GitPort =>
  createGit(repository.path(folder), { log: new MemoryLog() });

afterEach(() => {
  for (const repository of opened.splice(0)) repository.dispose();
});

/** The failure, which must have this code. */
export async function failure(promise: Promise<unknown>, code: ErrorCode): Promise<ConductorError> {
  let found: unknown;
  try {
    await promise;
  } catch (error) {
    found = error;
  }
  assert.ok(isConductorError(found), `${String(found)} is no ConductorError`);
  assert.equal(found.code, code, found.message);
  return found;
}

export const content = (text: string, isExecutable = false): FileContent => ({ text, encoding: 'utf8', isExecutable });
