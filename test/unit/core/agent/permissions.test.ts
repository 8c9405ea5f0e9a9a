// The one function that decides on tool calls, row by row, and what must hold for any command.
import { strict as assert } from 'node:assert';
import {
  decidePermission,
  pathsInCommand,
  type PermissionFacts,
  type PermissionRules,
  type PermissionVerdict,
} from '../../../../src/core/agent/permissions.ts';
import { MODES, type Mode } from '../../../../src/core/agent/runEvents.ts';
import { CMD, POSIX, POWERSHELL, rowsOf } from './permissionTable.ts';
import type { Risk } from '../../../../src/core/tools/tool.ts';
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

  describe('by the configuration', () => {
    it('allow what starts with the words of a rule, and not the letters', () => {
      const allow = ['npm test'];
      assert.deepEqual(decide('npm test', { allow }), {
        kind: 'allow',
        by: 'rule',
        reason: '`npm test` is allowed by `allow_commands`',
      });
      assert.equal(decide('npm test -- --grep x', { allow }).kind, 'allow');
      assert.equal(decide('CI=1 npm test 2>&1 | tail -5', { allow }).kind, 'allow');
      assert.equal(decide('timeout 60 npm test', { allow }).kind, 'allow');
      assert.equal(decide('n"p"m t\\est', { allow }).kind, 'allow');
      assert.equal(decide('npm testing', { allow }).kind, 'ask');
      assert.equal(decide('npm run test', { allow }).kind, 'ask');
      assert.equal(decide('FOO=1 npm test', { allow }).kind, 'ask');
      assert.equal(decide('npm test && node x.js', { allow }).kind, 'ask');
      assert.equal(decide('npm test > /tmp/x', { allow }).mustAsk, true);
      assert.equal(decide('npm test; rm -rf src', { allow }).mustAsk, true);
    });

    it('allow what is dangerous only when a rule says the whole of it', () => {
      assert.equal(decide('git push', { allow: ['git push'] }).kind, 'allow');
      assert.equal(decide('git push origin main', { allow: ['git push'] }).mustAsk, true);
      assert.equal(decide('git push --force', { allow: ['git push'] }).mustAsk, true);
      assert.equal(decide('rm -rf dist', { allow: ['rm -rf dist'] }).kind, 'allow');
      assert.equal(decide('rm -rf dist src', { allow: ['rm -rf dist'] }).mustAsk, true);
      assert.equal(decide('sudo rm -rf dist', { allow: ['rm -rf dist'] }).mustAsk, true);
      assert.equal(decide('rm -rf dist > /tmp/x', { allow: ['rm -rf dist'] }).mustAsk, true);
      assert.equal(decide('PATH=. rm -rf dist', { allow: ['rm -rf dist'] }).mustAsk, true);
      assert.equal(decide('echo src | xargs rm -rf dist', { allow: ['rm -rf dist'] }).mustAsk, true);
      assert.equal(decide('rm -rf $X', { allow: ['rm -rf $X'] }).kind, 'allow', 'the line itself');
      assert.equal(decide('ls; rm -rf $X', { allow: ['rm -rf $X'] }).mustAsk, true);
      assert.equal(decide('sh -c "rm -rf dist"', { allow: ['sh'] }).mustAsk, true);
      assert.equal(decide('sudo ls', { allow: ['sudo'] }).mustAsk, true);
      assert.equal(decide('for i in 1; do ls; done', { allow: ['for i in 1; do ls; done'] }).kind, 'allow');
      assert.equal(decide('for i in 2; do ls; done', { allow: ['for i in 1; do ls; done'] }).mustAsk, true);
    });

    it('cover what is run by what they name', () => {
      assert.equal(decide('npx tsc -p .', { allow: ['npx tsc'] }).kind, 'allow');
      assert.equal(decide('npx tsc -p .', { allow: ['npx'] }).kind, 'ask');
      assert.equal(decide('npx tsc -p .', { allow: ['tsc'] }).kind, 'allow');
      assert.equal(decide('npx eslint .', { allow: ['npx tsc'] }).kind, 'ask');
      assert.equal(decide('timeout 5 node x.js', { allow: ['timeout'] }).kind, 'ask');
    });

    it('refuse what starts with a forbidden rule, wherever it stands and however it is written', () => {
      const deny = ['git push', 'npm publish', 'node'];
      for (const command of [
        'git push',
        'git push origin',
        'git -C src push',
        'git --no-pager push',
        'g"i"t p\\ush',
        '/usr/bin/git push',
        'GIT PUSH',
        'ls; git push',
        'echo $(git push)',
        'sh -c "git push"',
        'sudo git push',
        'env A=1 git push',
        'ls | xargs git push',
        'find . -exec git push {} +',
        'npm --silent publish',
        'node x.js',
        'timeout 5 node x.js',
      ])
        for (const mode of MODES) assert.equal(decide(command, { deny, mode }).kind, 'deny', command);
      assert.equal(decide('git pushing', { deny }).kind, 'ask');
      assert.equal(decide('git status', { deny }).kind, 'allow');
      assert.equal(decide('echo git push', { deny }).kind, 'allow');
      assert.equal(decide('ls', { deny: ['ls'] }).reason, '`ls` is forbidden by `deny_commands`');
    });

    it('let the longer rule win, and the forbidding one of two that are as long', () => {
      assert.equal(decide('npm run deploy', { allow: ['npm run'], deny: ['npm run deploy'] }).kind, 'deny');
      assert.equal(decide('npm run build', { allow: ['npm run build'], deny: ['npm run'] }).kind, 'allow');
      assert.equal(decide('npm run lint', { allow: ['npm run build'], deny: ['npm run'] }).kind, 'deny');
      assert.equal(decide('npm test', { allow: ['npm test'], deny: ['npm test'] }).kind, 'deny');
      assert.equal(decide('git push', { allow: ['git push'], deny: ['git'] }).kind, 'allow');
      assert.equal(decide('git push -f', { allow: ['git push'], deny: ['git'] }).mustAsk, true);
      assert.equal(decide('ls && git push', { allow: ['ls && git push'], deny: ['git push'] }).kind, 'deny');
    });

    it('know aliases of PowerShell that are forbidden', () => {
      const options = { deny: ['Remove-Item'], facts: { shell: 'powershell' as const } };
      for (const command of ['rm a', 'Remove-Item a', 'ri a', 'del a', 'gci; erase a'])
        assert.equal(decide(command, options).kind, 'deny', command);
    });
  });

  describe('that are remembered', () => {
    const remember = (command: string): string | undefined => decide(command).rememberAs?.words;

    it('stand for the same beginning', () => {
      assert.equal(remember('npm test'), 'commands that start with `npm test`');
      assert.equal(remember('npm run build -- --x'), 'commands that start with `npm run build`');
      assert.equal(remember('pytest -q'), 'commands that start with `pytest`');
      assert.equal(remember('python -m pytest -q'), 'commands that start with `python -m pytest`');
      assert.equal(remember('node script.js a'), 'commands that start with `node script.js`');
      assert.equal(remember('node --test a.js'), 'commands that start with `node --test a.js`');
      assert.equal(remember('cd src && npm test && npx tsc'), 'commands that start with `npm test` or `tsc`');
      assert.equal(remember('FOO=1 npm test'), undefined);
      assert.equal(remember('npm run'), undefined);
      assert.equal(remember('git push'), undefined);
      assert.equal(remember('npm test; git push'), undefined);
    });

    it('are not asked again, and nothing else is let through', () => {
      const remembered = [decide('npm test').rememberAs!.class, decide('python -m pytest').rememberAs!.class];
      assert.deepEqual(decide('npm test -- x', { remembered }), {
        kind: 'allow',
        by: 'rule',
        reason: 'a person has allowed `npm test`',
      });
      assert.equal(decide('python3 -m pytest', { remembered }).kind, 'allow');
      assert.equal(decide('npm run test', { remembered }).kind, 'ask');
      assert.equal(decide('npm test; git push', { remembered }).mustAsk, true);
      assert.equal(decide('npm test ../x', { remembered }).mustAsk, true);
      assert.equal(decide('npm test', { remembered, deny: ['npm test'] }).kind, 'deny');
    });

    it('stand for every command of a chain', () => {
      const remembered = [decide('npm test && node a.js').rememberAs!.class];
      assert.equal(decide('node a.js', { remembered }).kind, 'allow');
      assert.equal(decide('npm test', { remembered }).kind, 'allow');
      assert.equal(decide('node b.js', { remembered }).kind, 'ask');
    });

    it('never cover what is dangerous, and mean nothing when they are no list of words', () => {
      assert.equal(decide('git push', { remembered: ['command ["git","push"]'] }).mustAsk, true);
      for (const words of ['npm', 'command npm', 'command []', 'command [1]', 'command ["npm"', 'command {"a":1}', ''])
        assert.equal(decide('npm test', { remembered: [words] }).kind, 'ask', words);
    });
  });

  describe('of what the caller knows of paths', () => {
    const paths = [
      { path: 'link', isInside: false, resolved: '/etc' },
      { path: 'src/away', isInside: false, resolved: '/etc/passwd' },
      { path: 'notes.txt', isInside: true, resolved: '.env' },
      { path: 'hooks', isInside: true, resolved: '.git/hooks' },
    ];

    it('follow links out of the project and to secrets', () => {
      for (const command of [
        'cat link',
        'cd link',
        'cp a link',
        'echo x > link',
        'cat notes.txt',
        'ls hooks',
        'git -C link log',
      ])
        assert.equal(decide(command, { mode: 'autonomous', facts: { paths } }).mustAsk, true, command);
      assert.equal(decide('cat other', { facts: { paths } }).kind, 'allow');
    });

    it('are asked for from the folder that the line goes to', () => {
      assert.equal(decide('cd src && cat away', { facts: { paths } }).mustAsk, true);
      const asked = pathsInCommand('cd src && cat away; (cd x; sh -c "cat y")', facts);
      for (const path of ['src', 'away', 'src/away', 'x', 'src/x', 'y', 'src/y', 'src/x/y'])
        assert.ok(asked.includes(path), path);
    });
  });

  describe('of paths', () => {
    const on = (risk: Risk, path: string, mode: Mode = 'ask'): PermissionVerdict =>
      decidePermission({ risk, subject: { kind: 'paths', paths: ['src/a.ts', path] }, facts }, rules({ mode }));

    it('let all read inside the project, but secrets ask in every mode', () => {
      for (const mode of MODES) {
        assert.equal(on('read', 'src/b.ts', mode).kind, 'allow');
        assert.equal(on('read', '.env.example', mode).kind, 'allow');
        for (const path of ['.env', 'a/.env.local', 'x.pem', '.git/config', 'a\\..\\.env'.replaceAll('\\', '/')])
          assert.deepEqual([on('read', path, mode).kind, on('read', path, mode).mustAsk], ['ask', true], path);
        for (const path of ['../a', '/etc/passwd', 'a/../../b', '~/x', '/project2/x'])
          assert.equal(on('read', path, mode).kind, 'deny', path);
      }
    });

    it('let all be proposed, but nothing outside the project, of git or in the database', () => {
      for (const mode of MODES) {
        for (const path of ['src/b.ts', '.env', 'package.json', '.github/workflows/ci.yml', '.gitignore', '/project/a'])
          assert.equal(on('write', path, mode).kind, 'allow', path);
        for (const path of [
          '../a',
          '/tmp/a',
          '.git/hooks/pre-commit',
          'sub/.git/config',
          '.taskwerk/taskwerk.db',
          './.GIT/x',
        ])
          assert.equal(on('write', path, mode).kind, 'deny', path);
      }
    });

    it('follow links', () => {
      const away = { ...facts, paths: [{ path: 'link/a', isInside: false, resolved: '/etc/a' }] };
      for (const risk of ['read', 'write'] as const)
        assert.equal(
          decidePermission({ risk, subject: { kind: 'paths', paths: ['link/a'] }, facts: away }, rules({})).kind,
          'deny',
        );
    });

    it('are no matter for tools that have none', () => {
      const none = (risk: Risk, mode: Mode): string =>
        decidePermission({ risk, subject: { kind: 'none' }, facts }, rules({ mode })).kind;
      for (const mode of MODES)
        for (const risk of ['read', 'write', 'ask'] as const) assert.equal(none(risk, mode), 'allow');
      assert.deepEqual(
        MODES.map((mode) => none('execute', mode)),
        ['ask', 'ask', 'allow'],
      );
      assert.equal(
        decidePermission({ risk: 'write', subject: { kind: 'paths', paths: [] }, facts }, rules({})).kind,
        'allow',
      );
    });
  });
});
