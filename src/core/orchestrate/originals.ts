// What the files of a run were just before it first wrote them: the journal knows what no checkpoint holds.
import type { StoredRunEvent } from '../agent/runEvents.ts';
import type { ChangeSet, FileChange, FileContent } from '../review/changeSet.ts';
import { encodeFile } from '../review/content.ts';

/** Bytes by path, of what was a text; without the files of somebody who works in the project's folder itself. */
export function originalsOf(events: readonly StoredRunEvent[]): ReadonlyMap<string, Uint8Array> {
  const firsts = new Map<string, FileContent | null>();
  let pending: ChangeSet = [];
  const keep = (): void => {
    for (const [path, content] of pending.flatMap(basesOf)) if (!firsts.has(path)) firsts.set(path, content);
    pending = [];
  };
  for (const { event } of events) {
    // Announced anew where somebody was quicker: the last one counts.
    if (event.type === 'run.applying') pending = event.inPlace ? [] : event.changes;
    if (event.type === 'run.applied') keep();
  }
  // A killed run may have written a part of it.
  keep();
  return new Map([...firsts].flatMap(([path, content]) => (content ? [[path, encodeFile(content)] as const] : [])));
}

function basesOf(change: FileChange): readonly (readonly [path: string, content: FileContent | null])[] {
  if (change.kind === 'add') return [[change.path, null]];
  if (change.kind === 'modify' || change.kind === 'delete') return [[change.path, change.original]];
  return [
    [change.from, change.original],
    [change.path, null],
  ];
}
