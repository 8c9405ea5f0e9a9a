// The Orchestration view: the host owns the state and sends it whole; the page draws it.
import * as vscode from 'vscode';
import { pageMessage, type HostMessage, type PageMessage } from '../../protocol/webview.ts';
import type { Feature, Host } from '../feature.ts';
import { sentenceOf } from '../notify.ts';
import { revealInPlans } from '../reveal.ts';
import { pageHtml } from './html.ts';
import { takeSnapshot } from './snapshot.ts';

/** At most one snapshot in this many milliseconds. */
const pace = 100;

export const orchestrationView: Feature = (host) =>
  vscode.window.registerWebviewViewProvider('conductor.orchestration', {
    resolveWebviewView: (view) => {
      showPage(host, view);
    },
  });

function showPage({ context, projects, log }: Host, view: vscode.WebviewView): void {
  const { webview } = view;
  let timer: NodeJS.Timeout | undefined;
  const send = async (): Promise<void> => {
    timer = undefined;
    await webview.postMessage(await takeSnapshot(projects));
  };
  const schedule = (): void => {
    timer ??= setTimeout(() => {
      send().catch((error: unknown) => {
        log.warn('The Orchestration view could not be filled.', error);
        void webview.postMessage({ type: 'failure', message: sentenceOf(error) } satisfies HostMessage);
      });
    }, pace);
  };
  const perform = (message: PageMessage): void => {
    if (message.type === 'loaded') schedule();
    else if (message.type === 'decompose') void vscode.commands.executeCommand('conductor.plan.decompose');
    else if (message.type === 'import') void vscode.commands.executeCommand('conductor.plan.import');
    else {
      const project = projects.all.find(({ folder }) => folder.uri.toString() === message.uri);
      if (project) void revealInPlans({ project, taskId: message.id });
    }
  };
  const root = vscode.Uri.joinPath(context.extensionUri, 'dist', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [root] };
  const subscriptions = vscode.Disposable.from(
    projects.onDidChange(schedule),
    webview.onDidReceiveMessage((raw: unknown) => {
      const message = pageMessage.safeParse(raw);
      if (!message.success) log.warn('The Orchestration page sent a message of no known kind.');
      else perform(message.data);
    }),
  );
  view.onDidDispose(() => {
    clearTimeout(timer);
    subscriptions.dispose();
  });
  webview.html = pageHtml(webview, root);
}
