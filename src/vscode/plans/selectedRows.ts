// The rows that are selected in a tree view, also while VS Code draws it anew and can name none of them.
import type * as vscode from 'vscode';

/** How long a selection that VS Code cannot name is waited for, and how often it is looked at. */
const limitMs = 1000;
const lookAfterMs = 20;

type View<Row> = Pick<vscode.TreeView<Row>, 'selection' | 'onDidChangeSelection'>;

/**
 * `TreeView.selection` leaves out every row that VS Code has not asked the extension for again since the tree changed,
 * so that a key pressed a moment after an edit would find nothing selected. The rows of the last selection fill that gap.
 */
export class SelectedRows<Row> implements vscode.Disposable {
  readonly #view: View<Row>;
  readonly #subscription: vscode.Disposable;
  /** Undefined after VS Code told of a selection without rows: there is none, or it cannot name them yet. */
  #last: readonly Row[] | undefined = [];
  #naming: Promise<void> | undefined;
  #selections = 0;

  constructor(view: View<Row>) {
    this.#view = view;
    this.#subscription = view.onDidChangeSelection(({ selection }) => {
      this.#selections++;
      this.#last = selection.length > 0 ? selection : undefined;
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Those that can be named now. */
  get known(): readonly Row[] {
    const { selection } = this.#view;
    const last = this.#last ?? [];
    return selection.length >= last.length ? selection : last;
  }

  /**
   * Waits up to a second where VS Code cannot name them yet; in the order of the calls. Undefined when others were selected
   * meanwhile: nobody can say any more which ones were meant.
   */
  async all(): Promise<readonly Row[] | undefined> {
    const selections = this.#selections;
    if (this.#isUnnamed) this.#naming ??= this.#waitForNames();
    await this.#naming;
    return this.#selections === selections ? this.known : undefined;
  }

  get #isUnnamed(): boolean {
    return this.#last === undefined && this.#view.selection.length === 0;
  }

  async #waitForNames(): Promise<void> {
    const end = Date.now() + limitMs;
    while (this.#isUnnamed && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, lookAfterMs));
    }
    this.#last ??= this.#view.selection;
    this.#naming = undefined;
  }
}
