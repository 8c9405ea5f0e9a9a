// What the tests of the turn loop share: a world in memory, a few tiny tools, and the real SDK over loopback.
import * as z from 'zod';
import type { AgentBackend, AgentOutcome, AgentWorld, Assignment } from '../../../../src/core/agent/agentBackend.ts';
import { createModelAgent } from '../../../../src/core/agent/modelAgent.ts';
import type { PermissionDecider } from '../../../../src/core/agent/permit.ts';
import type { RunEvent, StoredRunEvent } from '../../../../src/core/agent/runEvents.ts';
import { orchestrationSchema, type OrchestrationConfig } from '../../../../src/core/config/schema.ts';
import { ConductorError } from '../../../../src/core/errors.ts';
import type { PermissionAnswer, PermissionRequest, Question } from '../../../../src/core/review/approvals.ts';
import type { ChangeSet, ProposalDelta } from '../../../../src/core/review/changeSet.ts';
import type { Overlay } from '../../../../src/core/review/overlay.ts';
import { defineTool, type Tool } from '../../../../src/core/tools/tool.ts';
import { createClaude } from '../../../../src/node/anthropic/claude.ts';
import { MemoryLog } from '../../../support/memoryLog.ts';
import { MessagesServer, type MessagesServerOptions } from '../../../support/messages/server.ts';

export const ASSIGNMENT: Assignment = {
  taskId: 'TASK-001',
  taskName: 'Add the parser',
  text: `# Add the parser\n\nCore: it reads lines.\n\n${'The project keeps its rules in plain functions. '.repeat(120)}`,
  core: '# Add the parser\n\nCore: it reads lines.',
};

type Change = ChangeSet[number];

/** Proposals alone: there is nothing on disk. */
export class MemoryOverlay implements Overlay {
  readonly #files = new Map<string, string>();
  readonly #touched = new Set<string>();
  revision = 0;

  /** With the proposals that events tell. */
  constructor(events: readonly RunEvent[] = []) {
    for (const event of events) {
      if (event.type !== 'run.toolFinished') continue;
      for (const { path, change } of event.proposals) {
        if (change?.kind === 'add') this.#files.set(path, change.proposed.text);
        else this.#files.delete(path);
      }
    }
  }

  read(path: string) {
    const text = this.#files.get(path);
    if (text === undefined) return Promise.resolve(null);
    return Promise.resolve({ content: { text, encoding: 'utf8', isExecutable: false } as const, size: text.length });
  }

  list() {
    return Promise.resolve([...this.#files.keys()].toSorted());
  }

  write(path: string, text: string) {
    this.#files.set(path, text);
    this.#touch(path);
    return Promise.resolve();
  }

  delete(path: string) {
    this.#files.delete(path);
    this.#touch(path);
    return Promise.resolve();
  }

  async rename(from: string, to: string) {
    await this.write(to, this.#files.get(from) ?? '');
    await this.delete(from);
  }

  adopt(changes: ChangeSet) {
    for (const change of changes) if (change.kind === 'add') void this.write(change.path, change.proposed.text);
    return Promise.resolve();
  }

  changes(): ChangeSet {
    return [...this.#files.keys()].toSorted().flatMap((path) => this.#change(path) ?? []);
  }

  takeDelta(): ProposalDelta {
    const delta = [...this.#touched].map((path) => ({ path, change: this.#change(path) }));
    this.#touched.clear();
    return delta;
  }

  digest(): string {
    return JSON.stringify(this.changes());
  }

  #change(path: string): Change | null {
    const text = this.#files.get(path);
    return text === undefined ? null : { kind: 'add', path, proposed: { text, encoding: 'utf8', isExecutable: false } };
  }

  #touch(path: string): void {
    this.#touched.add(path);
    this.revision++;
  }
}

export const TOOLS: readonly Tool[] = [
  defineTool({
    name: 'read_file',
    description: 'Reads a file.',
    input: z.strictObject({ path: z.string() }),
    risk: 'read',
    subject: ({ path }) => ({ kind: 'paths', paths: [path] }),
    run: async ({ path }, { files }) => {
      const text = (await files.read(path))?.content?.text;
      return text === undefined ? { text: `There is no file ${path}.`, isError: true } : { text };
    },
  }),
  defineTool({
    name: 'write_file',
    description: 'Proposes the text of a file.',
    input: z.strictObject({ path: z.string(), text: z.string() }),
    risk: 'write',
    subject: ({ path }) => ({ kind: 'paths', paths: [path] }),
    run: async ({ path, text }, { files }) => {
      await files.write(path, text);
      return { text: `Wrote ${path}.` };
    },
  }),
  defineTool({
    name: 'run_command',
    description: 'Runs a command.',
    input: z.strictObject({ command: z.string() }),
    risk: 'execute',
    subject: ({ command }) => ({ kind: 'command', command }),
    run: async ({ command }, { runCommand }) => {
      const { output, exitCode } = await runCommand(command, 60_000);
      return { text: `exit code ${exitCode}\n${output}`, isError: exitCode !== 0 };
    },
  }),
  defineTool({
    name: 'ask_person',
    description: 'Asks the person.',
    input: z.strictObject({ text: z.string(), choices: z.array(z.string()) }),
    risk: 'ask',
    subject: () => ({ kind: 'none' }),
    run: async (question, { ask }) => ({ text: `The person answered: ${await ask(question)}` }),
  }),
  defineTool({
    name: 'complete',
    description: 'Hands the task over.',
    input: z.strictObject({ summary: z.string(), notes: z.string().optional() }),
    risk: 'ask',
    subject: () => ({ kind: 'none' }),
    run: () => Promise.resolve({ text: 'Handed over.' }),
  }),
];

export const read = (path: string) => ({ name: 'read_file', input: { path } });
export const write = (path: string, text: string) => ({ name: 'write_file', input: { path, text } });
export const command = (line: string) => ({ name: 'run_command', input: { command: line } });
export const ask = (text: string) => ({ name: 'ask_person', input: { text, choices: ['yes', 'no'] } });
export const done = (summary = 'It is done.') => ({ name: 'complete', input: { summary, notes: 'none' } });

export const configOf = (safety: Partial<OrchestrationConfig['safety']> = {}): OrchestrationConfig => {
  const config = orchestrationSchema.parse({});
  return { ...config, safety: { ...config.safety, ...safety } };
};

export interface WorldOptions {
  readonly events?: readonly RunEvent[];
  readonly safety?: Partial<OrchestrationConfig['safety']>;
  readonly maxTokens?: number;
  readonly workedMs?: () => number;
  /** Output of a command; a text is that with exit code 0. */
  readonly commands?: (line: string, count: number) => string | { readonly exitCode: number; readonly output: string };
  readonly permit?: (request: PermissionRequest) => PermissionAnswer;
  readonly answer?: (question: Question) => string | null;
  /** Called after each event was recorded: throw, or abort, to end there. */
  readonly onRecord?: (event: RunEvent, count: number) => void;
}

/** A world that remembers what was done in it. */
export class TestWorld {
  readonly events: RunEvent[];
  readonly files: MemoryOverlay;
  readonly ran: string[] = [];
  readonly permissions: PermissionRequest[] = [];
  readonly questions: Question[] = [];
  readonly log = new MemoryLog();
  text = '';
  readonly #options: WorldOptions;

  constructor(options: WorldOptions = {}) {
    this.#options = options;
    this.events = [
      ...(options.events ?? [{ type: 'run.assigned', assignment: ASSIGNMENT.text, core: ASSIGNMENT.core } as const]),
    ];
    this.files = new MemoryOverlay(this.events);
  }

  of<Type extends RunEvent['type']>(type: Type): Extract<RunEvent, { type: Type }>[] {
    return this.events.filter((event): event is Extract<RunEvent, { type: Type }> => event.type === type);
  }

  get world(): AgentWorld {
    const { safety = {}, maxTokens, workedMs = () => 0, commands = () => 'ok' } = this.#options;
    const config = configOf(safety);
    const claude = { model: 'claude-sonnet-5-5', max_tokens: maxTokens ?? 16_000 };
    return {
      runId: 'run-1',
      mode: 'ask',
      config: { ...config, agents: { claude } },
      agentName: 'claude',
      history: this.events.map((event, index): StoredRunEvent => ({
        seq: index + 1,
        at: '2026-11-01T00:00:00.000Z',
        event,
      })),
      record: (event) => {
        this.events.push(event);
        this.#options.onRecord?.(event, this.events.length);
        return Promise.resolve();
      },
      files: this.files,
      approvals: {
        review: () => Promise.reject(new Error('The loop reviews nothing.')),
        permit: (request) => {
          this.permissions.push(request);
          return Promise.resolve(this.#options.permit?.(request) ?? { allow: true, remember: false });
        },
      },
      questions: {
        ask: (question) => {
          this.questions.push(question);
          return Promise.resolve(this.#options.answer === undefined ? 'yes' : this.#options.answer(question));
        },
      },
      tools: {
        runCommand: (line) => {
          this.ran.push(line);
          const said = commands(line, this.ran.filter((other) => other === line).length);
          const { exitCode, output } = typeof said === 'string' ? { exitCode: 0, output: said } : said;
          return Promise.resolve({
            exitCode,
            output,
            ended: 'exit',
            outputLength: output.length,
            durationMs: 1,
            isSandboxed: false,
          });
        },
        diagnostics: null,
        note: () => Promise.resolve(),
      },
      onText: (text) => (this.text += text),
      log: this.log,
      workedMs,
    };
  }
}

export const allowAll: PermissionDecider = () => ({ kind: 'allow', by: 'mode', reason: 'everything is' });

export interface Bench extends AsyncDisposable {
  readonly server: MessagesServer;
  readonly agent: AgentBackend;
  work(world: TestWorld, signal?: AbortSignal): Promise<AgentOutcome>;
}

export interface BenchOptions {
  readonly decide?: PermissionDecider;
  readonly tools?: readonly Tool[];
  readonly models?: MessagesServerOptions['models'];
}

/** A model that answers as it is told, behind the real client. */
export async function startBench(answer: MessagesServerOptions['answer'], options: BenchOptions = {}): Promise<Bench> {
  const { decide = allowAll, tools = TOOLS, models } = options;
  const server = await MessagesServer.start({ answer, ...(models && { models }) });
  const model = createClaude({
    apiKey: () => Promise.resolve(server.apiKey),
    baseUrl: server.url,
    log: new MemoryLog(),
    attempts: 2,
    firstDelayMs: 1,
  });
  const agent = createModelAgent({ model, tools, decide });
  return {
    server,
    agent,
    work: ({ world }, signal = new AbortController().signal) => agent.work(ASSIGNMENT, world, signal),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** A model with a window of so many tokens. */
export const modelWith = (maxInput: number): NonNullable<MessagesServerOptions['models']> => [
  {
    ...{ type: 'model', id: 'claude-sonnet-5-5', display_name: 'Sonnet', line: 'sonnet', lifecycle: 'active' },
    ...{ created_at: '2026-06-01T00:00:00Z', deprecated_at: null, retires_at: null },
    ...{ max_input_tokens: maxInput, max_tokens: 64_000, capabilities: null },
  },
];

/** The error of a process that is killed. */
export const killed = (): ConductorError => new ConductorError('run.over', 'Killed.');
