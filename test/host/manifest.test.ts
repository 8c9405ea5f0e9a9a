// What package.json promises is there.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string };
  readonly completionEvents: readonly string[];
}

interface Manifest {
  readonly contributes: {
    readonly walkthroughs: readonly { readonly id: string; readonly steps: readonly Step[] }[];
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

  describe('the walkthrough', () => {
    const steps = () => manifest().contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    const linkOf = ({ description }: Step) => /\(command:([\w.]+)\)/.exec(description)?.[1];

    it('shows a picture with every step', async () => {
      const root = vscode.extensions.getExtension('taskwerk.taskwerk-conductor')?.extensionUri;
      assert.ok(root && steps().length > 3);
      for (const { media } of steps()) await vscode.workspace.fs.stat(vscode.Uri.joinPath(root, media.svg));
    });

    it('offers with every step a command that there is, and ticks it off by events that can happen', async () => {
      const known = new Set(await vscode.commands.getCommands(true));
      for (const step of steps()) {
        const events = step.completionEvents.map((event) => event.split(':'));
        assert.ok(known.has(linkOf(step) ?? ''), step.id);
        assert.ok(events.length > 0, step.id);
        for (const [kind, name = ''] of events) {
          assert.ok(kind === 'onContext' ? name === 'conductor.hasPlans' : known.has(name), `${step.id}: ${name}`);
        }
      }
    });

    it('ticks off the decomposition when there is a plan, not when the command was left', () => {
      const step = steps().find(({ id }) => id === 'decompose');
      assert.deepEqual(step?.completionEvents, ['onContext:conductor.hasPlans']);
    });
  });
});
