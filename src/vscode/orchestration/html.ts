// The shell of a webview page: one script, one stylesheet, nothing from anywhere else.
import * as vscode from 'vscode';

/** `root` holds the bundled page. */
export function pageHtml(webview: vscode.Webview, root: vscode.Uri): string {
  const nonce = makeNonce();
  const [script, style] = ['orchestration.js', 'orchestration.css'].map((file) =>
    webview.asWebviewUri(vscode.Uri.joinPath(root, file)).toString(),
  );
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${vscode.l10n.t('Orchestration')}</title>
  <link rel="stylesheet" href="${style ?? ''}">
</head>
<body>
  <main id="root"></main>
  <script nonce="${nonce}" src="${script ?? ''}"></script>
</body>
</html>`;
}

function makeNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
