// The whole core on a project folder, as programs have it.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createConductor, type Conductor } from '../../src/core/conductor.ts';
import type { ModelBackend } from '../../src/core/model/backend.ts';
import type { Log } from '../../src/core/ports.ts';
import { markdownReader } from '../../src/core/prd/markdown.ts';
import { createDiskFiles } from '../../src/node/files/disk.ts';
import { TestProject } from './taskwerk.ts';

export const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export class ConductorProject extends TestProject {
  readonly conductor: Conductor;

  constructor(model?: ModelBackend, settings: Readonly<Record<string, unknown>> = {}) {
    super();
    this.conductor = createConductor({
      store: this.opener,
      files: createDiskFiles(this.dir),
      readers: [markdownReader],
      log: silent,
      userSettings: () => settings,
      ...(model && { model }),
    });
  }

  write(name: string, text: string): void {
    writeFileSync(path.join(this.dir, name), text);
  }
}
