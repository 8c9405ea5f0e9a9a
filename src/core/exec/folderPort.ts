// Reading a folder that may lie outside the project: the private copy that gates look at.

export interface FolderPort {
  /** UTF-8 text of a file below `dir`; null where there is none, for one above 20 MB, and for a path that leaves `dir`. */
  readText(dir: string, path: string): Promise<string | null>;
  /** Names in a folder below `dir`, sorted, folders with a trailing slash; empty where there is none. */
  list(dir: string, folder: string): Promise<readonly string[]>;
}
