// Taskwerk's database and its side files change with every step of a run: they are nobody's uncommitted work.

/** Relative to any folder, since the project may lie below the repository's top. */
export const isTaskwerksOwn = (path: string): boolean =>
  /(?:^|\/)\.taskwerk\/(?:taskwerk\.db(?:-wal|-shm|-journal)?$|logs\/)/u.test(path);
