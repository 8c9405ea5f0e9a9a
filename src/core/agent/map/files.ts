// The files of a project with what they define and refer to. Lock files, binaries and what a tool has made stay out.
import { mapLimited } from '../../concurrency.ts';
import type { WorkspacePort } from '../../review/workspacePort.ts';
import type { CodeMapPort, CodeSymbol } from './codeMapPort.ts';

/** A file that no parser reads has no symbols; its path can still matter. */
export interface MappedFile {
  readonly path: string;
  readonly definitions: readonly CodeSymbol[];
  readonly references: readonly string[];
}

const MAX_BYTES = 500 * 1024;
const SIDE_BY_SIDE = 32;

/** Folders of what is made or fetched, wherever they are; and those that are it at the top of a project alone. */
const MADE_FOLDERS = /(^|\/)(node_modules|dist|vendor|third_party|coverage|__snapshots__|__pycache__|\.venv|venv)\//;
const MADE_AT_TOP = /^(out|build|target|\.taskwerk)\//;
const LOCK_FILES =
  /(^|\/)([^/]+\.lock|[^/]+-lock\.(json|ya?ml)|npm-shrinkwrap\.json|go\.sum|bun\.lockb|\.pnp\.[cm]?js)$/i;
const MADE_FILES = /([.-](min|bundle|generated|gen)\.\w+|\.(map|snap)|_pb2(_grpc)?\.pyi?|\.pb\.go|\.g\.\w+)$/i;
const BINARIES =
  /\.(png|jpe?g|gif|webp|avif|ico|bmp|tiff?|svg|woff2?|ttf|otf|eot|mp[34]|m4[av]|wav|ogg|webm|mov|pdf|docx?|xlsx?|pptx?|zip|t?gz|tar|bz2|xz|7z|rar|jar|class|pyc|o|a|so|dylib|dll|exe|bin|wasm|node|db|sqlite3?|parquet)$/i;

export function isMapped(path: string): boolean {
  return ![MADE_FOLDERS, MADE_AT_TOP, LOCK_FILES, MADE_FILES, BINARIES].some((pattern) => pattern.test(path));
}

/** By what stands at its top, or by lines that nobody writes. */
export function isGenerated(text: string): boolean {
  const top = text.slice(0, 600);
  if (/@generated\b|\bdo not (edit|modify)\b|\bauto(matically)?[- ]?generated\b/i.test(top)) return true;
  const sample = text.slice(0, 20_000);
  return sample.length > 2_000 && sample.length / sample.split('\n').length > 250;
}

/** In the order of the list. Files are read and parsed side by side, off the caller's thread. */
export async function collectFiles(
  workspace: Pick<WorkspacePort, 'list' | 'read'>,
  codeMap: CodeMapPort,
  signal?: AbortSignal,
): Promise<readonly MappedFile[]> {
  const names = new Map<string, string>();
  const paths = (await workspace.list(signal)).filter(isMapped);
  const files = await mapLimited(paths, SIDE_BY_SIDE, async (path): Promise<MappedFile | null> => {
    signal?.throwIfAborted();
    if (!codeMap.knows(path)) return { path, definitions: [], references: [] };
    const file = await workspace.read(path);
    if (!file?.content || file.link !== undefined || file.size > MAX_BYTES) return null;
    const { text } = file.content;
    if (isGenerated(text)) return null;
    const { definitions, references } = await codeMap.symbols(path, text);
    return { path, definitions, references: references.map((name) => shared(names, name)) };
  });
  return files.filter((file) => file !== null);
}

/** One string for all that are equal: a large project has millions of them. */
function shared(names: Map<string, string>, name: string): string {
  const known = names.get(name);
  if (known === undefined) names.set(name, name);
  return known ?? name;
}
