// The selection of a tree while VS Code draws it anew: it then keeps what is selected and can name none of it.
import { strict as assert } from 'node:assert';
import { setTimeout as after } from 'node:timers/promises';
import { SelectedRows } from '../../../../src/vscode/plans/selectedRows.ts';

/** `TreeView.selection` as VS Code makes it: the selected rows that the extension was asked for since the last change. */
class DrawnTree {
  readonly #listeners: ((event: { readonly selection: readonly string[] }) => void)[] = [];
  #selected: readonly string[] = [];
  #named = new Set<string>();

  readonly onDidChangeSelection = (listener: (event: { readonly selection: readonly string[] }) => void) => {
    this.#listeners.push(listener);
    return { dispose: () => undefined };
  };

  get selection(): readonly string[] {
    return this.#selected.filter((row) => this.#named.has(row));
  }

  select(...rows: readonly string[]): void {
    this.#selected = rows;
    for (const listener of this.#listeners) listener({ selection: this.selection });
  }

  change(): void {
    this.#named.clear();
  }

  draw(...rows: readonly string[]): void {
    for (const row of rows) this.#named.add(row);
  }
}

describe('selected rows', () => {
  let tree: DrawnTree;
  let selected: SelectedRows<string>;

  beforeEach(() => {
    tree = new DrawnTree();
    selected = new SelectedRows<string>(tree);
    tree.draw('a', 'b', 'c');
  });
  afterEach(() => {
    selected.dispose();
  });

  it('are none before anything was selected', async () => {
    assert.deepEqual(await selected.all(), []);
  });

  it('stay the same ones while the tree is drawn anew', async () => {
    tree.select('a', 'b');
    tree.change();
    assert.deepEqual(await selected.all(), ['a', 'b']);
    tree.draw('a');
    assert.deepEqual(selected.known, ['a', 'b']);
  });

  it('are waited for when others were selected while the tree was drawn anew', async () => {
    tree.select('a');
    tree.change();
    tree.select('b');
    assert.deepEqual(selected.known, []);
    const two = Promise.all([selected.all(), selected.all()]);
    await after(30);
    tree.draw('a', 'b', 'c');
    assert.deepEqual(await two, [['b'], ['b']]);
  });

  it('are unknown when others were selected before they could be named', async () => {
    tree.select('a');
    tree.change();
    tree.select('b');
    const meant = selected.all();
    tree.select('c');
    const now = selected.all();
    tree.draw('a', 'b', 'c');
    assert.deepEqual([await meant, await now], [undefined, ['c']]);
  });

  it('are none, after a while, when the selected one has gone', async () => {
    tree.select('a');
    tree.change();
    tree.draw('b', 'c');
    tree.select();
    const start = performance.now();
    assert.deepEqual(await selected.all(), []);
    assert.ok(performance.now() - start > 500);
    const again = performance.now();
    assert.deepEqual(await selected.all(), []);
    assert.ok(performance.now() - again < 500, 'it is not waited for twice');
  });

  it('are those that are selected now, once they can be named', async () => {
    tree.select('a');
    tree.select('b', 'c');
    assert.deepEqual(await selected.all(), ['b', 'c']);
  });
});
