import assert from 'node:assert/strict';
import { resolveConfig } from '../../../../src/core/config/resolve.ts';
import { userSettings, type InspectedSetting } from '../../../../src/vscode/models/userSettings.ts';
import { MemoryLog } from '../../../support/memoryLog.ts';

const read = (settings: Readonly<Record<string, InspectedSetting>>, log = new MemoryLog()) =>
  userSettings((name) => settings[name], log);

describe("one user's settings", () => {
  it('say nothing unless somebody set them', () => {
    assert.deepEqual(read({ 'planning.planner': { defaultValue: 'auto' } as InspectedSetting }), {});
    assert.deepEqual(read({ 'model.id': { globalValue: '' } }), {});
  });

  it('win over the file under the names of its block, the nearest first', () => {
    const user = read({
      'model.id': { globalValue: 'claude-opus-5-5' },
      'planning.planner': { globalValue: 'outline' },
      'planning.maxDepth': { globalValue: 2, workspaceValue: 4, workspaceFolderValue: 5 },
      'planning.budgetUsd': { workspaceValue: 1.5 },
    });
    const { config } = resolveConfig({ planning: { planner: 'model', concurrency: 3 } }, user);
    assert.equal(config.agents['claude']?.model, 'claude-opus-5-5');
    const { planner, max_depth: depth, budget_usd: budget, concurrency } = config.planning;
    assert.deepEqual(
      { planner, depth, budget, concurrency },
      { planner: 'outline', depth: 5, budget: 1.5, concurrency: 3 },
    );
  });

  it('are left out where the schema refuses them, and the log says so', () => {
    const log = new MemoryLog();
    const user = read(
      { 'planning.maxDepth': { globalValue: 'deep' }, 'planning.concurrency': { globalValue: 4 } },
      log,
    );
    assert.deepEqual(user, { planning: { concurrency: 4 } });
    assert.match(log.text, /conductor\.planning\.maxDepth/);
  });
});
