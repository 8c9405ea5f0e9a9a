// The one function that decides on tool calls, row by row, and what must hold for any command.
import { strict as assert } from 'node:assert';
import {
  decidePermission,
  type PermissionFacts,
  type PermissionRules,
  type PermissionVerdict,
} from '../../../../src/core/agent/permissions.ts';
import { MODES, type Mode } from '../../../../src/core/agent/runEvents.ts';
import { CMD, POSIX, POWERSHELL, rowsOf } from './permissionTable.ts';
import type { ShellKind } from '../../../../src/core/agent/commands/syntax.ts';

const facts: PermissionFacts = {
  roots: ['/project', '/copy'],
  paths: [],
  secretFiles: ['.env', 'keys/server.key'],
  localPrograms: ['tsc', 'eslint'],
  shell: 'posix',
};

interface Options {
  readonly mode?: Mode;
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
  readonly remembered?: readonly string[];
  readonly facts?: Partial<PermissionFacts>;
}

const rules = ({ mode = 'ask', allow = [], deny = [], remembered = [] }: Options): PermissionRules => ({
  mode,
  safety: { allow_commands: [...allow], deny_commands: [...deny] },
  remembered,
});

const decide = (command: string, options: Options = {}): PermissionVerdict =>
  decidePermission(
    { risk: 'execute', subject: { kind: 'command', command }, facts: { ...facts, ...options.facts } },
    rules(options),
  );

/** As in the table. */
function summary(command: string, shell: ShellKind): string {
  const [ask, accept, autonomous] = MODES.map((mode) => decide(command, { mode, facts: { shell } }));
  assert.ok(ask && accept && autonomous);
  assert.deepEqual(accept, ask);
  if (ask.kind === 'allow' && autonomous.kind === 'allow') return 'yes';
  if (ask.kind === 'ask' && autonomous.kind === 'allow') return 'mode';
  assert.equal(autonomous.mustAsk, true);
  assert.equal(autonomous.rememberAs, undefined);
  return 'ASK';
}

describe('permissions', () => {
  for (const [shell, table] of [
    ['posix', POSIX],
    ['powershell', POWERSHELL],
    ['cmd', CMD],
  ] as const)
    describe(`of commands in ${shell}`, () => {
      for (const { command, expected } of rowsOf(table))
        it(`${expected} for ${JSON.stringify(command)}`, () => {
          const { reason } = decide(command, { facts: { shell } });
          assert.equal(summary(command, shell), expected, reason);
        });
    });
});
