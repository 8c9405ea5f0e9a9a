// How a command ended, as scripts see it (docs/cli.md, "Exit codes").

export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  /** Lint or another gate said no, or a person; or a run waits for one. */
  gate: 3,
  /** 128 + SIGINT, as shells count. */
  cancelled: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
