// Where a person's secrets usually lie: a sandboxed command finds nothing there.
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

const BELOW_HOME = [
  ...['.ssh', '.gnupg', '.aws', '.azure', '.kube', '.netrc', '.npmrc', '.yarnrc', '.pypirc', '.git-credentials'],
  ...['.config/gh', '.config/gcloud', '.config/git/credentials', '.config/op', '.config/hub', '.docker/config.json'],
  ...['.cargo/credentials', '.cargo/credentials.toml', '.m2/settings-security.xml', '.gem/credentials'],
  ...['.claude', '.claude.json', '.config/anthropic', '.password-store', '.local/share/keyrings', '.vault-token'],
  ...['.mozilla', '.config/google-chrome', '.config/chromium', '.config/Code', '.terraform.d', '.pgpass', '.my.cnf'],
  ...['Library/Keychains', 'Library/Application Support/Code', 'Library/Application Support/Google/Chrome'],
];

/** Doors to services that act with the person's rights: key agents, the desktop, containers. */
const DOORS = ['/run/user', '/run/docker.sock', '/run/containerd', '/run/podman', '/run/dbus'];

export interface Secret {
  /** Absolute, links resolved. */
  readonly path: string;
  readonly isFolder: boolean;
}

/** Those that are there. */
export async function findSecrets(home: string | undefined): Promise<readonly Secret[]> {
  const places = [...(home === undefined ? [] : BELOW_HOME.map((name) => join(home, name))), ...DOORS];
  const found = await Promise.all(
    places.map(async (place) => {
      const path = await realpath(place).catch(() => null);
      return path === null ? [] : [{ path, isFolder: (await stat(path)).isDirectory() }];
    }),
  );
  return found.flat();
}
