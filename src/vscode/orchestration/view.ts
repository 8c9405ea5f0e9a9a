// The Orchestration view: the host owns the state and sends it whole; the page draws it.
import * as vscode from 'vscode';
import { pageMessage, type HostMessage } from '../../protocol/webview.ts';
import type { Feature, Host } from '../feature.ts';
import { sentenceOf } from '../notify.ts';
import type { Waiting } from '../review/feature.ts';
import { pageHtml } from './html.ts';
import { perform } from './perform.ts';
import { Snapshots } from './snapshot.ts';

/** At most one snapshot in this many milliseconds. */
const pace = 100;

export const orchestrationView =
  (waiting: Waiting): Feature =>
  (host) =>
    vscode.window.registerWebviewViewProvider('conductor.orchestration', {
      resolveWebviewView: (view) => {
        showPage(host, waiting, view);
      },
    });

function showPage({ context, projects, log }: Host, waiting: Waiting, view: vscode.WebviewView): void {
  const { webview } = view;
  const snapshots = new Snapshots(projects, (runId) => waiting.isWaiting(runId));
  const sender = new Sender(async () => {
    try {
      await webview.postMessage(await snapshots.take());
    } catch (error) {
      log.warn('The Orchestration view could not be filled.', error);
      void webview.postMessage({ type: 'failure', message: sentenceOf(error) } satisfies HostMessage);
    }
  });
  const root = vscode.Uri.joinPath(context.extensionUri, 'dist', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [root] };
  const subscriptions = vscode.Disposable.from(
    sender,
    projects.onDidChange(() => {
      sender.schedule();
    }),
    waiting.onDidChange(() => {
      sender.schedule();
    }),
    webview.onDidReceiveMessage((raw: unknown) => {
      const message = pageMessage.safeParse(raw);
      if (!message.success) log.warn('The Orchestration page sent a message of no known kind.');
      else if (message.data.type === 'loaded') sender.schedule();
      else void perform(message.data, projects);
    }),
  );
  view.onDidDispose(() => {
    subscriptions.dispose();
  });
  webview.html = pageHtml(webview, root);
}

/** Sends soon, one after the other: what changes meanwhile is in the next one. */
class Sender implements vscode.Disposable {
  readonly #send: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #isSending = false;
  #isAgain = false;
  #isOver = false;

  constructor(send: () => Promise<void>) {
    this.#send = send;
  }

  schedule(): void {
    if (this.#isOver) return;
    if (this.#isSending) this.#isAgain = true;
    else this.#timer ??= setTimeout(() => void this.#run(), pace);
  }

  dispose(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#isSending = true;
    await this.#send();
    this.#isSending = false;
    if (!this.#isAgain) return;
    this.#isAgain = false;
    this.schedule();
  }
}
