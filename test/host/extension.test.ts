// The extension as VS Code sees it.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('is there and activates', async () => {
    const extension = vscode.extensions.getExtension('taskwerk.taskwerk-conductor');
    assert.ok(extension, 'VS Code does not know taskwerk.taskwerk-conductor');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('runs in a project with a PRD', async () => {
    const documents = await vscode.workspace.findFiles('*.prd.md');
    assert.equal(documents.length, 1);
  });
});
