// The VS Code server and its web workbench: the real editor where no desktop can be had. Installed on first use.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { root } from './paths.ts';
import { runCommand } from './command.ts';
import { atExit, temporaryFolder } from './cleanup.ts';

const home = join(root, 'test/vscode-server');
const vscode = join(home, 'node_modules/code-server/lib/vscode');
const installedMark = join(vscode, 'node_modules/.package-lock.json');
const npmFlags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** Settings that make the web workbench behave as the desktop one does, and stay quiet. */
export const settings = {
  'files.autoSave': 'off',
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'git.openRepositoryInParentFolders': 'never',
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
};

/** Development payload of a workbench address, e.g. `{ extensionDevelopmentPath: '/abs/folder' }`: paths on this machine. */
export interface Payload {
  readonly extensionDevelopmentPath: string;
  readonly extensionTestsPath?: string;
}

export interface VscodeServer {
  /** The address of a workbench with this folder or `.code-workspace` file open; null opens nothing. */
  address(workspace: string | null, payload: Payload): string;
  /** Ends the extension hosts as a crash would; the workbench starts them again. */
  killExtensionHosts(): void;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Where installed extensions lie. Default: a folder of its own, empty. */
  readonly extensionsDir?: string;
  /** Receives what the server prints. */
  readonly onOutput?: (text: string) => void;
  readonly port?: number;
  /** Beside and over `settings`, for the user and for the machine. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Has a person asked whether they trust a workspace. Default: all are trusted. */
  readonly asksForTrust?: boolean;
}

/** Installs the server unless it is there: about 20 s and 580 MB. */
export async function installVscodeServer(): Promise<void> {
  if (existsSync(installedMark)) return;
  console.log('Installing the VS Code server into test/vscode-server (about 580 MB, once) …');
  const what =
    'The VS Code server could not be installed: the npm registry is needed for it. Run `npm test` again once it answers.';
  await runCommand('npm', ['ci', ...npmFlags], { cwd: home, failure: what });
  await runCommand('npm', ['install', '--omit=dev', ...npmFlags], { cwd: vscode, failure: what });
}

/** Installs a packaged extension into `extensionsDir`, as a person would. */
export async function installExtension(vsix: string, extensionsDir: string): Promise<void> {
  const folder = temporaryFolder('install');
  const args = [
    '--accept-server-license-terms',
    '--install-extension',
    vsix,
    ...dataFolders(folder.path, extensionsDir),
  ];
  await runCommand(process.execPath, [serverMain(), ...args], {
    failure: `${vsix} could not be installed in the VS Code server.`,
  });
  folder.remove();
}

/** Starts a server with a profile of its own and waits until it listens. */
export async function startVscodeServer(options: ServerOptions = {}): Promise<VscodeServer> {
  await installVscodeServer();
  const folder = temporaryFolder('server');
  const port = options.port ?? (await freePort());
  const extensionsDir = options.extensionsDir ?? join(folder.path, 'extensions');
  writeSettings(folder.path, { ...settings, ...options.settings });
  const server = spawn(
    process.execPath,
    [
      serverMain(),
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--accept-server-license-terms'],
      ...['--telemetry-level', 'off', ...(options.asksForTrust ? [] : ['--disable-workspace-trust'])],
      // A built VS Code honours the development payload only with this flag.
      '--enable-smoke-test-driver',
      ...dataFolders(folder.path, extensionsDir),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const kill = atExit(() => {
    killGroup(server);
  });
  await listening(server, port, options.onOutput);
  return {
    address: (workspace, payload) => address(`127.0.0.1:${port}`, workspace, payload),
    killExtensionHosts: () => {
      for (const pid of childrenOf(server.pid, 'type=extensionHost')) process.kill(pid, 'SIGKILL');
    },
    stop: async () => {
      const ended = server.exitCode === null ? new Promise((resolve) => server.once('close', resolve)) : undefined;
      kill();
      await ended;
      folder.remove();
    },
  };
}

/** Processes whose parent is `parent` and whose command line holds the words. Linux alone, as the served tests are. */
function childrenOf(parent: number | undefined, words: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [, of] = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
        return Number(of) === parent && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(words);
      } catch {
        return false; // It has just ended.
      }
    });
}

function serverMain(): string {
  return join(vscode, 'out/server-main.js');
}

function dataFolders(folder: string, extensionsDir: string): readonly string[] {
  const user = ['--user-data-dir', join(folder, 'user'), '--server-data-dir', join(folder, 'server')];
  return [...user, '--extensions-dir', extensionsDir];
}

function writeSettings(folder: string, values: Readonly<Record<string, unknown>>): void {
  for (const place of ['user/User', 'server/data/Machine']) {
    mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, place, 'settings.json'), JSON.stringify(values));
  }
}

function address(authority: string, workspace: string | null, payload: Payload): string {
  const remote = Object.entries(payload).map(([key, path]) => [key, `vscode-remote://${authority}${String(path)}`]);
  const entries = JSON.stringify([...remote, ['skipWelcome', 'true']]);
  return `http://${authority}/?${opened(workspace)}&payload=${encodeURIComponent(entries)}`;
}

function opened(workspace: string | null): string {
  if (workspace === null) return 'ew=true';
  const kind = workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
  return `${kind}=${encodeURIComponent(workspace)}`;
}

/** Port 0 means nothing to the server, so it gets a free one by number. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const bound = probe.address();
      probe.close(() => resolve(typeof bound === 'object' && bound !== null ? bound.port : 0));
    });
  });
}

function listening(server: ChildProcess, port: number, onOutput?: (text: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      onOutput?.(String(chunk));
      if (output.length < 100_000) output += String(chunk);
      if (output.includes('Extension host agent listening')) resolve();
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('error', reject);
    server.once('exit', (code) => {
      reject(new Error(`The VS Code server on port ${port} ended with code ${String(code)}:\n${output}`));
    });
  });
}

/** The server, its extension hosts and its file watchers share one process group. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
