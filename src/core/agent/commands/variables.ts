// Variables set for a command: some change which program runs, most are harmless.
import { dangerous, harmless, ordinary, type Finding } from './finding.ts';
import type { Assignment } from './syntax.ts';

const SAFE =
  /^(?:CI|NODE_ENV|FORCE_COLOR|NO_COLOR|CLICOLOR(?:_FORCE)?|DEBUG|TZ|LANG|LC_[A-Z]+|TERM|COLUMNS|LINES|VERBOSE|LOG_LEVEL|RUST_BACKTRACE|RUST_LOG|CARGO_TERM_COLOR|PYTHONDONTWRITEBYTECODE|PYTHONUNBUFFERED|PYTHONHASHSEED|TEST_[A-Z_]+|UPDATE_SNAPSHOTS?)$/;
const RISKY =
  /^(?:PATH|PATHEXT|IFS|ENV|BASH_.*|SHELL.*|SHELLOPTS|BASHOPTS|PS[0-4]|PROMPT_COMMAND|CDPATH|HOME|USER|USERPROFILE|TMPDIR|LD_.*|DYLD_.*|GIT_.*|SSH_.*|NODE_.*|NPM_.*|npm_.*|YARN_.*|PNPM_.*|BUN_.*|DENO_.*|PYTHON.*|PIP_.*|VIRTUAL_ENV|PERL.*|RUBY.*|GEM_.*|BUNDLE_.*|JAVA.*|_JAVA_OPTIONS|JDK_.*|MAVEN_.*|MAVEN.*|GRADLE_.*|CLASSPATH|GO[A-Z]*|CGO_.*|CARGO_.*|RUSTC.*|RUSTFLAGS|RUSTUP_.*|CC|CXX|CPP|LD|AR|.*FLAGS|MAKE.*|EDITOR|VISUAL|.*PAGER|BROWSER|LESS.*|.*_PROXY|.*_proxy|.*_COMMAND|.*_PRELOAD|XDG_.*|DOCKER_.*|COMSPEC|PSModulePath|GCONV_PATH|LOCPATH|NLSPATH|TERMINFO.*|ZDOTDIR|OPENSSL_.*|SSL_.*|CURL_.*|WGETRC|RIPGREP_CONFIG_PATH|GREP_OPTIONS|TAR_OPTIONS|POSIXLY_CORRECT|TASKWERK_.*|CONDUCTOR_.*|ANTHROPIC_.*)$/;

export function judgeAssignment({ name, value }: Assignment): Finding {
  if (value.kind === 'unknown' || value.kind === 'output')
    return dangerous(`what \`${name}\` is set to is known only when it runs`);
  if (SAFE.test(name)) return harmless;
  return RISKY.test(name)
    ? dangerous(`setting \`${name}\` can change which program runs`)
    : { ...ordinary, reason: `it sets \`${name}\`` };
}
