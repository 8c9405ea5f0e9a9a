// A small extension beside Conductor: a file system that is nowhere on disk, and a person with fewer rights.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The scheme of the file system. Its one folder, `/notes`, can be written to. */
export const virtualScheme = 'conductor-memory';

/** The command that takes the extension host the rights of root, where it has them. */
const ordinaryUserTitle = 'Become an Ordinary User';

const program = `
const vscode = require('vscode');
const files = new Map(Object.entries(require('./files.json')));
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
exports.activate = (context) => {
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider('${virtualScheme}', provider),
    vscode.commands.registerCommand('tests.ordinaryUser', () => {
      if (process.getuid() === 0) process.seteuid(65534);
    }),
  );
};
`;

/** Writes it into `folder` and gives its path. `files` are those of the virtual file system, e.g. `/notes/a.md`. */
export function companionExtension(folder: string, files: Readonly<Record<string, string>> = {}): string {
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
    activationEvents: [`onFileSystem:${virtualScheme}`],
    contributes: {
      commands: [{ command: 'tests.ordinaryUser', category: 'Tests', title: ordinaryUserTitle }],
    },
  };
  writeFileSync(join(path, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(path, 'files.json'), JSON.stringify(files));
  writeFileSync(join(path, 'main.js'), program);
  return path;
}
