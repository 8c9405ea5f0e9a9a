// What an undo gives back: the files as they were before the run first wrote them, with what a person wrote in them since.
import type { StoredRunEvent } from '../agent/runEvents.ts';
import type { OriginalFile } from '../git/gitPort.ts';
import type { ChangeSet, FileChange, FileContent } from '../review/changeSet.ts';
import { encodeFile, isSameContent } from '../review/content.ts';
import { mergeContents } from '../review/settle.ts';

export interface Originals {
  /** By path, of what was a text; without the files of somebody who works in the project's folder itself. */
  readonly files: ReadonlyMap<string, OriginalFile>;
  /** Files in which a person and the run wrote the same lines in turn: neither can be taken back alone. */
  readonly mixed: readonly string[];
}

/** One file through the rounds of the run; a content is null where there was no text. */
interface Trace {
  readonly given: FileContent | null;
  /** As the run left it; undefined where a commit hook wrote into it, and nobody knows which words are whose. */
  readonly left: FileContent | null | undefined;
  readonly isMixed: boolean;
}

interface Step {
  readonly path: string;
  readonly base: FileContent | null;
  readonly after: FileContent | null;
}

/** The journal knows what no checkpoint holds: files that git ignores, and what was written while the run went on. */
export function originalsOf(events: readonly StoredRunEvent[]): Originals {
  const traces = new Map<string, Trace>();
  let pending: ChangeSet = [];
  const keep = (): void => {
    for (const step of pending.flatMap(stepsOf)) traces.set(step.path, follow(traces.get(step.path), step));
    pending = [];
  };
  for (const { event } of events) {
    // Announced anew where somebody was quicker: the last one counts.
    if (event.type === 'run.applying') pending = event.inPlace ? [] : event.changes;
    if (event.type === 'run.applied') keep();
    if (event.type !== 'run.committed') continue;
    for (const { path } of event.files ?? []) {
      const trace = traces.get(path);
      if (trace) traces.set(path, { ...trace, left: undefined });
    }
  }
  // A killed run may have written a part of it.
  keep();
  const all = [...traces];
  return {
    files: new Map(all.flatMap(([path, { given }]) => (given ? [[path, asFile(given)] as const] : []))),
    mixed: all.filter(([, { isMixed }]) => isMixed).map(([path]) => path),
  };
}

function asFile(content: FileContent): OriginalFile {
  return { bytes: encodeFile(content), isExecutable: content.isExecutable };
}

function follow(trace: Trace | undefined, { base, after }: Step): Trace {
  if (!trace) return { given: base, left: after, isMixed: false };
  const { given, left, isMixed } = trace;
  if (left === undefined || isSameContent(left, base)) return { given, left: after, isMixed };
  // Between two rounds a person wrote in it: theirs are the words that the run did not leave.
  const carried = carry(given, left, base);
  return { given: carried === undefined ? given : carried, left: after, isMixed: isMixed || carried === undefined };
}

/** `given` with what a person made of `left`; undefined where that cannot be told apart. */
function carry(
  given: FileContent | null,
  left: FileContent | null,
  theirs: FileContent | null,
): FileContent | null | undefined {
  if (isSameContent(given, left)) return theirs;
  if (isSameContent(given, theirs)) return given;
  return given && left && theirs ? mergeContents(left, given, theirs) : undefined;
}

function stepsOf(change: FileChange): readonly Step[] {
  const { path } = change;
  switch (change.kind) {
    case 'add':
      return [{ path, base: null, after: change.proposed }];
    case 'modify':
      return [{ path, base: change.original, after: change.proposed }];
    case 'delete':
      return [{ path, base: change.original, after: null }];
    case 'rename':
      return [
        { path: change.from, base: change.original, after: null },
        { path, base: null, after: change.proposed },
      ];
  }
}
