// What changed between two states of a run's proposals, so that a killed run is rebuilt from its events.
import type { ChangeSet, FileChange, FileContent, ProposalDelta } from './changeSet.ts';
import { isSameContent } from './content.ts';
import { byPath } from './paths.ts';

/** In the order of paths; empty for the same proposals. */
export function deltaBetween(before: ChangeSet, after: ChangeSet): ProposalDelta {
  const [old, now] = [keyed(before), keyed(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort(byPath)
    .map((path) => ({ path, change: now.get(path) ?? null }))
    .filter(({ path, change }) => !isSameChange(old.get(path) ?? null, change));
}

/** The proposals after all deltas of a run. */
export function replay(deltas: Iterable<ProposalDelta>): ChangeSet {
  const changes = new Map<string, FileChange>();
  for (const delta of deltas) {
    for (const { path, change } of delta) {
      if (change) changes.set(path, change);
      else changes.delete(path);
    }
  }
  return [...changes.values()].sort((one, other) => byPath(one.path, other.path));
}

const keyed = (changes: ChangeSet): ReadonlyMap<string, FileChange> =>
  new Map(changes.map((change) => [change.path, change]));

/** `original` follows from `baseHash`. */
function isSameChange(one: FileChange | null, other: FileChange | null): boolean {
  if (one === other) return true;
  if (!one || one.kind !== other?.kind || one.path !== other.path) return false;
  if (one.kind !== 'add' && other.kind !== 'add' && one.baseHash !== other.baseHash) return false;
  if (one.kind === 'rename' && other.kind === 'rename' && one.from !== other.from) return false;
  return one.kind === 'delete' || other.kind === 'delete' || isSameContent(one.proposed, other.proposed);
}

const digests = new WeakMap<FileContent, string>();

/** The same for the same proposals. Tells states of a run apart; it is no safeguard against forgery. */
export function digestOf(changes: ChangeSet): string {
  return fingerprint(JSON.stringify(changes.map(essence)));
}

function essence(change: FileChange): readonly unknown[] {
  const from = change.kind === 'rename' ? change.from : null;
  const proposed = change.kind === 'delete' ? null : change.proposed;
  return [change.kind, change.path, from, proposed && digestOfContent(proposed)];
}

function digestOfContent(content: FileContent): string {
  const known = digests.get(content);
  if (known !== undefined) return known;
  const digest = fingerprint(JSON.stringify([content.encoding, content.isExecutable, content.text]));
  digests.set(content, digest);
  return digest;
}

/** Two FNV-1a sums of 32 bits, the second of the characters from behind: 16 hex digits. */
function fingerprint(text: string): string {
  let forward = 0x811c9dc5;
  let backward = 0xcbf29ce4;
  for (let index = 0; index < text.length; index++) {
    forward = Math.imul(forward ^ text.charCodeAt(index), 0x01000193);
    backward = Math.imul(backward ^ text.charCodeAt(text.length - 1 - index), 0x01000193);
  }
  return [forward, backward].map((sum) => (sum >>> 0).toString(16).padStart(8, '0')).join('');
}
