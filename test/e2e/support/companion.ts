// A small extension beside Conductor: a file system that is nowhere on disk, and a person with fewer rights.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The scheme of the file system. Its one folder, `/notes`, can be written to. */
export const virtualScheme = 'conductor-memory';

export interface CompanionOptions {
  /** Those of the virtual file system, e.g. `/notes/a.md`. */
  readonly files?: Readonly<Record<string, string>>;
  /**
   * Once Conductor is active, the extension host gives up all rights but an ordinary user's, also where the tests run as
   * root. What it has open keeps them, so wait for `ordinaryUserMark` in the companion's folder.
   */
  readonly isOrdinaryUser?: boolean;
}

export const ordinaryUserMark = 'ordinary-user';

const program = `
const vscode = require('vscode');
const options = require('./options.json');
const files = new Map(Object.entries(options.files ?? {}));
const changed = new vscode.EventEmitter();
const bytesOf = (uri) => {
  const text = files.get(uri.path);
  if (text === undefined) throw vscode.FileSystemError.FileNotFound(uri);
  return Buffer.from(text);
};
const isFolder = (uri) => uri.path === '/' || [...files.keys()].some((path) => path.startsWith(uri.path + '/'));
const refuse = () => { throw vscode.FileSystemError.NoPermissions('This file system has one folder.'); };
const provider = {
  onDidChangeFile: changed.event,
  watch: () => ({ dispose() {} }),
  stat: (uri) => isFolder(uri)
    ? { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 }
    : { type: vscode.FileType.File, ctime: 0, mtime: 0, size: bytesOf(uri).length },
  readDirectory: (uri) => [...files.keys()]
    .filter((path) => path.startsWith(uri.path + '/'))
    .map((path) => [path.slice(uri.path.length + 1), vscode.FileType.File]),
  readFile: bytesOf,
  writeFile: (uri, content) => {
    files.set(uri.path, Buffer.from(content).toString());
    changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  },
  createDirectory: refuse,
  delete: refuse,
  rename: refuse,
};
exports.activate = async (context) => {
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider('${virtualScheme}', provider));
  if (options.isOrdinaryUser) {
    await vscode.extensions.getExtension('taskwerk.taskwerk-conductor').activate();
    require('node:fs').writeFileSync(__dirname + '/${ordinaryUserMark}', '');
    if (process.getuid() === 0) process.seteuid(65534);
  }
};
`;

/** Writes it into `folder` and gives its path. */
export function companionExtension(folder: string, options: CompanionOptions): string {
  const path = join(folder, 'companion-extension');
  mkdirSync(path, { recursive: true });
  const manifest = {
    name: 'companion',
    displayName: 'Companion',
    publisher: 'test',
    version: '0.0.0',
    engines: { vscode: '^1.100.0' },
    main: './main.js',
    extensionKind: ['workspace'],
    activationEvents: ['*'],
  };
  writeFileSync(join(path, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(path, 'options.json'), JSON.stringify(options));
  writeFileSync(join(path, 'main.js'), program);
  return path;
}
