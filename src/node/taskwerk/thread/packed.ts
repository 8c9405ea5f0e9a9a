// Plain JSON on its way between threads: long lists in slices, so that no thread stops long for any of it.

/** Lists longer than this are cut. */
const SLICE = 250;
/** How far below the top lists are looked for: `plan.tasks` of a stored plan is two steps down. */
const DEPTH = 3;
/** Work without a rest, in milliseconds. */
const STRETCH = 8;

export interface Packed {
  /** JSON with every long list empty; undefined as JSON has it. */
  readonly text: string | undefined;
  readonly lists: readonly PackedList[];
}

interface PackedList {
  /** Names of the fields that lead to it. */
  readonly path: readonly string[];
  /** JSON arrays that make the list when they are joined. */
  readonly slices: readonly string[];
}

/** Gives other work its turn. */
export type Rest = () => Promise<unknown>;

/** `value` must be plain JSON that nobody changes meanwhile. Without `rest` it is done before the function returns. */
export async function pack(value: unknown, rest?: Rest): Promise<Packed> {
  const found: { readonly path: readonly string[]; readonly list: readonly unknown[] }[] = [];
  const text = JSON.stringify(withoutLists(value, [], (path, list) => found.push({ path, list }))) as
    string | undefined;
  const pause = stretches(rest);
  const lists: PackedList[] = [];
  for (const { path, list } of found) {
    const slices: string[] = [];
    for (let at = 0; at < list.length; at += SLICE) {
      slices.push(JSON.stringify(list.slice(at, at + SLICE)));
      if (pause?.isDue()) await pause.take();
    }
    lists.push({ path, slices });
  }
  return { text, lists };
}

export async function unpack({ text, lists }: Packed, rest?: Rest): Promise<unknown> {
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  const pause = stretches(rest);
  for (const { path, slices } of lists) {
    const list = at(value, path);
    for (const slice of slices) {
      for (const entry of JSON.parse(slice) as unknown[]) list.push(entry);
      if (pause?.isDue()) await pause.take();
    }
  }
  return value;
}

type Found = (path: readonly string[], list: readonly unknown[]) => void;

/** The value with its long lists empty; they are told. */
function withoutLists(value: unknown, path: readonly string[], found: Found): unknown {
  if (Array.isArray(value) && value.length > SLICE) {
    found(path, value);
    return [];
  }
  if (typeof value !== 'object' || value === null || path.length >= DEPTH) return value;
  const inside = (name: string, inner: unknown): unknown => withoutLists(inner, [...path, name], found);
  if (Array.isArray(value)) return value.map((inner, place) => inside(String(place), inner));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inside(name, inner)]));
}

function at(value: unknown, path: readonly string[]): unknown[] {
  const found = path.reduce((inner, name) => (inner as Readonly<Record<string, unknown>>)[name], value);
  return found as unknown[];
}

function stretches(rest: Rest | undefined): { isDue(): boolean; take(): Promise<void> } | undefined {
  if (!rest) return undefined;
  let began = performance.now();
  return {
    isDue: () => performance.now() - began > STRETCH,
    take: async () => {
      await rest();
      began = performance.now();
    },
  };
}
