// Who runs the command line with an old Node is told so, in words.
import assert from 'node:assert/strict';
import { tooOldNode } from '../../../src/cli/nodeVersion.ts';

describe('the command line on an old Node', () => {
  it('says which Node it needs and how to get it', () => {
    for (const version of ['18.20.8', '20.20.2', '22.15.1']) {
      const message = tooOldNode(version, 'dist/cli.js') ?? '';
      assert.match(
        message,
        new RegExp(`^Error: Conductor needs Node 22\\.16 or newer, and this is Node ${version}\\.\n`),
      );
      assert.match(message, /npx --yes node@24 dist\/cli\.js$/);
    }
  });

  it('says nothing on a Node that has all', () => {
    for (const version of ['22.16.0', '22.21.1', '24.0.0', '25.1.0-nightly'])
      assert.equal(tooOldNode(version, 'cli.js'), null);
  });
});
