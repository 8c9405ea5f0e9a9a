// What a command hands back: the same data once for programs and once for people.
import type { ConductorError } from '../core/errors.ts';
import type { Screen } from './draw/screen.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { sanitize } from './sanitize.ts';

export interface Outcome {
  readonly exitCode: ExitCode;
  /** Why the command stopped short of what it was asked for, when it did; it decides the exit code then. */
  readonly refusal?: ConductorError;
  json(): object;
  text(screen: Screen): string;
}

/** The two faces of a command's data. `text` is only ever given data that is harmless for a terminal. */
export interface Faces<T> {
  readonly json: (data: T) => object;
  readonly text: (data: T, screen: Screen) => readonly string[];
  readonly exitCode?: ExitCode;
}

export function outcome<T>(data: T, { json, text, exitCode = exitCodes.done }: Faces<T>): Outcome {
  return {
    exitCode,
    json: () => json(data),
    text: (screen) => text(sanitize(data), screen).join('\n'),
  };
}
