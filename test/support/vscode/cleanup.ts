// What a test run leaves behind on the machine ends here: processes and temporary folders, also after Ctrl+C or a crash.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const pending = new Set<() => void>();

process.once('exit', () => {
  for (const end of pending) end();
});
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => process.exit(code));
}

/** Runs `end` when the process ends, unless the returned function ran it before. `end` is synchronous: nothing waits at exit. */
export function atExit(end: () => void): () => void {
  const once = (): void => {
    if (pending.delete(once)) end();
  };
  pending.add(once);
  return once;
}

export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

export function temporaryFolder(name: string): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), `conductor-${name}-`));
  return { path, remove: atExit(() => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })) };
}
