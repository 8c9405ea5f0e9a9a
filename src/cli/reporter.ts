// Shows what a command did: one JSON object for programs, text for people, failures either way.
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
import { LineReader, write, type Terminal } from './terminal.ts';

export interface ReporterFlags {
  readonly json?: boolean;
  readonly color: boolean;
  readonly verbose?: boolean;
}

export interface Reporter extends Pick<Context, 'progress' | 'confirm' | 'choose' | 'say'> {
  readonly log: Log;
  /** Null where nobody can be asked. */
  readonly terminal: Terminal | null;
  show(outcome: Outcome): Promise<ExitCode>;
  fail(error: unknown): Promise<ExitCode>;
  close(): void;
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
  const say = async (draw: (screen: Screen) => readonly string[]) => {
    if (json) return;
    const lines = draw(out);
    if (lines.length === 0) return;
    status.clear();
    await write(stdout, `${lines.join('\n')}\n`);
  };
  const typed = new LineReader(stdin);
  const canAsk = !json && stdin.isTTY === true && stdout.isTTY === true;
  const terminal = canAsk ? createTerminal(world, typed, { screen: out, say, status }) : null;
  return {
    log,
    show,
    say,
    terminal,
    close: () => {
      typed.close();
    },
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
    confirm: terminal && ((outcome, question) => confirm({ terminal, show, signal: world.signal }, outcome, question)),
    choose: terminal && ((question, choices) => choose(terminal, world.signal, question, choices)),
  };
}

function createTerminal(
  { stdout }: World,
  typed: LineReader,
  { screen, say, status }: Pick<Reporter, 'say'> & { readonly screen: Screen; readonly status: StatusLine },
): Terminal {
  return {
    screen,
    rows: stdout.rows !== undefined && stdout.rows > 0 ? stdout.rows : Infinity,
    print: (lines) => say(() => lines),
    ask: async (prompt, signal) => {
      status.clear();
      await write(stdout, prompt);
      try {
        return await typed.next(signal);
      } catch (error) {
        // Off the line of the question.
        stdout.write('\n');
        throw error;
      }
    },
    forgetTyped: () => {
      typed.forget();
    },
    lend: (work) => typed.lend(work),
  };
}

async function confirm(
  { terminal, show, signal }: Pick<Reporter, 'show'> & { readonly terminal: Terminal; readonly signal: AbortSignal },
  outcome: Outcome,
  question: string,
): Promise<boolean> {
  await show(outcome);
  return isYes((await terminal.ask(`${question} [y/N] `, signal)) ?? '');
}

async function choose(
  terminal: Terminal,
  signal: AbortSignal,
  question: string,
  choices: readonly string[],
): Promise<string | null> {
  const lines = choices.map((choice, index) => `  ${index + 1} ${sanitizeText(choice)}`);
  await terminal.print(['', sanitizeText(question), ...lines]);
  const answer = await terminal.ask(`1 to ${choices.length}, your own words, or Enter to skip: `, signal);
  return pick(answer ?? '', choices);
}

function screenFor(stream: World['stdout'], color: boolean, env: World['env']): Screen {
  const { NO_COLOR: noColor = '', TERM: term } = env;
  const hasColors = color && noColor === '' && stream.isTTY === true && term !== 'dumb';
  // A terminal that does not know its size reports 0.
  const columns = [stream.columns, Number(env['COLUMNS'])].find((number) => number !== undefined && number > 0);
  return createScreen(columns ?? Infinity, hasColors);
}

/** Anything but "y" or "yes" means no, and so does the end of the input. */
const isYes = (answer: string): boolean => /^\s*y(es)?\s*$/i.test(answer);

/** A number names a choice; other words are an answer of the person's own. */
function pick(answer: string, choices: readonly string[]): string | null {
  const words = answer.trim();
  return words === '' ? null : (choices[Number(words) - 1] ?? words);
}

/** One line that is written over again and again while something is going on. */
interface StatusLine {
  set(text: string): void;
  clear(): void;
}

function createStatusLine(stream: World['stderr'], isShown: boolean): StatusLine {
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
