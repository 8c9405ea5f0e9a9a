// Globs of the configuration, names of secrets, and which changes a person must see.
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { isSecretPath } from '../../../../../src/core/review/paths/secretPaths.ts';
import { matchesGlob } from '../../../../../src/core/review/paths/globs.ts';
import { orchestrationSchema } from '../../../../../src/core/config/schema.ts';
import { pathsOf, protectedPaths } from '../../../../../src/core/review/paths/protectedPaths.ts';
import type { FileContent } from '../../../../../src/core/review/changeSet.ts';

describe('matchesGlob', () => {
  const cases: readonly (readonly [glob: string, matching: readonly string[], others: readonly string[]])[] = [
    [
      '**/migrations/**',
      ['migrations/1.ts', 'db/migrations/a/b.ts', 'Migrations/x'],
      ['migrations', 'db/mymigrations/x', 'a.ts'],
    ],
    ['**/*.sql', ['a.sql', 'a/b/c.SQL', 'a/.sql'], ['a.sqlx', 'sql']],
    ['.github/**', ['.github/workflows/ci.yml'], ['a/.github/x', '.github', 'xgithub/a']],
    ['**/Dockerfile*', ['Dockerfile', 'a/Dockerfile.dev'], ['a/Dockerfile/x', 'MyDockerfile']],
    ['**/*.config.{js,cjs,mjs,ts}', ['a.config.js', 'b/vite.config.ts'], ['a.config.json', 'a_config.js', 'config.js']],
    ['src/?.ts', ['src/a.ts'], ['src/ab.ts', 'src//.ts']],
    ['src/[ab-d].ts', ['src/a.ts', 'src/c.ts'], ['src/e.ts', 'src/-.ts']],
    ['src/[!a].ts', ['src/b.ts'], ['src/a.ts', 'src//.ts']],
    ['a+(b).ts', ['a+(b).ts'], ['aab.ts', 'ab.ts']],
    ['deploy/**', ['deploy/a', 'deploy/a/b'], ['deploy', 'x/deploy/a']],
    ['**', ['a', 'a/b'], []],
    ['a/**/b', ['a/b', 'a/x/y/b'], ['ab', 'a/xb']],
    ['[z-a]', ['-', 'z'], ['m']],
    ['{', ['{'], ['a']],
  ];
  for (const [glob, matching, others] of cases)
    it(glob, () => {
      for (const path of matching) assert.ok(matchesGlob(path, glob), path);
      for (const path of others) assert.ok(!matchesGlob(path, glob), path);
    });

  it('never throws, and a path without signs matches itself', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string(),
        (glob, path) => typeof matchesGlob(path, glob) === 'boolean',
      ),
    );
    fc.assert(fc.property(fc.stringMatching(/^[\w.+()|^$/-]+$/), (path) => matchesGlob(path, path)));
  });
});

describe('isSecretPath', () => {
  const secret = [
    ...[
      '.env',
      '.env.local',
      'a/.ENV',
      'prod.env',
      '.envrc',
      'server.pem',
      'a/b.key',
      'x.p12',
      'id_rsa',
      'a/id_ed25519',
    ],
    ...[
      '.npmrc',
      '.netrc',
      '.pypirc',
      '.git-credentials',
      'credentials',
      'aws/credentials.json',
      'secrets.yml',
      '.ssh/config',
    ],
    ...[
      '/home/a/.aws/config',
      'service-account-x.json',
      'x.tfvars',
      'terraform.tfstate',
      '.git/config',
      'a\\.env',
      '.env.',
      '.env::$DATA',
    ],
    ...['.env ', 'config/master.key', '.kube/config', '.docker/config.json'],
  ];
  const open = [
    ...[
      '.env.example',
      '.env.sample',
      'a/.env.template',
      'environment.ts',
      'env.ts',
      'id_rsa.pub',
      'keyboard.ts',
      'key.ts',
    ],
    ...[
      'src/secrets.ts',
      'src/credentials/store.ts',
      'monkey',
      '.gitconfig',
      '.git/HEAD',
      'dotenv.js',
      '.environment',
      'token.ts',
    ],
  ];
  for (const path of secret) it(`is true for ${JSON.stringify(path)}`, () => assert.ok(isSecretPath(path)));
  for (const path of open) it(`is false for ${JSON.stringify(path)}`, () => assert.ok(!isSecretPath(path)));
});

describe('protectedPaths', () => {
  const { safety } = orchestrationSchema.parse({});

  it('names classes by default', () => {
    assert.deepEqual(
      protectedPaths(
        [
          'src/a.ts',
          'db/migrations/1.ts',
          'src/auth/login.ts',
          '.github/workflows/ci.yml',
          '.env',
          'package.json',
          '.env',
        ],
        safety,
      ),
      [
        { path: 'db/migrations/1.ts', reason: 'It is part of a database migration.' },
        { path: 'src/auth/login.ts', reason: 'It concerns security.' },
        { path: '.github/workflows/ci.yml', reason: 'It changes the configuration of the project.' },
        { path: '.env', reason: 'It may hold keys or passwords.' },
        { path: 'package.json', reason: 'It changes the configuration of the project.' },
      ],
    );
  });

  it('follows the configuration, but secrets are always protected', () => {
    const own = {
      ...safety,
      require_approval_for: ['deploy/**', 'database_migrations'],
      database_migrations: ['ddl/**'],
    };
    assert.deepEqual(protectedPaths(['deploy/a', 'ddl/b', 'db/migrations/1.ts', 'package.json', 'x.pem'], own), [
      { path: 'deploy/a', reason: 'It matches `deploy/**` of `require_approval_for`.' },
      { path: 'ddl/b', reason: 'It is part of a database migration.' },
      { path: 'x.pem', reason: 'It may hold keys or passwords.' },
    ]);
    assert.deepEqual(protectedPaths(['package.json', '.env'], { ...safety, require_approval_for: [] }), [
      { path: '.env', reason: 'It may hold keys or passwords.' },
    ]);
  });

  it('sees both names of a rename', () => {
    const proposed: FileContent = { text: '', encoding: 'utf8', isExecutable: false };
    const paths = pathsOf([
      { kind: 'rename', path: 'a.txt', from: '.env', baseHash: '', original: null, proposed: null },
      { kind: 'add', path: 'b.txt', proposed },
    ]);
    assert.deepEqual(paths, ['a.txt', '.env', 'b.txt']);
  });
});
