// Shows what a command did: one JSON object for programs, text for people, failures either way.
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { format } from 'node:util';
import type { Log } from '../core/ports.ts';
import type { Context, World } from './context.ts';
import { createScreen, type Screen } from './draw/screen.ts';
import { truncate } from './draw/width.ts';
import type { ExitCode } from './exitCodes.ts';
import { describeFailure, failureJson, failureText } from './failure.ts';
import type { Outcome } from './outcome.ts';
import { formatJson, sanitizeText } from './sanitize.ts';

export interface ReporterFlags {
  readonly json?: boolean;
  readonly color: boolean;
  readonly verbose?: boolean;
}

export interface Reporter extends Pick<Context, 'progress' | 'confirm' | 'choose'> {
  readonly log: Log;
  show(outcome: Outcome): Promise<ExitCode>;
  fail(error: unknown): Promise<ExitCode>;
}

export function createReporter(world: World, { json = false, color, verbose = false }: ReporterFlags): Reporter {
  const { stdout, stderr, stdin } = world;
  const out = screenFor(stdout, color, world.env);
  const err = screenFor(stderr, color, world.env);
  const log = verbose ? createLog(stderr) : silentLog;
  const status = createStatusLine(stderr, !json && stderr.isTTY === true && !verbose);
  const show = async (outcome: Outcome) => {
    status.clear();
    const refusal = outcome.refusal ? describeFailure(outcome.refusal) : null;
    const object = () => formatJson({ ...outcome.json(), ...(refusal && failureJson(refusal)) });
    await write(stdout, `${json ? object() : outcome.text(out)}\n`);
    if (refusal && !json) await write(stderr, `${failureText(refusal, err)}\n`);
    return refusal?.exitCode ?? outcome.exitCode;
  };
  const canAsk = !json && stdin.isTTY === true && stdout.isTTY === true;
  return {
    log,
    show,
    progress: (message) => {
      log.info(message);
      status.set(message);
    },
    fail: async (error) => {
      status.clear();
      if (verbose && error instanceof Error) log.debug(error.stack ?? error.message);
      const failure = describeFailure(error);
      if (json) await write(stdout, `${formatJson(failureJson(failure))}\n`);
      else await write(stderr, `${failureText(failure, err)}\n`);
      return failure.exitCode;
    },
    confirm: canAsk
      ? async (outcome, question) => {
          await show(outcome);
          return isYes(await ask(world, `${question} [y/N] `));
        }
      : null,
    choose: canAsk
      ? async (question, choices) => {
          status.clear();
          const lines = choices.map((choice, index) => `  ${index + 1} ${sanitizeText(choice)}`);
          await write(stdout, `\n${[sanitizeText(question), ...lines].join('\n')}\n`);
          return pick(await ask(world, `1 to ${choices.length}, your own words, or Enter to skip: `), choices);
        }
      : null,
  };
}

function screenFor(stream: World['stdout'], color: boolean, env: World['env']): Screen {
  const { NO_COLOR: noColor = '', TERM: term } = env;
  const hasColors = color && noColor === '' && stream.isTTY === true && term !== 'dumb';
  // A terminal that does not know its size reports 0.
  const columns = [stream.columns, Number(env['COLUMNS'])].find((number) => number !== undefined && number > 0);
  return createScreen(columns ?? Infinity, hasColors);
}

/** Resolves when the text has left: the process may end right after. */
function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => {
      resolve();
    });
  });
}

/** Anything but "y" or "yes" means no, and so does the end of the input. */
const isYes = (answer: string): boolean => /^\s*y(es)?\s*$/i.test(answer);

/** A number names a choice; other words are an answer of the person's own. */
function pick(answer: string, choices: readonly string[]): string | null {
  const words = answer.trim();
  return words === '' ? null : (choices[Number(words) - 1] ?? words);
}

/** Empty at the end of the input. */
function ask({ stdin, stdout, signal }: World, question: string): Promise<string> {
  if (stdin.readableEnded) return Promise.resolve('');
  // Not a `terminal`: readline would swallow Ctrl+C.
  const lines = createInterface({ input: stdin, output: stdout, terminal: false });
  return new Promise<string>((resolve, reject) => {
    const cancel = () => {
      // Off the line of the question.
      stdout.write('\n');
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', cancel, { once: true });
    lines.once('close', () => {
      signal.removeEventListener('abort', cancel);
      resolve('');
    });
    lines.question(question, resolve);
  }).finally(() => {
    lines.close();
  });
}

/** One line that is written over again and again while something is going on. */
function createStatusLine(stream: World['stderr'], isShown: boolean): { set(text: string): void; clear(): void } {
  const restart = '\r\u001b[K';
  let isDirty = false;
  return {
    set: (text) => {
      if (!isShown) return;
      stream.write(restart + truncate(`${sanitizeText(text)}…`, (stream.columns ?? 80) - 1));
      isDirty = true;
    },
    clear: () => {
      if (isDirty) stream.write(restart);
      isDirty = false;
    },
  };
}

function createLog(stream: Writable): Log {
  const line =
    (level: string) =>
    (message: string | Error, ...args: unknown[]) => {
      stream.write(`${level}: ${sanitizeText(format(message, ...args))}\n`);
    };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

const ignore = () => undefined;
const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
