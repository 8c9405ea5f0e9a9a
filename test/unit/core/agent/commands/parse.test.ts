// What the three parsers make of a line: programs with their words, redirections, and what they refuse.
import { strict as assert } from 'node:assert';
import { argvOf, parseCommand } from '../../../../../src/core/agent/commands/parse.ts';
import type { ShellKind } from '../../../../../src/core/agent/commands/syntax.ts';

/** Commands as words, `?` after what is known only then, `*` after a pattern; redirections behind `>` or `<`. */
function read(line: string, shell: ShellKind): readonly string[] | string {
  const parsed = parseCommand(line, shell);
  if (parsed.kind === 'unparsable') return parsed.reason;
  const marks = { literal: '', glob: '*', output: '?', unknown: '??' };
  return parsed.commands.map(({ assignments, words, redirects }) =>
    [
      ...assignments.map(({ name, value }) => `${name}=${value.text}${marks[value.kind]}`),
      ...words.map(({ text, kind }) => `[${text}]${marks[kind]}`),
      ...redirects.map(({ target, isWrite }) => `${isWrite ? '>' : '<'}${target.text}${marks[target.kind]}`),
    ].join(' '),
  );
}

const cases: Readonly<Record<ShellKind, Readonly<Record<string, readonly string[] | string>>>> = {
  posix: {
    '': [],
    'ls -la': ['[ls] [-la]'],
    'a \'b c\' "d e" f\\ g': ['[a] [b c] [d e] [f g]'],
    'a\'b\'"c"\\d': ['[abcd]'],
    'a "\\$x \\n \\""': ['[a] [$x \\n "]'],
    'a "" \'\'': ['[a] [] []'],
    'a; b && c || d | e & f': ['[a]', '[b]', '[c]', '[d]', '[e]', '[f]'],
    'a\nb': ['[a]', '[b]'],
    'a \\\n b': ['[a] [b]'],
    'a\\\nb': 'joins lines in a word',
    '$\\\n(a)': 'joins lines in a word',
    'a # b': ['[a]'],
    'a#b': ['[a#b]'],
    '(a; b) > c': ['[a]', '[b]', '>c'],
    'a > b 2>&1 < c': ['[a] >b <c'],
    'a 2>b 3>>c': ['[a] >b >c'],
    'a2>b': ['[a2] >b'],
    'a &>b': ['[a] >b'],
    'a >&b': ['[a] >b'],
    'A=1 B="x y" c D=2': ['A=1 B=x y [c] [D=2]'],
    'A+=1': ['A=1'],
    'A=$(b) c': ['[b]', 'A=$(…)? [c]'],
    'a *.ts b?c [d]': ['[a] [*.ts]* [b?c]* [[d]]*'],
    "a '*.ts' \\*": ['[a] [*.ts] [*]'],
    'a $B "${C}" $? $((1+2))': ['[a] [$B]?? [${C}]?? [$?]? [$((1+2))]?'],
    'a $ "$"': ['[a] [$] [$]'],
    'a $(b "$(c)")': ['[c]', '[b] [$(…)]?', '[a] [$(…)]?'],
    'a `b c`': ['[b] [c]', '[a] [`…`]?'],
    'a <(b) >(c)': ['[b]', '[c]', '[a] [<(…)]?? [>(…)]??'],
    'a {b,c} {d..e} {} {f}': ['[a] [{b,c}]?? [{d..e}]?? [{}] [{f}]'],
    '{a,"b c"}': ['[{a,b c}]??'],
    'a <<E\n$(b)\nE\nc': ['[a]', '[b]', '[c]'],
    "a <<'E' | d\n$(b)\nE\nc": ['[a]', '[d]', '[c]'],
    'a <<-E\n\tx\n\tE\nc': ['[a]', '[c]'],
    'a <<E <<F\n1\nE\n2\nF\nc': ['[a]', '[c]'],
    'a <<<b': ['[a]'],
    '! a': ['[a]'],
    'time a': ['[time] [a]'],
    'a $(b': 'has an open bracket',
    'a )': 'has a stray bracket',
    'a (b)': 'has an unexpected character',
    'a() { b; }': 'defines a function or uses an extended pattern',
    'a @(b|c)': 'defines a function or uses an extended pattern',
    "'a": 'has an open quote',
    '"a': 'has an open quote',
    'a \\': 'ends in a backslash',
    'a &&': 'ends in an operator',
    '| a': 'has an operator without a command',
    'a ;; b': 'has two operators in a row',
    'a >': 'redirects to nothing',
    'a <<E\nb': 'has a here-document without an end',
    'a <<E': 'has a here-document without an end',
    'a <<E\nb\\\nE\nE': 'joins lines in a here-document',
    'a <<$E\nb': 'has an unclear end of a here-document',
    'if a; then b; fi': 'uses `if`',
    '{ a; }': 'uses `{`',
    '[[ a ]]': 'uses `[[`',
    "$'a'": "has `$'`, which hides what it says",
    '$"a"': 'has `$"`, which hides what it says',
    '${a:-b}': 'has a computed variable',
    '$((a))': 'has arithmetic with names or commands',
    '((a))': 'has arithmetic',
    'a=(b)': 'sets an array',
    '`a \\`b\\``': 'has unclear backticks',
    'a\u200bb': 'has hidden characters',
    'a\u0000': 'has hidden characters',
    'a\r\nb': 'has hidden characters',
    [`${'('.repeat(20)}a`]: 'has arithmetic',
    [`${'$('.repeat(20)}a`]: 'is nested too deeply',
    [`a ${'b'.repeat(60_000)}`]: 'is too long',
  },
  powershell: {
    'Get-Item a -Force': ['[Get-Item] [a] [-Force]'],
    'a \'b\'\'c\' "d`"e" "f""g"': ['[a] [b\'c] [d"e] [f"g]'],
    'r`m x': ['[rm] [x]'],
    'a `\n b': ['[a] [b]'],
    'a; b | c && d': ['[a]', '[b]', '[c]', '[d]'],
    "& 'a b' c": ['[a b] [c]'],
    'a $b "$c" "$(d)"': ['[d]', '[a] [$b]?? [$c]?? [$(…)]?'],
    'a (b) { c }': ['[b]', '[c]', '[a] [(…)]?? [{…}]??'],
    '(a) | b': ['[a]', '[b]'],
    'a > b 2>&1 3>>c': ['[a] >b >c'],
    'a @b': ['[a] [@b]??'],
    'a # b': ['[a]'],
    'a *.ts': ['[a] [*.ts]*'],
    '$a = 1': 'is an expression',
    '"a"': 'is an expression',
    '[a]::b()': 'is an expression',
    '(a).b': 'is an expression',
    'a @(b)': 'has a list, a table or a here-string',
    'a $b.c': 'reads a part of a variable',
    'a b(c)': 'has a bracket in a word',
    'a (b)c': 'goes on after a bracket',
    'if (a) { b }': 'uses `if`',
    'a --% b': 'has `--%`, after which nothing is read',
    'a < b': 'has `<`, which PowerShell does not know',
    "a 'b": 'has an open quote',
    'a `n': 'has an unclear backtick',
    'a “b”': 'has special punctuation',
    'a |': 'has a bracket or an operator without a partner',
  },
  cmd: {
    'dir /b src': ['[dir] [/b] [src]'],
    'a "b c" d': ['[a] [b c] [d]'],
    'r^d /s x': ['[rd] [/s] [x]'],
    'rd/s/q x': ['[rd] [/s/q] [x]'],
    'del,a;b=c': ['[del] [a] [b] [c]'],
    'cd..': ['[cd] [..]'],
    'a & b && c || d | e': ['[a]', '[b]', '[c]', '[d]', '[e]'],
    '@a': ['[a]'],
    'a > b 2>&1 < c': ['[a] >b <c'],
    'a %b% "%c%"': ['[a] [%b%]?? [%c%]??'],
    'a *.ts': ['[a] [*.ts]*'],
    'if exist a b': 'uses `if`',
    'for %i in (a) do b': 'uses `for`',
    '(a)': 'has a bracket',
    'a "b': 'has an unclear quote',
    'a "b\\" c"': 'has an unclear quote',
    'a ^': 'goes on in the next line',
    'a ^\nb': 'goes on in the next line',
    ':a': 'has a label',
    'a &&': 'ends in an operator',
    '& a': 'has an operator without a command',
  },
};

describe('parseCommand', () => {
  for (const shell of ['posix', 'powershell', 'cmd'] as const)
    for (const [line, expected] of Object.entries(cases[shell]))
      it(`reads ${JSON.stringify(line.slice(0, 60))} for ${shell}`, () =>
        assert.deepEqual(read(line, shell), expected));
});

describe('argvOf', () => {
  it('gives the words of a command that needs no shell', () => {
    assert.deepEqual(argvOf('npm run "a b" -- --grep \'x y\'', 'posix'), ['npm', 'run', 'a b', '--', '--grep', 'x y']);
    assert.deepEqual(argvOf("git commit -m 'fix: $x *'", 'posix'), ['git', 'commit', '-m', 'fix: $x *']);
    assert.deepEqual(argvOf('git stash show stash@{0}', 'posix'), ['git', 'stash', 'show', 'stash@{0}']);
    assert.deepEqual(argvOf('npm run test:unit', 'powershell'), ['npm', 'run', 'test:unit']);
    assert.deepEqual(argvOf('"C:\\Program Files\\a.exe" b', 'cmd'), ['C:\\Program Files\\a.exe', 'b']);
  });

  it('gives null for all that a shell does', () => {
    const lines: Readonly<Record<ShellKind, readonly string[]>> = {
      posix: [
        ...[
          '',
          'a; b',
          'a &',
          'a | b',
          'a > b',
          'a < b',
          'A=1 b',
          'a $B',
          'a "$B"',
          'a *.ts',
          'a ~',
          'a ~/b',
          'a $(b)',
        ],
        ...[
          'a\nb',
          'a # b',
          '! a',
          '(a)',
          'cd src',
          '. a',
          'source a',
          'export A=1',
          'eval a',
          'a {b,c}',
          'a <<E\nE',
          "'a",
          '""',
        ],
      ],
      powershell: [
        'Get-Item a',
        'ls',
        'a $b',
        'a; b',
        'a | b',
        'a b,c',
        '& a',
        'a > b',
        "a 'b c'",
        'a { b }',
        'a @b',
        'a -b:$c',
        'a *',
      ],
      cmd: ['dir', 'echo a', 'a & b', 'a %b%', 'a > b', 'a ^b', 'cd..', 'del a', 'a *', 'call a', 'a !b!'],
    };
    for (const shell of ['posix', 'powershell', 'cmd'] as const)
      for (const line of lines[shell]) assert.equal(argvOf(line, shell), null, `${shell}: ${line}`);
  });
});
