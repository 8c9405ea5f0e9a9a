// What a git command would do: reading is harmless, adding is ordinary, all else reaches history, remotes or the work tree.
import { dangerous, harmless, hasLetter, isOption, ordinary, type Finding } from './finding.ts';

const PLAIN_GLOBALS =
  /^(?:--no-pager|-P|--literal-pathspecs|--glob-pathspecs|--no-optional-locks|--no-replace-objects)$/;
const SAFE_SETTING = /^(?:color\.[\w.]+|core\.quotepath|core\.pager=cat|diff\.renames)(?:=[\w.-]*)?$/i;

export interface GitCall {
  /** Lower case is kept as it is: git knows no other. */
  readonly subcommand: string;
  readonly rest: readonly string[];
  readonly danger: string | null;
}

/** Looks past the options of git itself. */
export function readGitCall(args: readonly string[]): GitCall {
  let danger: string | null = null;
  let index = 0;
  for (let arg = args[0]; arg?.startsWith('-'); arg = args[index]) {
    index++;
    if (PLAIN_GLOBALS.test(arg)) continue;
    if (/^(?:--version|--help|-v|-h)$/.test(arg)) return { subcommand: 'version', rest: [], danger };
    const value = args[index] ?? '';
    if (arg === '-C') index++;
    else if (arg === '-c') {
      index++;
      if (!SAFE_SETTING.test(value)) danger = `it changes how git works with \`${value}\``;
    } else {
      danger = `it uses git's option \`${arg}\``;
      if (/^--(?:git-dir|work-tree|namespace|super-prefix|config-env|exec-path|attr-source)$/.test(arg)) index++;
    }
  }
  return { subcommand: args[index] ?? 'help', rest: args.slice(index + 1), danger };
}

type Rule = (rest: readonly string[]) => Finding;

const read: Rule = (rest) => {
  const runs = rest.find(
    (arg) => isOption(arg, '--ext-diff', '--textconv', '--open-files-in-pager') || arg.startsWith('-O'),
  );
  if (runs !== undefined) return dangerous(`it runs another program with \`${runs}\``);
  return rest.some((arg) => isOption(arg, '--output', '--output-directory')) ? ordinary : harmless;
};

/** Only some forms are plain; the others do what the sentence says. */
const only =
  (pattern: RegExp, reason: string, plain: Finding = harmless): Rule =>
  (rest) =>
    pattern.test(rest.join(' ')) ? plain : dangerous(reason);

const branch: Rule = (rest) => {
  if (rest.some((arg) => hasLetter(arg, 'dDmMcCfut') || isOption(arg, ...BRANCH_CHANGES)))
    return dangerous('it deletes, renames or moves a branch');
  return rest.some((arg) => !arg.startsWith('-')) && !rest.some((arg) => isOption(arg, '--list', '--contains'))
    ? ordinary
    : harmless;
};
const BRANCH_CHANGES = [
  ...['--delete', '--move', '--copy', '--force', '--track', '--set-upstream-to', '--unset-upstream'],
  ...['--edit-description'],
];

const commit: Rule = (rest) =>
  rest.some((arg) => isOption(arg, '--amend', '--no-verify', '--fixup') || /^-[a-z]*n/.test(arg))
    ? dangerous('it rewrites a commit or leaves out the hooks')
    : ordinary;

const clean: Rule = (rest) =>
  rest.some((arg) => arg === '--dry-run' || /^-[dxX]*n[dxX]*$/.test(arg)) &&
  rest.every((arg) => /^-[dxXn]+$|^--dry-run$/.test(arg))
    ? harmless
    : dangerous('it deletes untracked files');

const sentences: Readonly<Record<string, string>> = {
  push: 'it pushes to a remote',
  'send-pack': 'it pushes to a remote',
  fetch: 'it fetches from a remote',
  pull: 'it pulls from a remote',
  clone: 'it fetches from a remote',
  'ls-remote': 'it asks a remote',
  reset: 'it moves the branch or throws changes away',
  rebase: 'it rewrites history',
  merge: 'it changes the branch',
  revert: 'it changes the branch',
  'cherry-pick': 'it changes the branch',
  am: 'it changes the branch',
  rm: 'it deletes files',
  restore: 'it throws changes away',
  'filter-branch': 'it rewrites history',
  'filter-repo': 'it rewrites history',
  'update-ref': 'it moves branches',
  gc: 'it deletes unreachable commits',
  prune: 'it deletes unreachable commits',
  bisect: 'it switches commits and may run a program',
  submodule: 'it fetches from a remote',
};

const rules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    [
      ...['status', 'diff', 'log', 'show', 'blame', 'annotate', 'grep', 'ls-files', 'ls-tree', 'rev-parse', 'describe'],
      ...['shortlog', 'cat-file', 'rev-list', 'merge-base', 'name-rev', 'for-each-ref', 'show-ref', 'check-ignore'],
      ...['check-attr', 'count-objects', 'diff-tree', 'diff-index', 'diff-files', 'whatchanged', 'version', 'help'],
    ].map((name) => [name, read]),
  ),
  ...Object.fromEntries(['add', 'mv', 'apply', 'hash-object'].map((name) => [name, () => ordinary])),
  branch,
  commit,
  clean,
  checkout: only(/^-b [\w./-]+$/, 'it switches branches or throws changes away', ordinary),
  switch: only(/^(?:-c|--create) [\w./-]+$/, 'it switches branches', ordinary),
  tag: (rest) =>
    rest.some(
      (arg) => hasLetter(arg, 'dfFsu') || isOption(arg, '--delete', '--force', '--sign', '--local-user', '--file'),
    )
      ? dangerous('it deletes, moves or signs a tag')
      : rest.length === 0 || rest.some((arg) => /^(?:-l|--list|-n\d*)$/.test(arg))
        ? harmless
        : ordinary,
  remote: only(/^(?:-v|--verbose)?$/, 'it changes or asks a remote', ordinary),
  stash: only(/^(?:list|show)\b/, "it touches the person's stash"),
  reflog: only(/^(?:show\b.*)?$/, 'it deletes the record of earlier commits'),
  worktree: only(/^list\b/, 'it adds or removes a work tree'),
  config: only(/^(?:--get|get) [\w.-]+$/, "it reads or changes git's settings", ordinary),
  notes: only(/^(?:list|show)\b/, 'it changes notes in the repository'),
  'symbolic-ref': only(/^(?:-q |--short )*\S+$/, 'it moves HEAD'),
};

export function judgeGit(args: readonly string[]): Finding {
  const { subcommand, rest, danger } = readGitCall(args);
  const sentence = Object.hasOwn(sentences, subcommand) ? sentences[subcommand] : undefined;
  if (sentence !== undefined) return dangerous(sentence);
  const finding = Object.hasOwn(rules, subcommand) ? rules[subcommand]?.(rest) : undefined;
  if (finding === undefined)
    return dangerous(`\`git ${subcommand}\` is not one of the commands that are known to be safe`);
  return danger === null || finding.level === 'dangerous' ? finding : dangerous(danger);
}
