import assert from 'node:assert/strict';
import { ApiKeys, keyProblem } from '../../../src/vscode/secrets.ts';

/** The editor's storage as two windows share it. */
function storage() {
  const values = new Map<string, string>();
  const listeners = new Set<(event: { key: string }) => unknown>();
  const told = (key: string): Promise<void> => {
    for (const listener of listeners) listener({ key });
    return Promise.resolve();
  };
  return {
    keys: () => Promise.resolve([...values.keys()]),
    get: (key: string) => Promise.resolve(values.get(key)),
    store: (key: string, value: string) => {
      values.set(key, value);
      return told(key);
    },
    delete: (key: string) => {
      values.delete(key);
      return told(key);
    },
    onDidChange: (listener: (event: { key: string }) => unknown) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
}

describe('the API key', () => {
  it('comes from the storage before the environment', async () => {
    const keys = new ApiKeys(storage(), 'from-environment');
    assert.equal(await keys.get(), 'from-environment');
    await keys.store('  stored-key\n');
    assert.equal(await keys.get(), 'stored-key');
    await keys.remove();
    assert.equal(await keys.get(), 'from-environment');
    assert.equal(await new ApiKeys(storage(), '').get(), null);
  });

  it('is the new one at once when another window changed it', async () => {
    const shared = storage();
    const [here, there] = [new ApiKeys(shared, undefined), new ApiKeys(shared, undefined)];
    let changes = 0;
    const subscription = here.onDidChange(() => changes++);
    await there.store('key-of-there');
    await shared.store('something.else', 'x');
    assert.equal(await here.get(), 'key-of-there');
    assert.equal(changes, 1);
    subscription.dispose();
  });

  it('is looked at for slips of the hand alone', () => {
    assert.equal(keyProblem(' '), 'empty');
    assert.equal(keyProblem('sk-ant-1 23456'), 'spaces');
    assert.equal(keyProblem('sk'), 'short');
    assert.equal(keyProblem(' gateway-key-of-any-form\n'), null);
  });
});
