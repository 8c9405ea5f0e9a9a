// Tells a person whose Node is too old so, before something that it lacks fails in the middle.

/** The first Node with all that the programs use, SQLite included: major and minor version. */
const OLDEST = [22, 16] as const;

/** What to say to whoever runs `version`, such as "20.19.4", the program being `script`; null where that is new enough. */
export function tooOldNode(version: string, script: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return null;
  const needed = OLDEST.join('.');
  return `Error: Conductor needs Node ${needed} or newer, and this is Node ${version}.\nInstall a newer Node, or run it as: npx --yes node@24 ${script}`;
}
