// The project's files on disk: read within the project alone, changed all or none.
import { createHash } from 'node:crypto';
import { createReadStream, realpathSync } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ConductorError } from '../../core/errors.ts';
import { planApply, type ApplyStep } from '../../core/review/apply.ts';
import type { FileContent } from '../../core/review/changeSet.ts';
import { decodeFile, hashBytes } from '../../core/review/content.ts';
import type { AppliedFile, WorkspaceFile, WorkspacePort } from '../../core/review/workspacePort.ts';
import { placeOf } from './place.ts';
import { listProjectFiles } from './projectFiles.ts';
import { takeStep, type UndoStep } from './steps.ts';

const MAX_TEXT_BYTES = 5 * 1024 * 1024;

/** `folder` must exist. */
export function createDiskWorkspace(folder: string): WorkspacePort {
  const root = realpathSync.native(resolve(folder));
  const read = (path: string): Promise<WorkspaceFile | null> => readAt(root, path);
  return {
    root,
    read,
    list: (signal) => listProjectFiles(root, signal),
    apply: async (changes) => {
      const plan = await planApply(changes, read);
      if (plan.kind === 'stale') return plan;
      await refuseTwins(root, plan.steps);
      await takeSteps(root, plan.steps, async () => {
        await verify(plan.files, plan.steps, read);
      });
      return { kind: 'applied', files: plan.files };
    },
  };
}

async function readAt(root: string, path: string): Promise<WorkspaceFile | null> {
  const { file, link } = await placeOf(root, path);
  const more = link === null ? {} : { link };
  const status = await stat(file).catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
  if (status?.isFile()) {
    const isExecutable = (status.mode & 0o111) !== 0;
    if (status.size > MAX_TEXT_BYTES) {
      return { content: null, hash: await hashFile(file), size: status.size, ...more };
    }
    const bytes = await readFile(file);
    return { content: decodeFile(bytes, isExecutable), hash: await hashBytes(bytes), size: bytes.length, ...more };
  }
  // A link to a folder or to nothing is a file of its own; pipes and devices are never opened.
  if (link === null && (!status || status.isDirectory())) return null;
  const label = new TextEncoder().encode(link ?? '');
  return { content: null, hash: await hashBytes(label), size: label.length, ...more };
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** A link that leads back to itself ends nowhere as well. */
const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(String(error.code));

/** Takes all steps and checks them, or leaves everything as it was. */
async function takeSteps(root: string, steps: readonly ApplyStep[], check: () => Promise<void>): Promise<void> {
  const undo: UndoStep[] = [];
  try {
    for (const step of steps) await takeStep(root, step, undo);
    await check();
  } catch (error) {
    const failures: unknown[] = [];
    for (const step of undo.reverse()) await step().catch((failure: unknown) => failures.push(failure));
    throw applyFailed(error, failures);
  }
}

function applyFailed(error: unknown, failures: readonly unknown[]): ConductorError {
  const words = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
  if (failures.length === 0) {
    return new ConductorError('apply.failed', `The changes could not be written, and none was: ${words(error)}`, {
      remedy: 'Free what is in the way and apply the changes again.',
      cause: error,
    });
  }
  const left = failures.map(words).join('; ');
  return new ConductorError('apply.failed', `The changes could not be written, nor all taken back: ${words(error)}`, {
    remedy: `Use Undo Run to go back to the checkpoint. Not taken back: ${left}`,
    cause: error,
  });
}

async function verify(
  files: readonly AppliedFile[],
  steps: readonly ApplyStep[],
  read: (path: string) => Promise<WorkspaceFile | null>,
): Promise<void> {
  const contents = new Map<string, FileContent | null>();
  for (const step of steps) if (step.kind !== 'delete') contents.set(step.path, step.content);
  for (const { path, hash } of files) {
    const found = await read(path);
    if ((found?.hash ?? null) !== hash) throw new Error(`${path} is not what was written to it.`);
    const wanted = contents.get(path)?.isExecutable;
    const hasMode = process.platform !== 'win32' && wanted !== undefined;
    if (hasMode && found?.content?.isExecutable !== wanted) throw new Error(`The mode of ${path} could not be set.`);
  }
}

/** Names that differ in case alone are one file on many disks: writing both would lose one. */
async function refuseTwins(root: string, steps: readonly ApplyStep[]): Promise<void> {
  const written = Map.groupBy(
    steps.filter(({ kind }) => kind !== 'delete').map(({ path }) => path),
    (path) => path.toLowerCase(),
  );
  const twins = [...written.values()].find((paths) => paths.length > 1);
  if (!twins || !(await ignoresCase(root))) return;
  throw new ConductorError('apply.failed', `The names ${twins.join(' and ')} are one file on this disk.`, {
    remedy: 'Reject one of them, or ask for another name.',
  });
}

async function ignoresCase(root: string): Promise<boolean> {
  const swapped = root.replace(/\p{L}/gu, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  if (swapped === root) return false;
  return realpath(swapped).then(
    async (real) => (await stat(real)).ino === (await stat(root)).ino,
    () => false,
  );
}
