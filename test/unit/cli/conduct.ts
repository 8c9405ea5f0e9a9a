// Runs real commands on a project of their own: within this process, or as a process as a person starts it.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { main } from '../../../src/cli/main.ts';
import { connect } from '../../../src/cliProgram.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Around {
  readonly env?: Readonly<Record<string, string>>;
  /** A terminal of this many columns; a pipe when absent. */
  readonly terminal?: number;
  readonly input?: string;
  /** Instead of `input`: each answer is typed when the output since the last one matches. At a terminal; the input stays open. */
  readonly answers?: readonly (readonly [RegExp, string | (() => string)])[];
  readonly signal?: AbortSignal;
}

/** A folder of its own, with PRDs that the commands read. */
export class Project {
  readonly dir: string;

  private constructor(dir: string) {
    this.dir = dir;
  }

  static async create(files: Readonly<Record<string, string | Uint8Array>> = { 'prd.md': prd }): Promise<Project> {
    const project = new Project(await mkdtemp(join(tmpdir(), 'conductor-cli-')));
    await project.write(files);
    return project;
  }

  async write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    for (const [name, content] of Object.entries(files)) await writeFile(this.path(name), content);
  }

  path(name: string): string {
    return join(this.dir, name);
  }

  remove(): Promise<void> {
    return rm(this.dir, { recursive: true, force: true });
  }

  /** Within this process; `args` are split at blanks, `{a b}` is one word. */
  run(args: string, around: Around = {}): Promise<Ended> {
    return conduct(this.dir, args, around);
  }

  /** Runs with `--json` and gives the one object; stderr must be empty. */
  async json(args: string, code = 0, around: Around = {}): Promise<Readonly<Record<string, unknown>>> {
    const ended = await this.run(`${args} --json`, around);
    assert.equal(ended.stderr, '');
    assert.equal(ended.code, code, ended.stdout);
    const object: unknown = JSON.parse(ended.stdout);
    assert.ok(typeof object === 'object' && object !== null && !Array.isArray(object));
    return object as Readonly<Record<string, unknown>>;
  }

  /** As a process of its own. */
  start(args: string, env: Readonly<Record<string, string>> = {}): ChildProcess {
    return spawn(process.execPath, [program, ...split(args)], { cwd: this.dir, env: { ...process.env, ...env } });
  }

  async spawn(args: string, env?: Readonly<Record<string, string>>): Promise<Ended> {
    return ended(this.start(args, env));
  }
}

/** Runs one command in a folder, within this process. */
export async function conduct(
  cwd: string,
  args: string,
  { env = {}, terminal, input = '', answers, signal }: Around,
): Promise<Ended> {
  const columns = answers ? (terminal ?? 100) : terminal;
  const typist = answers ? new Typist(answers) : undefined;
  const stdout = capture(columns, (text) => typist?.see(text));
  const stderr = capture(columns);
  const code = await main(split(args), {
    stdin: Object.assign(typist?.keyboard ?? Readable.from([Buffer.from(input)]), { isTTY: columns !== undefined }),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env,
    cwd,
    version: '1.2.3',
    signal: signal ?? new AbortController().signal,
    connect,
  });
  typist?.leave(stderr.text());
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** A person who types an answer when the question is on the screen. */
class Typist {
  readonly keyboard = new PassThrough();
  readonly #answers: (readonly [RegExp, string | (() => string)])[];
  #screen = '';

  constructor(answers: NonNullable<Around['answers']>) {
    this.#answers = [...answers];
  }

  see(text: string): void {
    this.#screen += text;
    const [next] = this.#answers;
    if (!next?.[0].test(this.#screen)) {
      // Another question than was expected: nobody answers any more.
      if (/(: |> |\] )$/.test(text)) this.keyboard.end();
      return;
    }
    this.#answers.shift();
    this.#screen = '';
    this.keyboard.write(`${typeof next[1] === 'string' ? next[1] : next[1]()}\n`);
  }

  /** Every answer must have been asked for. */
  leave(said: string): void {
    assert.deepEqual(this.#answers, [], `These were not asked for; the screen says:\n${this.#screen}\n${said}`);
  }
}

const program = fileURLToPath(import.meta.resolve('../../../src/cli.ts'));

export async function ended(child: ChildProcess): Promise<Ended> {
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const read = (stream: Readable | null) => text(stream ?? Readable.from([]));
  const [stdout, stderr, code] = await Promise.all([read(child.stdout), read(child.stderr), closed]);
  return { code, stdout, stderr };
}

function split(args: string): readonly string[] {
  return [...args.matchAll(/\{([^}]*)\}|(\S+)/g)].map(([, braced, word]) => braced ?? word ?? '');
}

function capture(columns: number | undefined, see?: (text: string) => void) {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
      see?.(chunk.toString('utf8'));
    },
  });
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  return { stream: Object.assign(stream, terminal), text: () => Buffer.concat(chunks).toString('utf8') };
}

export const prd = `# Reading Club

A small site for people who read together.

## Accounts

- Members must be able to sign up with an email address.
- Members must be able to sign in and to sign out.
- The system shall lock an account after five failed attempts.

## Book lists

This feature depends on Accounts.

- Members should be able to add a book to a list.
- The list must show who added a book.
- Members could export a list as CSV.

## Meetings

Once Book lists are done, meetings can be planned.

- A member must be able to propose a date for a meeting.
- The site shall send an invitation to every member.

## Out of scope

- A mobile app.
`;
