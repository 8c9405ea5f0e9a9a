// `npm run vscode`: opens the extension in VS Code on a scratch project with the sample PRD; in the desktop one where there
// is one, else in a served one at a printed address, until Ctrl+C.
import { parseArgs } from 'node:util';
import { runCommand, tryCommand } from '../test/support/vscode/command.ts';
import { root } from '../test/support/vscode/paths.ts';
import { startVscodeServer } from '../test/support/vscode/server.ts';
import { makeWorkspace } from '../test/support/vscode/workspace.ts';
import { build, main } from './lib/build.ts';

/** The `code` command, or VSCODE_PATH, when it answers. */
async function desktopVscode(): Promise<string | undefined> {
  const command = process.env['VSCODE_PATH'] ?? 'code';
  try {
    return (await tryCommand(command, ['--version'])).code === 0 ? command : undefined;
  } catch {
    // Not installed.
    return undefined;
  }
}

await main(async () => {
  const { values } = parseArgs({ options: { served: { type: 'boolean' }, port: { type: 'string' } } });
  await build();
  const workspace = await makeWorkspace();
  const desktop = values.served ? undefined : await desktopVscode();
  if (desktop !== undefined) {
    await runCommand(desktop, ['--new-window', '--wait', `--extensionDevelopmentPath=${root}`, workspace.path]);
    return;
  }
  const server = await startVscodeServer(values.port === undefined ? {} : { port: Number(values.port) });
  console.log('There is no desktop VS Code here (no `code` command). Open this address in a browser:\n');
  console.log(`  ${server.address(workspace.path, { extensionDevelopmentPath: root })}\n`);
  console.log(`The project is ${workspace.path}. Ctrl+C ends VS Code and removes it.`);
});
