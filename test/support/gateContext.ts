// A GateContext over a real folder and a ProcessPort.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { orchestrationSchema, type OrchestrationConfig } from '../../src/core/config/schema.ts';
import type { ProcessPort } from '../../src/core/exec/processPort.ts';
import { createGateContext } from '../../src/core/gates/context.ts';
import type { GateContext } from '../../src/core/gates/gate.ts';
import type { ChangeSet, FileChange, FileContent } from '../../src/core/review/changeSet.ts';

export interface ContextOptions {
  readonly dir: string;
  readonly processes: ProcessPort;
  /** As in `.taskwerk/config.yml`. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly changes?: ChangeSet;
  readonly baseCoverage?: number;
  readonly signal?: AbortSignal;
}

export const configOf = (config: Readonly<Record<string, unknown>> = {}): OrchestrationConfig =>
  orchestrationSchema.parse(config);

export function gateContext(options: ContextOptions): GateContext {
  const { dir, processes, config, changes = [], baseCoverage = null } = options;
  const signal = options.signal ?? new AbortController().signal;
  return createGateContext({
    processes,
    dir,
    tree: 'a'.repeat(40),
    config: configOf(config),
    changes,
    baseCoverage,
    signal,
    readFile: (path) => readFile(join(dir, path), 'utf8').catch(() => null),
    listFiles: async (folder) => {
      const entries = await readdir(join(dir, folder), { withFileTypes: true }).catch(() => []);
      return entries
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .toSorted();
    },
  });
}

export const content = (text: string): FileContent => ({ text, encoding: 'utf8', isExecutable: false });

export const added = (path: string, text: string): FileChange => ({ kind: 'add', path, proposed: content(text) });
export const modified = (path: string, before: string, after: string): FileChange => ({
  ...{ kind: 'modify', path, baseHash: '0' },
  original: content(before),
  proposed: content(after),
});
export const deleted = (path: string, before: string): FileChange => ({
  ...{ kind: 'delete', path, baseHash: '0' },
  original: content(before),
});
export const renamed = (from: string, path: string, before: string, after = before): FileChange => ({
  ...{ kind: 'rename', path, from, baseHash: '0' },
  original: content(before),
  proposed: content(after),
});
