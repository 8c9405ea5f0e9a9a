// The hierarchy of a flat list of tasks. Never recursive: input may be as deep as it is long.

interface TreeItem<Key extends string> {
  readonly key: Key;
  readonly parent: Key | null;
}

export interface Tree<Key extends string, Item extends TreeItem<Key>> {
  readonly byKey: ReadonlyMap<Key, Item>;
  readonly roots: readonly Item[];
  /** In the order of the list. */
  readonly childrenOf: (key: Key) => readonly Item[];
  /** Parents before children, siblings in the order of the list: the order a person reads. */
  readonly preorder: readonly Item[];
}

/** An item whose parent is not in the list is a root; so is the first item of a parent loop, so that none is lost. */
export function treeOf<Key extends string, Item extends TreeItem<Key>>(items: readonly Item[]): Tree<Key, Item> {
  const byKey = new Map(items.map((item) => [item.key, item]));
  const children = new Map<Key, Item[]>();
  const roots: Item[] = [];
  for (const item of items) {
    if (item.parent === null || !byKey.has(item.parent)) roots.push(item);
    else push(children, item.parent, item);
  }
  const childrenOf = (key: Key): readonly Item[] => children.get(key) ?? [];
  const seen = new Set<Key>();
  const preorder = roots.flatMap((root) => walk(root, childrenOf, seen));
  if (preorder.length < items.length) {
    for (const item of items) {
      if (seen.has(item.key)) continue;
      roots.push(item);
      preorder.push(...walk(item, childrenOf, seen));
    }
  }
  return { byKey, roots, childrenOf, preorder };
}

/** The item's subtree, itself first. */
export function subtreeOf<Key extends string, Item extends TreeItem<Key>>(
  tree: Tree<Key, Item>,
  item: Item,
): readonly Item[] {
  return walk(item, tree.childrenOf, new Set());
}

function walk<Key extends string, Item extends TreeItem<Key>>(
  root: Item,
  childrenOf: (key: Key) => readonly Item[],
  seen: Set<Key>,
): Item[] {
  const walked: Item[] = [];
  const open = [root];
  for (let item = open.pop(); item; item = open.pop()) {
    if (seen.has(item.key)) continue;
    seen.add(item.key);
    walked.push(item);
    const below = childrenOf(item.key);
    for (let index = below.length - 1; index >= 0; index--) {
      const child = below[index];
      if (child) open.push(child);
    }
  }
  return walked;
}

function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** What is wrong with a list of tasks as a hierarchy, in words that can follow a colon, or null. */
export function hierarchyProblem<Key extends string>(items: readonly TreeItem<Key>[]): string | null {
  const keys = new Set<Key>();
  for (const { key } of items) {
    if (keys.has(key)) return `two tasks are called "${key}"`;
    keys.add(key);
  }
  for (const { key, parent } of items) {
    if (parent !== null && !keys.has(parent)) return `the parent "${parent}" of the task "${key}" is missing`;
  }
  const { roots } = treeOf<Key, TreeItem<Key>>(items);
  const loop = roots.find(({ parent }) => parent !== null);
  return loop ? `the task "${loop.key}" is its own ancestor` : null;
}
