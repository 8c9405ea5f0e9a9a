// Package managers, interpreters, build tools and clients of other machines: what they would fetch, run or publish.
import { dangerous, hasLetter, harmless, isOption, ordinary, type Finding } from './finding.ts';
import type { ProgramRule } from './files.ts';

const each = (names: string, rule: ProgramRule): Readonly<Record<string, ProgramRule>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, rule]));

const always =
  (reason: string): ProgramRule =>
  () =>
    dangerous(reason);

const PUBLISHES = /^(?:(?:.+[:_.-])?(?:un)?(?:publish|deploy)(?:[:_.-].+)?|release(?::.+)?|upload|nuget)$/i;
const IS_URL =
  /^(?:[a-z][a-z\d+.-]*:\/\/|git[@+]|github:|gitlab:|bitbucket:|file:|npm:|data:)|\.git$|\.(?:tgz|whl|tar\.gz)$/i;
const VERSION = /^(?:--version|-v|-V|version)$/;

const words = (args: readonly string[]): readonly string[] => args.filter((arg) => !arg.startsWith('-'));

/** What publishes and deploys says so in its first words. */
export const publishes = (args: readonly string[]): boolean =>
  words(args)
    .slice(0, 3)
    .some((arg) => PUBLISHES.test(arg));

const LOCAL_STEPS = new Set([
  ...[
    'test',
    't',
    'tst',
    'run',
    'run-script',
    'ci',
    'install-test',
    'start',
    'stop',
    'restart',
    'ls',
    'list',
    'll',
    'la',
  ],
  ...['outdated', 'audit', 'why', 'explain', 'view', 'info', 'show', 'pack', 'version', 'prune', 'dedupe', 'rebuild'],
  ...['build', 'lint', 'format', 'typecheck', 'check', 'dev', 'query', 'find-dupes', 'fund', 'doctor', 'help'],
  ...[
    'install',
    'i',
    'in',
    'add',
    'remove',
    'rm',
    'uninstall',
    'un',
    'update',
    'up',
    'upgrade',
    'workspaces',
    'workspace',
    'recursive',
  ],
  ...['why', 'bin', 'root', 'prefix', 'import', 'install-ci-test', 'it', 'cit', 'exec', 'x'],
]);

const npmLike: ProgramRule = (args) => {
  if (args.some((arg) => hasLetter(arg, 'g') || isOption(arg, '--global', '--location')))
    return dangerous('it installs for the whole machine');
  if (
    args.some((arg) =>
      isOption(
        arg,
        '--registry',
        '--script-shell',
        '--userconfig',
        '--globalconfig',
        '--node-options',
        '--prefix',
        '--dir',
      ),
    )
  )
    return dangerous('it changes where packages or scripts come from');
  if (publishes(args)) return dangerous('it publishes or deploys');
  const [step = ''] = words(args);
  if (
    words(args)
      .slice(1)
      .some((arg) => IS_URL.test(arg)) &&
    !step.startsWith('run')
  )
    return dangerous('it fetches a package by its address');
  if (args.some((arg) => VERSION.test(arg)) && args.length === 1) return harmless;
  return step === '' || LOCAL_STEPS.has(step.toLowerCase()) || step.includes(':')
    ? ordinary
    : dangerous(`\`${step}\` is not one of the steps that stay in the project`);
};

const pip: ProgramRule = (args) => {
  const [step = ''] = words(args);
  if (
    args.some(
      (arg) =>
        IS_URL.test(arg) ||
        isOption(arg, '--index-url', '--extra-index-url', '--find-links', '--trusted-host') ||
        /^-[if]$/.test(arg),
    )
  )
    return dangerous('it fetches a package by its address');
  return ['list', 'show', 'freeze', 'check', 'install'].includes(step)
    ? ordinary
    : dangerous(`\`pip ${step}\` changes the machine`);
};

/** Code on the command line is not read, and neither is what comes through a pipe. */
const interpreter =
  (code: RegExp): ProgramRule =>
  (args) => {
    if (args.length === 1 && VERSION.test(args[0] ?? '')) return harmless;
    if (args.some((arg) => code.test(arg))) return dangerous('it runs code that stands on the command line');
    if (args.some((arg) => IS_URL.test(arg) && !/\.(?:tgz|whl)$/.test(arg)))
      return dangerous('it runs code from elsewhere');
    if (args.length === 0 || args.includes('-')) return dangerous('it runs whatever it is given through a pipe');
    return ordinary;
  };

const node: ProgramRule = (args) => {
  // `node --test` needs no file.
  const base = interpreter(/^-[a-z]*[epi]|^--(?:eval|print|interactive|inspect)/i)(args);
  return base.level === 'ordinary' && args.every((arg) => arg.startsWith('-')) && !args.includes('--test')
    ? dangerous('it runs whatever it is given through a pipe')
    : base;
};

const fetches: ProgramRule = (args) => {
  const urls = words(args).filter((arg) => /[.:/]/.test(arg));
  const isLocal =
    urls.length > 0 &&
    urls.every((url) => /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/i.test(url));
  const writesOrReads = args.some(
    (arg) =>
      hasLetter(arg, 'KTFOP') ||
      isOption(
        arg,
        '--config',
        '--upload-file',
        '--form',
        '--unix-socket',
        '--proxy',
        '--post-file',
        '--resolve',
        '--connect-to',
      ),
  );
  return isLocal && !writesOrReads ? ordinary : dangerous('it reaches the network');
};

const cargo: ProgramRule = (args) => {
  const [step = ''] = words(args.filter((arg) => !arg.startsWith('+')));
  if (publishes(args) || ['login', 'logout', 'owner', 'yank', 'install', 'uninstall'].includes(step))
    return dangerous('it publishes, or installs for the whole machine');
  return args.some((arg) => isOption(arg, '--config')) ? dangerous('it changes how cargo works') : ordinary;
};

const go: ProgramRule = (args) => {
  const [step = ''] = args;
  if (['install', 'get', 'env', 'generate'].includes(step) && words(args).length > 1)
    return dangerous('it fetches or changes what is outside the project');
  if (step === 'run' && args.some((arg) => arg.includes('@'))) return dangerous('it runs code from elsewhere');
  return args.some((arg) => /^--?(?:exec|toolexec|vettool|overlay|modfile)/.test(arg))
    ? dangerous('it runs another program')
    : ordinary;
};

const make: ProgramRule = (args) => {
  if (publishes(args)) return dangerous('it publishes or deploys');
  return args.some(
    (arg) =>
      arg.includes('$') ||
      /^(?:SHELL|MAKEFLAGS|\.SHELLFLAGS|MAKEFILES)\b/.test(arg) ||
      isOption(arg, '--eval') ||
      arg.startsWith('-E'),
  )
    ? dangerous('it runs code that stands on the command line')
    : ordinary;
};

const elsewhere = always('it reaches services or containers outside the project');

export const programRules: Readonly<Record<string, ProgramRule>> = {
  ...each('npm pnpm yarn', npmLike),
  bun: (args) =>
    ['x', 'create', 'link', 'upgrade'].includes(args[0] ?? '')
      ? dangerous('it fetches and runs a package')
      : interpreter(/^-[a-z]*[ep]|^--(?:eval|print)/)(args),
  deno: (args) =>
    ['eval', 'install', 'upgrade', 'repl', 'jupyter', 'x'].includes(args[0] ?? '')
      ? dangerous('it runs code from elsewhere')
      : interpreter(/^-(?:e|A$)/)(args),
  ...each('pip pip3', pip),
  ...each('python python2 python3 pypy pypy3', interpreter(/^-[a-zA-Z]*[ci]/)),
  ...each('node nodejs', node),
  ...each('perl', interpreter(/^-[a-zA-Z\d]*[eEnpid]/)),
  ...each('ruby irb', interpreter(/^-[a-zA-Z]*[enpi]/)),
  ...each('php', interpreter(/^-[a-zA-Z]*[rBREaS]/)),
  ...each(
    'lua luajit Rscript r julia groovy scala elixir erl guile swift tclsh expect tsx ts-node',
    interpreter(/^-[a-zA-Z]*[epiEr]|^--(?:eval|print|execute)/),
  ),
  ...each('curl wget', fetches),
  ...each('bunx pnpx uvx pipx dlx', always('it fetches and runs a package')),
  ...each(
    'apt apt-get aptitude dpkg yum dnf rpm zypper pacman apk brew port snap flatpak nix nix-env nix-shell choco winget scoop asdf nvm rustup gem sdk mise corepack',
    always('it installs for the whole machine'),
  ),
  ...each(
    'docker docker-compose podman buildah nerdctl kubectl helm minikube kind vagrant multipass lxc lxd',
    elsewhere,
  ),
  ...each(
    'terraform tofu pulumi ansible ansible-playbook packer aws gcloud gsutil az doctl heroku vercel netlify fly flyctl wrangler firebase supabase railway eb sam cdk serverless sls',
    elsewhere,
  ),
  ...each('gh glab hub tea', elsewhere),
  ...each(
    'psql mysql mariadb mongo mongosh redis-cli sqlplus sqlcmd cqlsh pg_dump pg_restore mysqldump createdb dropdb influx',
    always('it reaches a database'),
  ),
  ...each('twine vsce ovsx semantic-release release-it np goreleaser changeset lerna', always('it publishes')),
  cargo,
  go,
  ...each('make gmake just task rake ninja', make),
  ...each('eval source-file', always('it runs code that cannot be read')),
};

export function judgeProgram(name: string, args: readonly string[]): Finding {
  const rule = Object.hasOwn(programRules, name) ? programRules[name] : undefined;
  if (rule !== undefined) return rule(args);
  if (publishes(args)) return dangerous('it publishes or deploys');
  return ordinary;
}
