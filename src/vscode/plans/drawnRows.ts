// What VS Code was last given of the tree: a change that nobody would see then redraws nothing, and a changed row only itself.
// Redrawing is not free: while VS Code does it, it cannot tell a command which row it was called on.
import type * as vscode from 'vscode';
import { createBreathe, type Breathe } from '../../core/breathe.ts';
import { rowId, type Row } from './rows.ts';

/** What of an item is seen: all but whether the row is open, which is VS Code's to know. */
type Item = Pick<
  vscode.TreeItem,
  | 'id'
  | 'label'
  | 'description'
  | 'iconPath'
  | 'contextValue'
  | 'checkboxState'
  | 'accessibilityInformation'
  | 'tooltip'
  | 'collapsibleState'
>;
type Tooltip = Pick<vscode.MarkdownString, 'value'>;

/** The tree as it is now. */
export interface Tree {
  readonly rowsBelow: (parent?: Row) => Promise<readonly Row[]>;
  readonly itemOf: (row: Row) => Promise<Item>;
  readonly tooltipOf: (row: Row) => Promise<Tooltip | undefined>;
}

interface DrawnRow {
  /** The very object that VS Code knows the row by. */
  readonly row: Row;
  readonly children?: readonly string[];
  /** Undefined until VS Code asks for it. */
  readonly look?: string | undefined;
  readonly tooltip?: string | undefined;
}

interface Found {
  readonly changed: Row[];
  readonly breathe: Breathe;
}

export class DrawnRows {
  readonly #rows = new Map<string, DrawnRow>();
  #roots: readonly string[] | undefined;

  /** Before the whole tree is drawn anew. */
  clear(): void {
    this.#rows.clear();
    this.#roots = undefined;
  }

  /** Before these are drawn anew. */
  clearLooks(rows: readonly Row[]): void {
    for (const row of rows) this.#change(row, { look: undefined, tooltip: undefined });
  }

  /** Notes the rows that VS Code asked for and returns them as it is to know them. */
  noteRows(parent: Row | undefined, rows: readonly Row[]): Row[] {
    const children = rows.map(rowId);
    if (parent) this.#change(parent, { children });
    else this.#roots = children;
    return rows.map((row) => {
      const known = this.#rows.get(rowId(row));
      const drawn = known && isReference(known.row) ? known.row : row;
      this.#rows.set(rowId(row), { ...known, row: drawn });
      return drawn;
    });
  }

  /** The first one since the row was cleared: what VS Code draws is that or a later one, which is then drawn once too often. */
  noteItem(row: Row, item: Item): void {
    if (this.#rows.get(rowId(row))?.look === undefined) this.#change(row, { look: lookOf(item) });
  }

  noteTooltip(row: Row, tooltip: Tooltip | undefined): void {
    this.#change(row, { tooltip: tooltip?.value });
  }

  /** What is to be drawn anew: some rows, or the whole tree. Throws what reading the tree throws. */
  async changed(tree: Tree): Promise<readonly Row[] | 'all'> {
    const found: Found = { changed: [], breathe: createBreathe() };
    return (await this.#isSame(undefined, this.#roots, tree, found)) ? found.changed : 'all';
  }

  /** False when it takes more than drawing the rows `found` anew. */
  async #isSame(
    parent: Row | undefined,
    known: readonly string[] | undefined,
    tree: Tree,
    found: Found,
  ): Promise<boolean> {
    const rows = await tree.rowsBelow(parent);
    if (known?.length !== rows.length || rows.some((row, at) => rowId(row) !== known[at])) return false;
    for (const row of rows) {
      await found.breathe();
      const drawn = this.#rows.get(rowId(row));
      if (!drawn) return false;
      if (await hasChanged(drawn, row, tree)) {
        // VS Code forgets what stands below a row that it draws anew, and draws the others from what they hold.
        if (drawn.children?.length || !isReference(row)) return false;
        found.changed.push(drawn.row);
      }
      if (drawn.children && !(await this.#isSame(row, drawn.children, tree, found))) return false;
    }
    return true;
  }

  #change(row: Row, change: Partial<DrawnRow>): void {
    const known = this.#rows.get(rowId(row));
    if (known) this.#rows.set(rowId(row), { ...known, ...change });
  }
}

async function hasChanged({ look, tooltip }: DrawnRow, row: Row, tree: Tree): Promise<boolean> {
  if (look === undefined) return false;
  if (lookOf(await tree.itemOf(row)) !== look) return true;
  return tooltip !== undefined && (await tree.tooltipOf(row))?.value !== tooltip;
}

/** A row that only names what it shows. */
function isReference({ type }: Row): boolean {
  return type === 'task' || type === 'taskwerk';
}

function lookOf(item: Item): string {
  const { id, label, description, iconPath, contextValue, checkboxState, accessibilityInformation } = item;
  const seen = [id, label, description, iconPath, contextValue, checkboxState, accessibilityInformation];
  const tooltip = typeof item.tooltip === 'object' ? item.tooltip.value : item.tooltip;
  return JSON.stringify([...seen, tooltip, Boolean(item.collapsibleState)]);
}
