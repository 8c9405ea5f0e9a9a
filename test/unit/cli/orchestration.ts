// A project with one task, and Claude playing a script on loopback, for commands about runs.
import assert from 'node:assert/strict';
import type { TaskId } from '../../../src/core/tasks/model.ts';
import { scriptedAgent, type ScriptStep } from '../../support/messages/scriptedAgent.ts';
import { MessagesServer } from '../../support/messages/server.ts';
import { PACKAGE_FILES, RunProject } from '../../support/runProject.ts';
import { conduct, type Around, type Ended } from './conduct.ts';

export type Json = Readonly<Record<string, unknown>>;

export const use = (name: string, input: Json): ScriptStep => ({ uses: [{ name, input }] });

export const complete = (summary: string): ScriptStep => use('complete', { summary, notes: 'See src/sum.js.' });

export const addProduct = (operator = '*'): ScriptStep =>
  use('edit_file', {
    path: 'src/sum.js',
    edits: [
      {
        old_text: '  return a + b;\n}\n',
        new_text: `  return a + b;\n}\n\nexport function product(a, b) {\n  return a ${operator} b;\n}\n`,
      },
    ],
  });

export const PRODUCT_TEST = [
  "import assert from 'node:assert/strict';",
  "import { test } from 'node:test';",
  "import { product } from '../src/sum.js';",
  '',
  "test('multiplies two numbers', () => {",
  '  assert.equal(product(2, 3), 6);',
  '});',
  '',
].join('\n');

/** Adds `product` with a test, in two steps. */
export const PRODUCT: readonly ScriptStep[] = [
  {
    text: 'I add a function.\nAnd a test.',
    uses: [
      ...(addProduct() as { uses: { name: string; input: Json }[] }).uses,
      { name: 'write_file', input: { path: 'test/product.test.js', text: PRODUCT_TEST } },
    ],
  },
  complete('Adds product with a test.'),
];

export class Scene implements AsyncDisposable {
  readonly project: RunProject;
  readonly server: MessagesServer;
  readonly taskId: TaskId;

  private constructor(project: RunProject, server: MessagesServer, taskId: TaskId) {
    this.project = project;
    this.server = server;
    this.taskId = taskId;
  }

  static async set(steps: readonly ScriptStep[], files: Readonly<Record<string, string>> = {}): Promise<Scene> {
    const project = new RunProject({ ...PACKAGE_FILES, ...files });
    const server = await MessagesServer.start({ answer: scriptedAgent(steps) });
    const taskId = await project.addTask('Add a product function', 'It multiplies two numbers.');
    return new Scene(project, server, taskId);
  }

  get env(): Readonly<Record<string, string>> {
    const { PATH = '' } = process.env;
    return { PATH, NO_COLOR: '1', ANTHROPIC_API_KEY: this.server.apiKey, ANTHROPIC_BASE_URL: this.server.url };
  }

  run(args: string, around: Around = {}): Promise<Ended> {
    return conduct(this.project.dir, `orchestrate ${args}`, { env: this.env, ...around });
  }

  /** The object of `--json`; stderr must be empty. */
  async json(args: string, code = 0, around: Around = {}): Promise<Json> {
    const ended = await this.run(`${args} --json`, around);
    assert.equal(ended.stderr, '');
    assert.equal(ended.code, code, ended.stdout);
    return JSON.parse(ended.stdout) as Json;
  }

  async status(): Promise<string> {
    return (await (await this.project.store()).getTask(this.taskId)).status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    this.project.dispose();
  }
}
