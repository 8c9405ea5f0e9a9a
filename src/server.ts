// The language server: a process of its own, started by the extension when a document needs it.
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createConductor } from './core/conductor.ts';
import type { Log } from './core/ports.ts';
import { startLanguageServer } from './language/server.ts';
import { createDiskFiles } from './node/files/disk.ts';
import { searchFiles } from './node/files/search.ts';
import { createStoreOpener } from './node/taskwerk/opener.ts';

const connection = createConnection(ProposedFeatures.all);
const words = (args: readonly unknown[]): string => args.map(String).join(' ');
const log: Log = {
  debug: () => undefined,
  info: (...args) => connection.console.info(words(args)),
  warn: (...args) => connection.console.warn(words(args)),
  error: (...args) => connection.console.error(words(args)),
};

startLanguageServer(connection, {
  openProject: (uri, name) => {
    const folder = fileURLToPath(uri);
    const store = createStoreOpener(folder);
    return {
      uri,
      name: name || basename(folder),
      store,
      conductor: createConductor({ store, files: createDiskFiles(folder), readers: [], log }),
      search: (text, signal) => searchFiles(folder, text, signal),
    };
  },
});
