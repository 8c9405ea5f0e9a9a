// What package.json promises is there.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly views: { readonly conductor: readonly { readonly id: string; readonly name: string }[] };
    readonly configuration: readonly { readonly properties: Readonly<Record<string, { readonly default: unknown }>> }[];
  };
}

const manifest = (): Manifest => {
  const extension = vscode.extensions.getExtension('taskwerk.taskwerk-conductor');
  assert.ok(extension);
  return extension.packageJSON as Manifest;
};

describe('the manifest', () => {
  before(async () => {
    await vscode.extensions.getExtension('taskwerk.taskwerk-conductor')?.activate();
  });

  it('names only commands that the extension has', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    const missing = manifest().contributes.commands.filter(({ command }) => !known.has(command));
    assert.deepEqual(missing, []);
  });

  it('has a text for every placeholder', () => {
    assert.doesNotMatch(JSON.stringify(manifest()), /"%[\w.]+%"/);
  });

  it('gives every setting its default', () => {
    const [{ properties } = { properties: {} }] = manifest().contributes.configuration;
    for (const [name, property] of Object.entries(properties)) {
      assert.deepEqual(vscode.workspace.getConfiguration().get(name), property.default, name);
    }
  });
});
