// The settings that the editor's side hands over, when it starts the server and whenever they change.

export interface ServerSettings {
  /** By the address of a folder: globs of the files in it that are PRDs whatever they look like. */
  readonly prdFiles: Readonly<Record<string, readonly string[]>>;
}

export const NO_SETTINGS: ServerSettings = { prdFiles: {} };

/** Other editors hand over other things, or nothing. */
export function readSettings(given: unknown): ServerSettings {
  const isSettings = typeof given === 'object' && given !== null && 'prdFiles' in given;
  return isSettings ? (given as ServerSettings) : NO_SETTINGS;
}
