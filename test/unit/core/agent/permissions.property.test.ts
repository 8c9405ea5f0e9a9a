// What must hold for any command line, and real shells as the judge of what a line runs.
import { strict as assert } from 'node:assert';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { decidePermission, type PermissionVerdict } from '../../../../src/core/agent/permissions.ts';
import { MODES, type Mode } from '../../../../src/core/agent/runEvents.ts';
import { parseCommand } from '../../../../src/core/agent/commands/parse.ts';
import { CMD, POSIX, POWERSHELL, rowsOf } from './permissionTable.ts';
import type { ShellKind } from '../../../../src/core/agent/commands/syntax.ts';

const SHELLS = ['posix', 'powershell', 'cmd'] as const;
const TABLES: Readonly<Record<ShellKind, string>> = { posix: POSIX, powershell: POWERSHELL, cmd: CMD };

const decide = (command: string, mode: Mode = 'autonomous', shell: ShellKind = 'posix'): PermissionVerdict =>
  decidePermission(
    {
      risk: 'execute',
      subject: { kind: 'command', command },
      facts: {
        roots: ['/project'],
        paths: [],
        secretFiles: ['.env', 'keys/server.key'],
        localPrograms: ['tsc'],
        shell,
      },
    },
    {
      mode,
      safety: { allow_commands: ['npm', 'git', 'echo'], deny_commands: ['git push'] },
      remembered: ['command ["node"]'],
    },
  );

const inTable = (shell: ShellKind, expected: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    ...rowsOf(TABLES[shell])
      .filter(
        (row) =>
          row.expected === expected &&
          parseCommand(row.command, shell).kind === 'parsed' &&
          !row.command.includes('<<'),
      )
      .map(({ command }) => command),
  );

/** Dangerous, and one simple command that can stand in any place. */
const DANGEROUS = [
  'rm -rf src',
  'git push',
  'git reset --hard',
  'cat .env',
  'curl https://x',
  'sudo ls',
  'npm publish',
  'cd ..',
  'ls > /tmp/x',
  'printenv',
];

describe('permissions for any command', () => {
  it('never throw', () => {
    const pieces = fc.constantFrom(
      ...'\'"`$(){}<>|&;\\\n#*?[]~=!^%@,: \t'.split(/(?:)/u),
      '$(',
      '<<',
      'EOF',
      '&&',
      '-',
      '--',
      'rm',
      'git',
      'sh',
      '-c',
      'x',
      '..',
      '/',
    );
    const lines = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(lines, fc.constantFrom(...SHELLS), fc.constantFrom(...MODES), (line, shell, mode) => {
        const { kind, reason } = decide(line, mode, shell);
        assert.ok(['allow', 'ask', 'deny'].includes(kind) && reason !== '');
      }),
      { numRuns: 1_500 },
    );
  });

  for (const shell of SHELLS)
    it(`never allow a chain with a dangerous command in it (${shell})`, () => {
      // A comment alone is asked about as a line without a command; behind a command it is nothing.
      const dangerous = fc
        .oneof(inTable(shell, 'ASK'), shell === 'posix' ? fc.constantFrom(...DANGEROUS) : inTable(shell, 'ASK'))
        .filter((command) => !command.trimStart().startsWith('#'));
      const safe = fc
        .oneof(inTable(shell, 'yes'), inTable(shell, 'mode'))
        .filter((command) => !/[#&]/.test(command) || shell !== 'posix' || !command.includes('#'));
      const separators =
        shell === 'posix'
          ? ['; ', ' && ', ' || ', ' | ', ' & ', '\n', ' |& ']
          : shell === 'cmd'
            ? [' & ', ' && ', ' | ', '\n']
            : ['; ', ' | ', '\n', ' && '];
      fc.assert(
        fc.property(
          fc.array(safe, { maxLength: 3 }),
          dangerous,
          fc.array(safe, { maxLength: 3 }),
          fc.constantFrom(...separators),
          (before, one, after, separator) => {
            assert.notEqual(decide([...before, one, ...after].join(separator), 'autonomous', shell).kind, 'allow');
          },
        ),
        { numRuns: 1_500 },
      );
    });

  it('never allow a dangerous command in a wrapper', () => {
    const wrap = fc.constantFrom<(inner: string) => string>(
      (inner) => `echo $(${inner})`,
      (inner) => `echo "$(${inner})"`,
      (inner) => `(${inner})`,
      (inner) => (inner.includes('`') ? `echo $(${inner})` : `echo \`${inner}\``),
      (inner) => `cat <(${inner})`,
      (inner) => `sh -c '${inner.replaceAll("'", "'\\''")}'`,
      (inner) => `eval '${inner.replaceAll("'", "'\\''")}'`,
      (inner) => `ls; ${inner}`,
      (inner) => `cat <<EOF\n$(${inner})\nEOF`,
      (inner) => `! ${inner}`,
      (inner) => ` \t${inner}  `,
      (inner) => `A=$(${inner}) ls`,
    );
    fc.assert(
      fc.property(fc.constantFrom(...DANGEROUS), fc.array(wrap, { minLength: 1, maxLength: 3 }), (command, wraps) => {
        const line = wraps.reduce((inner, one) => one(inner), command);
        assert.notEqual(decide(line).kind, 'allow', line);
      }),
    );
  });

  it('see through quotes, escapes and blanks in words', () => {
    const disguise = (letter: string): fc.Arbitrary<string> =>
      fc.constantFrom(letter, `'${letter}'`, `"${letter}"`, `\\${letter}`, `''${letter}`, `${letter}""`);
    const words = (command: string): fc.Arbitrary<string> =>
      fc
        .tuple(
          ...command
            .split(' ')
            .map((word) => fc.tuple(...word.split(/(?:)/u).map(disguise)).map((letters) => letters.join(''))),
        )
        .chain((all) => fc.constantFrom(' ', '  ', '\t', ' \\\n ').map((blank) => all.join(blank)));
    fc.assert(
      fc.property(
        fc
          .constantFrom(...DANGEROUS.filter((command) => !command.includes('>')))
          .chain((plain) => words(plain).map((line) => [plain, line] as const)),
        ([plain, line]) => {
          assert.equal(decide(line).kind, decide(plain).kind, line);
        },
      ),
    );
  });
});

describe('POSIX lines', () => {
  let folder: string;
  let shells: readonly string[];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'conductor-shell-'));
    mkdirSync(join(folder, 'bin'));
    mkdirSync(join(folder, 'work'));
    writeFileSync(join(folder, 'bin', 'rmdir'), `#!/bin/sh\n: > '${join(folder, 'ran')}'\n`, { mode: 0o755 });
    for (const name of ['env', 'xargs', 'sh', 'cat', 'timeout', 'nohup', 'find'])
      symlinkSync(execFileSync('which', [name], { encoding: 'utf8' }).trim(), join(folder, 'bin', name));
    shells = ['/bin/sh', '/bin/bash'].filter((shell) => existsSync(shell));
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = (shell: string, line: string): string =>
    spawnSync(shell, ['-c', line], {
      cwd: join(folder, 'work'),
      env: { PATH: join(folder, 'bin') },
      encoding: 'utf8',
      timeout: 5_000,
      input: '',
    }).stdout;

  it('have the words that a real shell gives them', function () {
    this.timeout(60_000);
    const part = fc.constantFrom(
      'a',
      'b c',
      "'",
      '"',
      '\\',
      ' ',
      '\t',
      '$',
      '#',
      '~',
      '=',
      '-',
      '{',
      '}',
      ',',
      '!',
      '^',
      '%',
      "'x y'",
      '"x y"',
      '\\ ',
      '\\\n',
      '""',
      "''",
      'é',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.constantFrom(...shells), (parts, shell) => {
        const line = `printf '<%s>' ${parts.join('')}`;
        const parsed = parseCommand(line, 'posix');
        if (parsed.kind === 'unparsable' || !parsed.isPlain) return;
        const [, , ...words] = parsed.commands[0]!.words.map(({ text }) => text);
        assert.equal(run(shell, line), words.length === 0 ? '<>' : words.map((word) => `<${word}>`).join(''), line);
      }),
      { numRuns: 80 },
    );
  });

  it('that run what is dangerous in a real shell are never allowed', function () {
    this.timeout(60_000);
    let ran = 0;
    const part = fc.constantFrom(
      ...[
        'rmdir',
        'rm',
        'dir',
        'r',
        'echo',
        'echo ',
        'true',
        'cat',
        'sh -c',
        'eval',
        'env',
        'xargs',
        'X=rmdir',
        '$X',
        'X=',
      ],
      ...[
        "'",
        '"',
        '`',
        '$(',
        ')',
        '(',
        '\\',
        '\n',
        ';',
        '&&',
        '||',
        '|',
        '&',
        '#',
        '<',
        '>',
        '<<E',
        '\nE\n',
        '<<<',
        '{ ',
        ' }',
      ],
      ...[
        ' ',
        ' ',
        ' ',
        'a',
        '!',
        'if ',
        'then ',
        'fi',
        '()',
        '$',
        '*',
        '?',
        '[',
        ']',
        '=',
        '~',
        '2>&1',
        '-c',
        '-exec',
        'find . ',
      ],
    );
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 9 }),
        fc.nat(8),
        fc.constantFrom(...shells),
        (parts, at, shell) => {
          const line = [...parts.slice(0, at), 'rmdir', ...parts.slice(at)].join('');
          if (decide(line).kind !== 'allow') return;
          rmSync(join(folder, 'ran'), { force: true });
          run(shell, line);
          ran++;
          assert.ok(!existsSync(join(folder, 'ran')), line);
        },
      ),
      { numRuns: 1_500 },
    );
    assert.ok(ran > 20, `only ${ran} lines were tried`);
  });
});
