// One step of applying a change set on disk, with what takes it back.
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, rmdir, stat, symlink, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ApplyStep } from '../../core/review/apply.ts';
import type { FileContent } from '../../core/review/changeSet.ts';
import { encodeFile } from '../../core/review/content.ts';
import { placeOf, type Place } from './place.ts';

export type UndoStep = () => Promise<void>;

/** Each effect puts what takes it back on `undo`; also a step that fails halfway leaves there what it did. */
export async function takeStep(root: string, step: ApplyStep, undo: UndoStep[]): Promise<void> {
  const place = await placeOf(root, step.path);
  switch (step.kind) {
    case 'write':
      await makeFolders(dirname(place.file), undo);
      await write(place.file, step.content, undo);
      return;
    case 'delete':
      await remove(root, place, undo);
      return;
    case 'move': {
      const from = await placeOf(root, step.from);
      await makeFolders(dirname(place.name), undo);
      await rename(from.name, place.name);
      undo.push(() => rename(place.name, from.name));
      await removeEmptyFolders(root, dirname(from.name), undo);
      // The content of a link that moved is that of the file it points to.
      if (step.content) await write((await placeOf(root, step.path)).file, step.content, undo);
    }
  }
}

async function makeFolders(folder: string, undo: UndoStep[]): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  undo.push(async () => {
    for (let made = folder; made.length >= first.length; made = dirname(made)) await rmdir(made);
  });
}

/** A reader sees the old file or the new one, never a part. */
async function write(file: string, content: FileContent, undo: UndoStep[]): Promise<void> {
  const before = await stat(file).catch(() => null); // A new file.
  const bytes = encodeFile(content);
  if (before) {
    const [old, mode] = [await readFile(file), before.mode & 0o7777];
    await replace(file, bytes, modeFor(mode, content.isExecutable));
    undo.push(() => replace(file, old, mode));
  } else {
    await replace(file, bytes, null, content.isExecutable);
    undo.push(() => unlink(file));
  }
}

function modeFor(mode: number, isExecutable: boolean): number {
  if (isExecutable === ((mode & 0o111) !== 0)) return mode;
  // Whoever may read it may run it.
  return isExecutable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111;
}

/** `mode` is null for a new file, which gets what the person's mask leaves of it. */
async function replace(file: string, bytes: Uint8Array, mode: number | null, isExecutable = false): Promise<void> {
  // One name for each file, so that an apply that was broken off is cleaned up by the one that goes on.
  const name = createHash('sha256').update(file).digest('hex').slice(0, 16);
  const temporary = join(dirname(file), `.conductor-${name}.tmp`);
  try {
    await rm(temporary, { force: true });
    await writeFile(temporary, bytes, { flag: 'wx', mode: isExecutable ? 0o777 : 0o666 });
    if (mode !== null) await chmod(temporary, mode);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function remove(root: string, { name, link }: Place, undo: UndoStep[]): Promise<void> {
  if (link === null) {
    const [bytes, { mode }] = [await readFile(name), await stat(name)];
    await unlink(name);
    undo.push(() => replace(name, bytes, mode & 0o7777));
  } else {
    await unlink(name);
    undo.push(() => symlink(link, name));
  }
  await removeEmptyFolders(root, dirname(name), undo);
}

/** Only those that the step has emptied. */
async function removeEmptyFolders(root: string, folder: string, undo: UndoStep[]): Promise<void> {
  for (let at = folder; at !== root; at = dirname(at)) {
    const wasEmpty = await rmdir(at).then(
      () => true,
      () => false,
    );
    if (!wasEmpty) return;
    undo.push(async () => {
      await mkdir(at);
    });
  }
}
