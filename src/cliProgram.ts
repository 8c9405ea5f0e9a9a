// The command line's wiring: loads with the first command that is more than --help or --version.
import { main } from './cli/main.ts';
import type { Connection, People, World } from './cli/context.ts';
import type { OrchestrationPorts } from './core/orchestrate/runContext.ts';
import type { Log } from './core/ports.ts';
import { createClaude } from './node/anthropic/claude.ts';

/** Runs the process' command to its end and sets the exit code. */
export async function runProgram(version: string): Promise<void> {
  const cancelling = new AbortController();
  process.on('SIGINT', () => {
    // Who presses Ctrl+C twice does not want to wait.
    if (cancelling.signal.aborted) process.exit(130);
    cancelling.abort();
  });
  for (const stream of [process.stdout, process.stderr]) {
    // The reader has gone, as `head` does when it has seen enough.
    stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  }
  const { stdin, stdout, stderr, env } = process;
  const world: World = { stdin, stdout, stderr, env, cwd: process.cwd(), version, signal: cancelling.signal, connect };
  process.exit(await main(process.argv.slice(2), world));
}

/** What help and wrong use do not need is loaded here. */
export async function connect(projectDir: string, log: Log, env: World['env'], people?: People): Promise<Connection> {
  const [{ createConductor }, { documentReaders }, { createDiskFiles }, { createStoreOpener }] = await Promise.all([
    import('./core/conductor.ts'),
    import('./node/documents/readers.ts'),
    import('./node/files/disk.ts'),
    import('./node/taskwerk/opener.ts'),
  ]);
  const { ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: baseUrl } = env;
  const model = createClaude({
    apiKey: () => Promise.resolve(apiKey === undefined || apiKey === '' ? null : apiKey),
    log,
    ...(baseUrl && { baseUrl }),
  });
  const store = createStoreOpener(projectDir);
  const orchestration = people && { ...(await portsOfRuns(projectDir, log, env)), ...people };
  return {
    conductor: createConductor({
      ...{ store, files: createDiskFiles(projectDir), readers: documentReaders, log, model },
      ...(orchestration && { orchestration: () => orchestration }),
    }),
    databaseFile: async () => (await store.openExisting())?.location ?? null,
    close: async () => {
      // A database that cannot be opened has been reported by the command.
      (await store.openExisting().catch(() => null))?.close();
    },
  };
}

async function portsOfRuns(
  projectDir: string,
  log: Log,
  env: World['env'],
): Promise<Omit<OrchestrationPorts, keyof People>> {
  const [clock, codeMap, folder, workspace, git, processes] = await Promise.all([
    import('./node/clock.ts'),
    import('./node/codemap/codeMap.ts'),
    import('./node/files/folder.ts'),
    import('./node/files/workspace.ts'),
    import('./node/git/git.ts'),
    import('./node/process/processes.ts'),
  ]);
  return {
    clock: clock.systemClock,
    codeMap: codeMap.createCodeMap(),
    folders: folder.diskFolders,
    workspace: workspace.createDiskWorkspace(projectDir),
    git: git.createGit(projectDir, { log }),
    processes: processes.createProcesses({ env }),
  };
}
