// A project in memory, held to the contract of the one on disk.
import { ConductorError } from '../../src/core/errors.ts';
import { planApply } from '../../src/core/review/apply.ts';
import { decodeFile, encodeFile, hashBytes } from '../../src/core/review/content.ts';
import { byPath, projectPath } from '../../src/core/review/paths.ts';
import type { WorkspaceFile, WorkspacePort } from '../../src/core/review/workspacePort.ts';

export interface MemoryFile {
  readonly bytes: Uint8Array;
  readonly isExecutable: boolean;
}

export interface MemoryWorkspace extends WorkspacePort {
  /** The files as they are; a test may change them as a person would. */
  readonly files: Map<string, MemoryFile>;
  put(path: string, content: string | Uint8Array, isExecutable?: boolean): void;
  /** Text of a file, or null. */
  text(path: string): string | null;
}

const MAX_TEXT_BYTES = 5 * 1024 * 1024;

export function createMemoryWorkspace(initial: Readonly<Record<string, string | Uint8Array>> = {}): MemoryWorkspace {
  const files = new Map<string, MemoryFile>();
  const put: MemoryWorkspace['put'] = (path, content, isExecutable = false) =>
    void files.set(path, { bytes: Buffer.from(content), isExecutable });
  const read = async (name: string): Promise<WorkspaceFile | null> => {
    const file = files.get(projectPath(name));
    if (!file) return null;
    const { bytes, isExecutable } = file;
    const content = bytes.length > MAX_TEXT_BYTES ? null : decodeFile(bytes, isExecutable);
    return { content, hash: await hashBytes(bytes), size: bytes.length };
  };
  for (const [path, content] of Object.entries(initial)) put(path, content);
  return {
    root: '/project',
    files,
    put,
    text: (path) => {
      const file = files.get(path);
      return file ? new TextDecoder().decode(file.bytes) : null;
    },
    read,
    list: () => Promise.resolve([...files.keys()].sort(byPath)),
    apply: async (changes) => {
      const plan = await planApply(changes, read);
      if (plan.kind === 'stale') return plan;
      const after = new Map(files);
      for (const step of plan.steps) {
        const moved = step.kind === 'move' ? after.get(step.from) : undefined;
        if (step.kind === 'delete') after.delete(step.path);
        if (step.kind === 'move') after.delete(step.from);
        if (step.kind === 'delete') continue;
        const { path, content } = step;
        if (content) after.set(path, { bytes: encodeFile(content), isExecutable: content.isExecutable });
        else if (moved) after.set(path, moved);
      }
      refuseFoldersAsFiles(after);
      files.clear();
      for (const [path, file] of after) files.set(path, file);
      return { kind: 'applied', files: plan.files };
    },
  };
}

/** On disk no name is a file and a folder. */
function refuseFoldersAsFiles(files: ReadonlyMap<string, MemoryFile>): void {
  for (const path of files.keys()) {
    const parts = path.split('/');
    for (let length = 1; length < parts.length; length++) {
      if (files.has(parts.slice(0, length).join('/')))
        throw new ConductorError('apply.failed', `${path} lies in a file.`);
    }
  }
}
