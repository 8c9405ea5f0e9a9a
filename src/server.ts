// The language server: a process of its own, started by the extension when a document needs it. In it, one thread speaks
// with the editor and another analyses the documents; both run this file.
import { basename, matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createConductor } from './core/conductor.ts';
import type { Log } from './core/ports.ts';
import { analyst, type Analyst } from './language/analysis.ts';
import { startLanguageServer } from './language/server.ts';
import { createDiskFiles } from './node/files/disk.ts';
import { searchFiles } from './node/files/search.ts';
import { createStoreOpener } from './node/taskwerk/opener.ts';
import { answerQuestions, Thread } from './node/thread.ts';

interface Question {
  readonly method: keyof Analyst;
  readonly args: readonly unknown[];
}

if (isMainThread) serve();
else answerQuestions((question) => answer(question as Question));

function serve(): void {
  const connection = createConnection(ProposedFeatures.all);
  const words = (args: readonly unknown[]): string => args.map(String).join(' ');
  const log: Log = {
    debug: () => undefined,
    info: (...args) => connection.console.info(words(args)),
    warn: (...args) => connection.console.warn(words(args)),
    error: (...args) => connection.console.error(words(args)),
  };
  startLanguageServer(connection, {
    analyst: analystIn(new Thread(process.argv[1] ?? '')),
    matchesGlob,
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
}

/** The analyst as a stand-in here: the work is done in the thread. */
function analystIn(thread: Thread): Analyst {
  const ask = <Answer>(method: keyof Analyst, ...args: readonly unknown[]): Promise<Answer> =>
    thread.ask({ method, args } satisfies Question) as Promise<Answer>;
  return {
    analysePrd: (text) => ask('analysePrd', text),
    locate: (text, requirements) => ask('locate', text, requirements),
    checkPlan: (text, base) => ask('checkPlan', text, base),
  };
}

function answer({ method, args }: Question): Promise<unknown> {
  return (analyst[method] as (...given: readonly unknown[]) => Promise<unknown>)(...args);
}
