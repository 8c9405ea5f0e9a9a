// What programs of a POSIX system would do to files and to the machine.
import { dangerous, harmless, hasLetter, isOption, ordinary, type Finding } from './finding.ts';

export type ProgramRule = (args: readonly string[]) => Finding;

const always =
  (reason: string): ProgramRule =>
  () =>
    dangerous(reason);

const each = (names: string, rule: ProgramRule): Readonly<Record<string, ProgramRule>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, rule]));

/** Harmless unless an argument does more than read. */
const readsUnless =
  (test: (arg: string) => boolean, finding: Finding): ProgramRule =>
  (args) =>
    args.some(test) ? finding : harmless;

const operands = (args: readonly string[]): readonly string[] => args.filter((arg) => !/^-./.test(arg));

const rm: ProgramRule = (args) => {
  if (args.some((arg) => hasLetter(arg, 'rRdP') || isOption(arg, '--recursive', '--dir', '--no-preserve-root')))
    return dangerous('it deletes folders');
  if (args.some((arg) => /[*?[]/.test(arg))) return dangerous('it deletes whatever matches a pattern');
  return ordinary;
};

const chmod: ProgramRule = (args) => {
  if (args.some((arg) => hasLetter(arg, 'R') || isOption(arg, '--recursive', '--reference')))
    return dangerous('it changes the rights of whole folders');
  return /^(?:[ua]?\+x|[67][45][45])$/.test(operands(args)[0] ?? '')
    ? ordinary
    : dangerous('it changes rights of files');
};

const sed: ProgramRule = (args) => {
  const isInPlace = args.some((arg) => /^-[nErsuz]*i/.test(arg) || isOption(arg, '--in-place'));
  const rest = args.filter(
    (arg) => !/^-[nErsuz]*(?:i\S*)?$/.test(arg) && !isOption(arg, '--in-place', '--quiet', '--regexp-extended'),
  );
  const scripts = rest.flatMap((arg, index) => (rest[index - 1] === '-e' ? [arg] : []));
  const all = scripts.length > 0 ? scripts : rest.slice(0, 1);
  if (rest.some((arg) => arg.startsWith('-') && arg !== '-e') || all.length === 0 || !all.every(isPlainSed))
    return dangerous('a script of sed can write files and run commands');
  return isInPlace ? ordinary : harmless;
};

/** Lines that are printed or deleted, and substitutions without the flags that write or run. */
const isPlainSed = (script: string): boolean =>
  /^(?:\d+|\$)?(?:,(?:\d+|\$))?[pdq=]$/.test(script) ||
  /^\/[^/\\\n;{}]*\/[pd]$/.test(script) ||
  /^s([/|#,:])(?:(?!\1)[^\\\n]|\\[^\n])*\1(?:(?!\1)[^\\\n]|\\[^\n])*\1[gip\d]*$/.test(script);

const awk: ProgramRule = (args) => {
  const [program = ''] = operands(args.filter((_, index) => args[index - 1] !== '-F'));
  const isPlain =
    args.every((arg) => !arg.startsWith('-') || /^-F.?.?$/.test(arg)) && !/[|>@]|system|getline|ENVIRON/.test(program);
  return isPlain ? harmless : dangerous('a script of awk can write files and run commands');
};

const find: ProgramRule = (args) => {
  if (args.includes('-delete')) return dangerous('it deletes what it finds');
  if (args.some((arg) => /^-(?:fprint|fprintf|fprint0|fls)$/.test(arg))) return ordinary;
  return args.some((arg) => arg.startsWith('-files0')) ? ordinary : harmless;
};

const tar: ProgramRule = (args) => {
  const isRisky = (arg: string): boolean =>
    hasLetter(arg, 'IPF') ||
    isOption(
      arg,
      '--checkpoint-action',
      '--to-command',
      '--use-compress-program',
      '--absolute-names',
      '--rsh-command',
    ) ||
    isOption(arg, '--info-script', '--new-volume-script', '--remove-files', '--recursive-unlink', '--unlink-first');
  return args.some(isRisky) ? dangerous('tar can run programs and leave the project with these options') : ordinary;
};

/** `set -e` and the like. */
const set: ProgramRule = (args) =>
  args.length > 0 && args.every((arg) => /^[-+][eux]*o?$|^pipefail$/.test(arg))
    ? harmless
    : dangerous('it changes how the shell reads what follows');

const PLAIN_READERS =
  'cat tac head tail wc ls dir nl rev fold cut tr paste comm join cmp diff basename dirname realpath readlink pwd true false : test [ which type whoami uname seq sleep stat du df md5sum sha1sum sha256sum cksum od hexdump strings egrep fgrep grep expr tsort column expand unexpand fmt';

export const posixRules: Readonly<Record<string, ProgramRule>> = {
  ...each(PLAIN_READERS, () => harmless),
  ...each('cd pushd', (args) =>
    args.length === 1 && !args[0]?.startsWith('-') ? harmless : dangerous('it leaves the project'),
  ),
  ...each('echo', () => harmless),
  jq: readsUnless(
    (arg) => /\benv\b|\$ENV|\bimport\b|\binclude\b/.test(arg) || /^-[a-zA-Z]*[fL]/.test(arg),
    dangerous('a filter of jq can show environment variables'),
  ),
  printf: (args) => (args[0]?.startsWith('-') === true ? dangerous('it sets a variable') : harmless),
  sort: readsUnless(
    (arg) =>
      hasLetter(arg, 'oTS') ||
      isOption(arg, '--output', '--compress-program', '--temporary-directory', '--files0-from'),
    dangerous('sort writes or runs something with these options'),
  ),
  uniq: (args) => (operands(args).length > 1 ? ordinary : harmless),
  rg: readsUnless(
    (arg) => isOption(arg, '--pre', '--hostname-bin', '--search-zip') || hasLetter(arg, 'z'),
    dangerous('rg runs another program with these options'),
  ),
  tree: readsUnless((arg) => hasLetter(arg, 'oR'), ordinary),
  file: readsUnless(
    (arg) => hasLetter(arg, 'CzZm') || isOption(arg, '--compile', '--uncompress', '--magic-file'),
    ordinary,
  ),
  date: readsUnless(
    (arg) => hasLetter(arg, 's') || isOption(arg, '--set') || /^\d/.test(arg),
    dangerous('it sets the clock'),
  ),
  xxd: readsUnless((arg) => arg.startsWith('-r'), ordinary),
  find,
  ...each('fd fdfind', () => harmless),
  sed,
  ...each('awk gawk mawk nawk', awk),
  ...each('rm unlink', rm),
  ...each('rmdir', always('it deletes folders')),
  ...each('dd', always('it overwrites files or disks')),
  ...each('mkfs fdisk parted mkswap losetup mount umount diskutil wipefs swapoff swapon', always('it changes disks')),
  ...each('shred srm wipe', always('it destroys files')),
  truncate: always('it empties files'),
  ...each('chown chgrp chattr setfacl xattr', always('it changes owners or attributes of files')),
  chmod,
  ...each('ln link mklink', always('it makes a link, which can lead out of the project')),
  ...each('tar bsdtar', tar),
  ...each(
    'zip',
    readsUnless(
      (arg) => hasLetter(arg, 'Tm') || isOption(arg, '--unzip-command', '--test', '--move'),
      dangerous('zip can run programs and delete files with these options'),
    ),
  ),
  ...each(
    'alias unalias trap hash enable bind complete shopt readonly declare typeset local let fc history',
    always('it changes what later commands mean'),
  ),
  ...each(
    'read mapfile readarray getopts unset umask ulimit popd',
    always('it changes how the shell reads what follows'),
  ),
  set,
  ...each('printenv env', always('it shows environment variables, which may hold secrets')),
  ...each(
    'ed ex vi vim nvim emacs nano pico less more man',
    always('it waits for a person at the keyboard, and can run commands'),
  ),
  ...each('kill pkill killall xkill fuser', always('it ends processes')),
  ...each('shutdown reboot halt poweroff init systemctl service launchctl loginctl', always('it changes the machine')),
  ...each('crontab at batch systemd-run', always('it starts something later or elsewhere')),
  ...each(
    'useradd usermod userdel groupadd passwd chpasswd visudo chsh login su',
    always('it changes users of the machine'),
  ),
  ...each(
    'iptables nft ufw ifconfig ip route networksetup sysctl modprobe insmod rmmod',
    always('it changes the machine'),
  ),
  ...each('chroot unshare nsenter capsh strace ltrace gdb lldb', always('it runs a program in another way than usual')),
  ...each('ssh scp sftp rsync rclone nc ncat netcat socat telnet ftp lftp tftp', always('it reaches another machine')),
  ...each('aria2c lynx w3m links http https xh nslookup dig host ping', always('it reaches the network')),
  ...each('mail sendmail mutt', always('it sends mail')),
  ...each(
    'gpg gpg2 ssh-keygen ssh-add ssh-agent openssl security keytool pass op secret-tool',
    always('it handles keys'),
  ),
  ...each('osascript open xdg-open gio defaults screencapture', always("it reaches the person's desktop")),
  ...each('tmux screen expect dtach script', always('it runs something that cannot be seen')),
  ...each('split csplit patch tee touch mkdir cp mv install', () => ordinary),
};
