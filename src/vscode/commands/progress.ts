// Long work with a sign of what is being done: a notification that stops it on Cancel, or a word in the status bar.
import * as vscode from 'vscode';

export type Report = (message: string) => void;

/** Throws what `work` throws, an `AbortError` after Cancel. */
export async function withCancellableProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      return await work(controller.signal, (message) => progress.report({ message }));
    } finally {
      subscription.dispose();
    }
  });
}

/** For what is only read, and mostly in a moment: shown when it takes longer, and nothing to cancel. */
export function withQuietProgress<T>(title: string, work: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, work);
}
