// Cmdlets of PowerShell with their aliases, and what is built into cmd.exe.
import { dangerous, harmless, ordinary } from './finding.ts';
import type { ProgramRule } from './files.ts';

const each = (names: string, rule: ProgramRule): Readonly<Record<string, ProgramRule>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, rule]));

const always =
  (reason: string): ProgramRule =>
  () =>
    dangerous(reason);

/** PowerShell takes any beginning of a parameter's name. */
const hasParameter = (args: readonly string[], ...names: readonly string[]): boolean =>
  args.some((arg) => {
    const name = /^-([a-z]+)/i.exec(arg)?.[1]?.toLowerCase();
    return name !== undefined && names.some((known) => known.startsWith(name));
  });

const removeItem: ProgramRule = (args) => {
  if (hasParameter(args, 'recurse')) return dangerous('it deletes folders');
  return args.some((arg) => /[*?[]/.test(arg)) || args.length === 0
    ? dangerous('it deletes whatever it is given')
    : ordinary;
};

const hasSwitch = (args: readonly string[], letters: string): boolean =>
  args.some((arg) => new RegExp(`/[${letters}]`, 'i').test(arg));

export const powershellRules: Readonly<Record<string, ProgramRule>> = {
  ...each(
    'get-childitem gci ls dir get-content gc cat type get-item gi get-location gl pwd test-path resolve-path',
    () => harmless,
  ),
  ...each(
    'select-string sls measure-object measure sort-object sort get-unique group-object select-object select',
    () => harmless,
  ),
  ...each(
    'write-output echo write write-host out-string out-null format-list fl format-table ft get-date get-filehash',
    () => harmless,
  ),
  ...each(
    'compare-object diff split-path join-path convertfrom-json convertto-json start-sleep sleep get-command gcm',
    () => harmless,
  ),
  ...each('where-object where ? foreach-object foreach %', () => harmless),
  ...each('set-location sl cd chdir push-location pushd', (args) =>
    args.length === 1 ? harmless : dangerous('it leaves the project'),
  ),
  ...each('remove-item ri rm del erase rd rmdir', removeItem),
  ...each(
    'clear-content clc clear-item cli clear-recyclebin clear-disk format-volume initialize-disk remove-partition',
    always('it empties files or disks'),
  ),
  ...each('invoke-expression iex invoke-command icm invoke-item ii', always('it runs code that cannot be read')),
  ...each(
    'start-process saps start start-job sajb start-threadjob register-scheduledtask',
    always('it starts something that cannot be followed'),
  ),
  ...each(
    'invoke-webrequest iwr invoke-restmethod irm curl wget start-bitstransfer send-mailmessage test-netconnection',
    always('it reaches the network'),
  ),
  ...each(
    'set-alias sal new-alias nal set-variable sv new-variable nv import-alias set-item si new-psdrive mount',
    always('it changes what later commands mean'),
  ),
  ...each(
    'import-module ipmo add-type new-object install-module install-package install-script update-module',
    always('it loads code from elsewhere'),
  ),
  ...each(
    'set-executionpolicy set-acl set-itemproperty sp new-itemproperty remove-itemproperty',
    always('it changes rights or the registry'),
  ),
  ...each(
    'stop-process spps kill stop-service restart-service stop-computer restart-computer',
    always('it ends processes or services'),
  ),
  ...each(
    'get-clipboard get-credential get-secret get-variable gv get-itemproperty gp',
    always('it shows what may be secret'),
  ),
  ...each(
    'new-item ni set-content sc add-content ac out-file tee-object tee copy-item copy cp cpi move-item move mv mi mkdir md rename-item ren rni',
    (args) =>
      hasParameter(args, 'itemtype') && args.some((arg) => /link|junction/i.test(arg))
        ? dangerous('it makes a link, which can lead out of the project')
        : ordinary,
  ),
};

export const cmdRules: Readonly<Record<string, ProgramRule>> = {
  ...each('dir type echo rem ver vol cls findstr find fc comp more where tree', () => harmless),
  ...each('cd chdir pushd', (args) =>
    args.length === 1 && !args[0]?.startsWith('/') ? harmless : dangerous('it leaves the project'),
  ),
  ...each('del erase', (args) =>
    hasSwitch(args, 'sqf') || args.some((arg) => /[*?]/.test(arg))
      ? dangerous('it deletes whatever matches')
      : ordinary,
  ),
  ...each('rd rmdir', always('it deletes folders')),
  ...each('copy move ren rename md mkdir', () => ordinary),
  ...each('xcopy robocopy replace', always('it copies or deletes whole folders')),
  ...each('format diskpart chkdsk fsutil cipher vssadmin label subst', always('it changes disks')),
  ...each('attrib cacls icacls takeown', always('it changes rights or attributes of files')),
  ...each('mklink', always('it makes a link, which can lead out of the project')),
  ...each(
    'reg regedit regsvr32 rundll32 mshta wmic sc net netsh bcdedit schtasks at setx',
    always('it changes the machine'),
  ),
  ...each(
    'cscript wscript msiexec installutil msbuild certutil bitsadmin forfiles',
    always('it can fetch and run code'),
  ),
  ...each('taskkill shutdown logoff', always('it ends processes')),
  ...each('set path prompt assoc ftype doskey', always('it shows or changes environment variables')),
  ...each('start', always('it starts something that cannot be followed')),
  ...each('popd pause', always('it changes how the shell reads what follows')),
};
