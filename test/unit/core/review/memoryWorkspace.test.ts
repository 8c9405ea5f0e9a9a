import { workspaceContract } from '../../../support/contracts/workspace.ts';
import { createMemoryWorkspace } from '../../../support/memoryWorkspace.ts';

describe('the workspace in memory', () => {
  workspaceContract(() => {
    const workspace = createMemoryWorkspace();
    return Promise.resolve({
      workspace,
      put: (...file) => {
        workspace.put(...file);
        return Promise.resolve();
      },
      bytes: (path) => Promise.resolve(workspace.files.get(path)?.bytes ?? null),
    });
  });
});
