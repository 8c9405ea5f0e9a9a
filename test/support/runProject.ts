// A real project for runs: a git repository with its own tests, a Taskwerk database, real processes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createConductor, type Conductor } from '../../src/core/conductor.ts';
import type { ManualAgentOptions } from '../../src/core/agent/manualAgent.ts';
import type { RunService } from '../../src/core/orchestrate/service.ts';
import type { ModelBackend } from '../../src/core/model/backend.ts';
import type { OrchestrationPorts } from '../../src/core/orchestrate/runContext.ts';
import type { StoreOpener } from '../../src/core/ports.ts';
import type { TaskId } from '../../src/core/tasks/model.ts';
import { systemClock } from '../../src/node/clock.ts';
import { createCodeMap } from '../../src/node/codemap/codeMap.ts';
import { createDiskFiles } from '../../src/node/files/disk.ts';
import { diskFolders } from '../../src/node/files/folder.ts';
import { createDiskWorkspace } from '../../src/node/files/workspace.ts';
import { createGit } from '../../src/node/git/git.ts';
import { createProcesses } from '../../src/node/process/processes.ts';
import { silent } from './conductor.ts';
import { ScriptedPeople } from './people.ts';
import './repository.ts'; // Git without the settings of whoever runs the tests.
import { TestProject } from './taskwerk.ts';

/** A package whose tests run with nothing but Node. */
export const PACKAGE_FILES: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'sums', type: 'module', scripts: { test: 'node --test' } }, null, 2) + '\n',
  '.gitignore': '.taskwerk/\nnode_modules/\n',
  'src/sum.js': 'export function sum(a, b) {\n  return a + b;\n}\n',
  'test/sum.test.js': [
    "import assert from 'node:assert/strict';",
    "import { test } from 'node:test';",
    "import { sum } from '../src/sum.js';",
    '',
    "test('adds two numbers', () => {",
    '  assert.equal(sum(2, 3), 5);',
    '});',
    '',
  ].join('\n'),
};

/** Its threads live as long as the process, so one serves all projects. */
const codeMap = createCodeMap();

export interface RunProjectOptions {
  readonly files?: Readonly<Record<string, string>>;
  /** As in `orchestration:` of the configuration. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly model?: ModelBackend;
  readonly people?: Pick<ScriptedPeople, 'approvals' | 'asked'>;
  readonly waitForPerson?: ManualAgentOptions['waitForPerson'];
  /** Stands before the store, e.g. to fail at some write. */
  readonly wrapStore?: (opener: StoreOpener) => StoreOpener;
  /** Stands before the rest of the world. */
  readonly wrapPorts?: (ports: OrchestrationPorts) => OrchestrationPorts;
}

export class RunProject extends TestProject {
  constructor(files: Readonly<Record<string, string>> = PACKAGE_FILES) {
    super();
    this.git('init', '-q', '-b', 'main');
    this.git('config', 'user.name', 'Ada');
    this.git('config', 'user.email', 'ada@example.com');
    this.git('config', 'commit.gpgsign', 'false');
    this.writeAll(files);
    this.git('add', '-A');
    this.git('commit', '-qm', 'chore: begin');
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  writeAll(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.dir, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  text(name: string): string | null {
    const file = path.join(this.dir, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  }

  makeExecutable(name: string): void {
    chmodSync(path.join(this.dir, name), 0o755);
  }

  async addTask(name: string, description = ''): Promise<TaskId> {
    const { created } = await (await this.store()).addTasks([{ name, description }]);
    return created[0]!;
  }

  /** Branch, index and work tree, for comparing before and after. */
  fingerprint(): Readonly<Record<string, string>> {
    return {
      head: readFileSync(path.join(this.dir, '.git', 'HEAD'), 'utf8'),
      branches: this.git('for-each-ref', 'refs/heads', 'refs/stash'),
      index: this.git('ls-files', '-s'),
      staged: this.git('diff', '--cached'),
      status: this.git('status', '--porcelain=v1', '-z'),
      diff: this.git('diff'),
    };
  }

  /** A program's runs on the project. */
  runs(options?: RunProjectOptions): Promise<RunService> {
    return runsOf(conductorOn(this.dir, this.opener, options));
  }
}

/** The core on a project's folder, as a program has it. */
export function conductorOn(dir: string, opener: StoreOpener, options: RunProjectOptions = {}): Conductor {
  const { settings = {}, model, people = new ScriptedPeople() } = options;
  const wrapPorts = options.wrapPorts ?? ((ports: OrchestrationPorts) => ports);
  const waitForPerson = options.waitForPerson ?? (() => Promise.reject(new Error('Nobody works here by hand.')));
  return createConductor({
    store: options.wrapStore?.(opener) ?? opener,
    files: createDiskFiles(dir),
    readers: [],
    log: silent,
    userSettings: () => settings,
    ...(model && { model }),
    orchestration: () =>
      wrapPorts({
        git: createGit(dir, { log: silent }),
        workspace: createDiskWorkspace(dir),
        processes: createProcesses(),
        folders: diskFolders,
        codeMap,
        approvals: people.approvals,
        questions: people.asked,
        clock: systemClock,
        person: { waitForPerson },
      }),
  });
}

export async function runsOf({ openRuns }: Conductor): Promise<RunService> {
  assert.ok(openRuns);
  return openRuns();
}
