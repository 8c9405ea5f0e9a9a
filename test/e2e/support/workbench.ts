// A person at the keyboard: VS Code in a browser, driven by what they would see and press.
import { strict as assert } from 'node:assert';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { errors, type Browser, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { launchChromium } from '../../support/vscode/browser.ts';
import { temporaryFolder } from '../../support/vscode/cleanup.ts';
import { emptyExtension } from '../../support/vscode/emptyExtension.ts';
import { packagedExtension, root } from '../../support/vscode/paths.ts';
import { installExtension, startVscodeServer, type VscodeServer } from '../../support/vscode/server.ts';
import { makeWorkspace } from '../../support/vscode/workspace.ts';

export interface WorkbenchOptions {
  /**
   * An absolute folder or `.code-workspace` file, null for a window without either.
   * Default: a new git repository with the sample PRD, removed at the end.
   */
  readonly workspace?: string | null;
  /** `installed` takes the .vsix that `npm run package` made. Default: `development`. */
  readonly extension?: 'development' | 'installed';
  /** Settings of the user and the machine. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** With `installed`: the folder of a further extension, which uses Conductor's. */
  readonly beside?: string;
  /** Has the person asked whether they trust the workspace. Default: it is trusted. */
  readonly asksForTrust?: boolean;
}

/** The open ones, for the hooks: they photograph a failure and close what a test left open. */
export const openWorkbenches = new Set<Workbench>();

export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const opened = options.workspace === undefined ? (await makeWorkspace()).path : options.workspace;
  const profile = temporaryFolder('profile');
  const extensionsDir = join(profile.path, 'extensions');
  const isInstalled = options.extension === 'installed';
  if (isInstalled) await installExtension(packagedExtension, extensionsDir);
  // An extension host that has given up its rights still loads parts of the extension.
  if (isInstalled) for (const folder of [profile.path, extensionsDir]) chmodSync(folder, 0o755);
  const browser = await launchChromium();
  const { settings, asksForTrust = false } = options;
  const server = await startVscodeServer({ extensionsDir, asksForTrust, ...(settings && { settings }) });
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const workbench = new Workbench(page, opened ?? '', browser, server);
  openWorkbenches.add(workbench);
  const other = options.beside ?? emptyExtension(profile.path);
  await page.goto(server.address(opened, { extensionDevelopmentPath: isInstalled ? other : root }));
  const firstRow = page.locator('.monaco-workbench .explorer-viewlet .monaco-list-row').first();
  const loaded = opened === null ? page.getByRole('tab', { name: 'Conductor' }) : firstRow;
  await loaded.waitFor({ timeout: 45_000 });
  return workbench;
}

export class Workbench {
  readonly page: Page;
  /** What is open; empty for nothing. */
  readonly folder: string;
  readonly #browser: Browser;
  readonly #server: VscodeServer;

  constructor(page: Page, folder: string, browser: Browser, server: VscodeServer) {
    this.page = page;
    this.folder = folder;
    this.#browser = browser;
    this.#server = server;
  }

  /** Opens the command palette and picks the command with this title, e.g. `Conductor: Decompose this PRD`. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.pick(title);
  }

  /** Opens a file of the project by name. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.pick(name);
    await this.editorTab(name).waitFor();
  }

  /** Types into the open quick input and takes the entry that begins with `text`. */
  async pick(text: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    const input = widget.locator('input.input').first();
    await input.waitFor({ state: 'visible' });
    await input.focus();
    await this.page.keyboard.insertText(text);
    await widget.getByRole('option', { name: text }).first().click();
  }

  /** Opens a view container by its name in the activity bar. */
  async openContainer(name: string): Promise<void> {
    await this.page.getByRole('tab', { name }).first().click();
    await this.page.locator('.sidebar .composite.title').getByText(name, { exact: false }).waitFor();
  }

  /** The row of a tree in the side bar whose label (as a screen reader says it) contains `name`. */
  treeRow(name: string | RegExp): Locator {
    return this.page.locator('.sidebar').getByRole('treeitem', { name });
  }

  /** A view of the side bar by its title. */
  view(title: string): Locator {
    return this.page
      .locator('.sidebar .pane')
      .filter({ has: this.page.getByRole('button', { name: `${title} Section` }) });
  }

  /** Opens the menu of a row by the right mouse button and takes an entry, or that of a submenu: `Edit`, `Tags…`. */
  async chooseFromMenu(row: Locator, ...path: readonly string[]): Promise<void> {
    const first = this.page.locator('.monaco-menu').getByRole('menuitem', { name: path[0] ?? '' });
    for (let tries = 1; ; tries++) {
      await row.click({ button: 'right' });
      try {
        await first.waitFor({ timeout: 5_000 });
        break;
      } catch (error) {
        // Another row had moved below the pointer, or the row's kind was told anew.
        if (tries === 3) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
    await this.chooseEntry(...path);
  }

  /** Takes an entry of the open menu by keyboard. */
  async chooseEntry(...path: readonly string[]): Promise<void> {
    const { keyboard } = this.page;
    for (const [depth, name] of path.entries()) {
      const menu = this.page.locator('.monaco-menu').nth(depth);
      await menu.getByRole('menuitem', { name }).first().waitFor();
      const focused = menu.locator(':scope > .monaco-action-bar > .actions-container > .action-item.focused');
      const end = Date.now() + 10_000;
      while (!(await focused.allTextContents()).join().startsWith(name)) {
        assert.ok(Date.now() < end, `The menu has no entry ${name} to go to.`);
        await keyboard.press('ArrowDown');
      }
      await keyboard.press(depth === path.length - 1 ? 'Enter' : 'ArrowRight');
    }
    await this.page.locator('.monaco-menu').first().waitFor({ state: 'detached' });
  }

  editorTab(name: string): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name });
  }

  /** A message of the notification centre, opened where need be: the driven VS Code shows no toasts. */
  async message(text: string | RegExp): Promise<Locator> {
    const center = this.page.locator('.notifications-center');
    const found = center.locator('.notification-list-item').filter({ hasText: text }).first();
    // The centre closes by itself when a progress that it shows ends.
    const end = Date.now() + 30_000;
    while (!(await found.isVisible())) {
      assert.ok(Date.now() < end, `Within 30 s there was no message ${String(text)}.`);
      if (!(await center.isVisible())) await this.page.locator('[id="status.notifications"] a').click();
      // Long enough for the centre to appear, so that a second click does not close it.
      await this.page.waitForTimeout(500);
    }
    // The bell's tooltip would lie over the buttons.
    await this.page.mouse.move(0, 0);
    return found;
  }

  /** The page inside the only visible webview. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /** PNG for the documentation: into docs/images with UPDATE_SCREENSHOTS=1, else into out/screenshots. */
  async screenshot(name: string): Promise<void> {
    const folder = join(root, process.env['UPDATE_SCREENSHOTS'] === '1' ? 'docs/images' : 'out/screenshots');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
  }

  /** Ends the extension host as a crash would. */
  killExtensionHost(): void {
    this.#server.killExtensionHosts();
  }

  async close(): Promise<void> {
    openWorkbenches.delete(this);
    try {
      await this.#browser.close();
    } catch (error) {
      if (!(error instanceof errors.TimeoutError)) throw error;
    } finally {
      await this.#server.stop();
    }
  }
}
