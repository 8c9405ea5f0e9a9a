// Three-way merge of one row: what Conductor wrote last, what stands there now, what the plan wants.
import { BOOKKEEPING, type TaskContent } from '../importContent.ts';
import { isSame } from '../same.ts';

type Scalar = 'name' | 'description' | 'content' | 'priority' | 'estimate' | 'category' | 'parent';
type List = 'tags' | 'dependsOn';
export type ContentField = keyof TaskContent;

const SCALARS: readonly Scalar[] = ['name', 'description', 'content', 'priority', 'estimate', 'category', 'parent'];
const LISTS: readonly List[] = ['tags', 'dependsOn'];

export interface Merge {
  /** The new values of the fields to write. */
  readonly fields: Partial<TaskContent>;
  /** Fields that the plan wants otherwise and that stay as someone else left them. */
  readonly kept: readonly ContentField[];
  /** What the link is to remember once `fields` are written. */
  readonly written: TaskContent;
}

type Draft = { -readonly [Field in ContentField]?: TaskContent[Field] };

/** `fixed`: fields that must stay as they are whatever the plan wants. */
export function mergeContent(
  base: TaskContent,
  current: TaskContent,
  desired: TaskContent,
  fixed: ReadonlySet<ContentField> = new Set(),
): Merge {
  const fields: Draft = {};
  const written: Draft = {};
  const kept: ContentField[] = [];
  for (const field of SCALARS) mergeScalar(field, { base, current, desired, fixed }, { fields, written, kept });
  for (const field of LISTS) mergeList(field, { base, current, desired, fixed }, { fields, written, kept });
  const metadata = mergeMetadata(base.metadata, current.metadata, desired.metadata);
  written.metadata = metadata.written;
  if (metadata.isKept) kept.push('metadata');
  if (metadata.isChanged || (Object.keys(fields).length > 0 && !isSame(metadata.merged, current.metadata))) {
    fields.metadata = metadata.merged;
  }
  return { fields, kept, written: { ...desired, ...written } };
}

/** True where the plan and the row say the same, bookkeeping aside. */
export function isAsDesired(current: TaskContent, desired: TaskContent): boolean {
  return (
    [...SCALARS, ...LISTS].every((field) => isSame(current[field], desired[field])) &&
    Object.entries(desired.metadata).every(([key, value]) => BOOKKEEPING.has(key) || current.metadata[key] === value)
  );
}

interface Sides {
  readonly base: TaskContent;
  readonly current: TaskContent;
  readonly desired: TaskContent;
  readonly fixed: ReadonlySet<ContentField>;
}

interface Outcome {
  readonly fields: Draft;
  readonly written: Draft;
  readonly kept: ContentField[];
}

function mergeScalar(field: Scalar, sides: Sides, { fields, written, kept }: Outcome): void {
  const { base, current, desired, fixed } = sides;
  if (current[field] === desired[field]) return;
  if (current[field] === base[field] && !fixed.has(field)) {
    Object.assign(fields, { [field]: desired[field] });
    return;
  }
  Object.assign(written, { [field]: base[field] });
  kept.push(field);
}

/** What the plan added is added, what it dropped is dropped, what others did stays. */
function mergeList(field: List, { base, current, desired, fixed }: Sides, { fields, written, kept }: Outcome): void {
  if (fixed.has(field)) {
    if (isSame(current[field], desired[field])) return;
    Object.assign(written, { [field]: base[field] });
    kept.push(field);
    return;
  }
  const before = new Set<string>(base[field]);
  const wanted = new Set<string>(desired[field]);
  const rows: Record<List, readonly string[]> = current;
  const merged = [
    ...new Set([
      ...rows[field].filter((item) => wanted.has(item) || !before.has(item)),
      ...[...wanted].filter((item) => !before.has(item)),
    ]),
  ].sort();
  if (!isSame(merged, [...current[field]].sort())) Object.assign(fields, { [field]: merged });
  if ([...wanted].some((item) => !merged.includes(item))) kept.push(field);
}

type Metadata = TaskContent['metadata'];

function mergeMetadata(base: Metadata, current: Metadata, desired: Metadata) {
  const merged: Record<string, string | number> = { ...current };
  const written: Record<string, string | number> = { ...desired };
  let isChanged = false;
  let isKept = false;
  for (const key of new Set([...Object.keys(desired), ...Object.keys(base)])) {
    if (current[key] === desired[key]) continue;
    if (current[key] !== base[key]) {
      isKept ||= !BOOKKEEPING.has(key);
      put(written, key, base[key]);
      continue;
    }
    put(merged, key, desired[key]);
    isChanged ||= !BOOKKEEPING.has(key);
  }
  return { merged, written, isChanged, isKept };
}

function put(record: Record<string, string | number>, key: string, value: string | number | undefined): void {
  if (value === undefined) Reflect.deleteProperty(record, key);
  else record[key] = value;
}
