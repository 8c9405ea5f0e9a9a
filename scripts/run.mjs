// `node scripts/run.mjs NAME […]` runs scripts/NAME.ts under the project's own Node 24, from a clone with nothing installed.
// This is the one file that the machine's Node runs (18 or newer), so it uses no package and no newer syntax.
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const node = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** The versions that a lock file names, by folder; what only some platforms need is left out. */
function lockedVersions(file) {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  return new Map(
    Object.entries(packages)
      .filter(([folder, { optional, link }]) => folder !== '' && !optional && !link)
      .map(([folder, { version }]) => [folder, version]),
  );
}

/** True when node_modules holds what package-lock.json names, or is a link to an install that somebody else keeps. */
function isInstalled() {
  const installedFile = join(modules, '.package-lock.json');
  if (!existsSync(installedFile) || !existsSync(node)) return false;
  if (lstatSync(modules).isSymbolicLink()) return true;
  const installed = lockedVersions(installedFile);
  return [...lockedVersions(join(root, 'package-lock.json'))].every(([folder, v]) => installed.get(folder) === v);
}

/** Runs a command to its end and gives its exit code. Ctrl+C reaches the command by itself; we wait for its clean-up. */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const ignore = () => undefined;
    const forward = () => child.kill('SIGTERM');
    process.on('SIGINT', ignore).on('SIGTERM', forward);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', ignore).off('SIGTERM', forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

async function npm(...args) {
  const isWindows = process.platform === 'win32';
  const flags = ['--loglevel=error', '--no-audit', '--no-fund'];
  const code = await run(isWindows ? 'npm.cmd' : 'npm', [...args, ...flags], { shell: isWindows });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with code ${code}; its message is above.`);
}

async function install() {
  console.error('Installing the packages of package-lock.json, with the Node 24 that the tools run under …');
  // Warnings are left out: npm holds every tool against the machine's Node (EBADENGINE), which runs none of them.
  await npm('ci', '--ignore-scripts');
  // The one install script that is needed: it fetches the binary for this platform.
  await npm('rebuild', 'node', '--ignore-scripts=false');
  if (!existsSync(node))
    throw new Error(`The npm package "node" has no program for this machine (${node} is missing).`);
}

try {
  const [name, ...args] = process.argv.slice(2);
  if (!isInstalled()) await install();
  const env = {
    ...process.env,
    PATH: [join(modules, '.bin'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':'),
  };
  process.exitCode = await run(node, [join(root, 'scripts', `${name}.ts`), ...args], { cwd: process.cwd(), env });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
