// Runs the host tests: in a desktop VS Code where there is one or it can be downloaded, else in the VS Code server.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { temporaryFolder } from '../../support/vscode/cleanup.ts';
import { runCommand } from '../../support/vscode/command.ts';
import { emptyExtension } from '../../support/vscode/emptyExtension.ts';
import { hostTests, root } from '../../support/vscode/paths.ts';
import { installExtension, installVscodeServer, settings } from '../../support/vscode/server.ts';
import { makeWorkspace } from '../../support/vscode/workspace.ts';

const servedVscode = join(import.meta.dirname, 'servedVscode.ts');

export interface HostTestOptions {
  /** The packaged extension to install and test; without it the repository is the extension under development. */
  readonly vsix?: string;
  /** Runs only the tests whose titles contain it. */
  readonly grep?: string;
}

/** Throws when a test fails. `dist/` and `out/test/host` must have been built. */
export async function runHostTests({ vsix, grep }: HostTestOptions): Promise<void> {
  const workspace = await makeWorkspace();
  await runInVscode({
    testsPath: hostTests,
    workspace: workspace.path,
    env: grep === undefined ? {} : { CONDUCTOR_TEST_GREP: grep },
    ...(vsix === undefined ? {} : { vsix }),
  });
}

interface VscodeRun {
  /** A module that exports `run(): Promise<void>`. */
  readonly testsPath: string;
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
  readonly vsix?: string;
  /** Shows what the run prints only when it fails. */
  readonly isQuiet?: boolean;
}

/** Runs a module inside the extension host of a VS Code with a profile of its own. Throws when it throws. */
export async function runInVscode({ testsPath, workspace, env, vsix, isQuiet }: VscodeRun): Promise<void> {
  const program = await vscodeProgram();
  const profile = temporaryFolder('profile');
  const userDir = join(profile.path, 'user');
  const extensionsDir = join(profile.path, 'extensions');
  mkdirSync(join(userDir, 'User'), { recursive: true });
  writeFileSync(join(userDir, 'User/settings.json'), JSON.stringify(settings));
  if (vsix !== undefined) await install(program, vsix, extensionsDir, userDir);
  const output = new PassThrough();
  try {
    await runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: vsix === undefined ? root : emptyExtension(profile.path),
      extensionTestsPath: testsPath,
      extensionTestsEnv: env,
      launchArgs: [workspace, `--extensions-dir=${extensionsDir}`, `--user-data-dir=${userDir}`],
      ...(isQuiet ? { stdout: output, stderr: output } : {}),
    });
  } catch (error) {
    process.stderr.write(String(output.read() ?? ''));
    throw error;
  } finally {
    profile.remove();
  }
}

/** VSCODE_PATH, a downloaded desktop program where there is a screen, else the launcher of the served one. */
async function vscodeProgram(): Promise<string> {
  const wanted = process.env['VSCODE_PATH'];
  if (wanted) return wanted;
  const hasScreen = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  if (hasScreen) {
    try {
      return await downloadAndUnzipVSCode('stable');
    } catch (error) {
      console.log(`VS Code could not be downloaded (${String(error)}): the tests run in the VS Code server instead.`);
    }
  }
  await installVscodeServer();
  return servedVscode;
}

async function install(program: string, vsix: string, extensionsDir: string, userDir: string): Promise<void> {
  if (program === servedVscode) {
    await installExtension(vsix, extensionsDir);
    return;
  }
  const [cli = program, ...args] = resolveCliArgsFromVSCodeExecutablePath(program);
  const folders = ['--extensions-dir', extensionsDir, '--user-data-dir', userDir];
  await runCommand(cli, [...args, ...folders, '--install-extension', vsix]);
}
