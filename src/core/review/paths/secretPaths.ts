// Files that hold secrets by their name: nobody but a person lets an agent read them.

/** A template of an `.env` holds names without values. */
const TEMPLATE = /^\.env\.(?:example|sample|template|dist|defaults?|test\.example)$/i;

const NAMES = new RegExp(
  `^(?:${[
    ...['\\.env', '\\.env\\..+', '\\.envrc', '.+\\.env', '\\.?secrets?\\.(?:json|ya?ml|toml|env|ini|txt|properties)'],
    ...['.+\\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|tfvars|tfstate|secrets?)', 'terraform\\.tfstate.*'],
    ...['id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?', '[._]netrc', '\\.npmrc', '\\.yarnrc\\.yml', '\\.pypirc', '\\.pgpass'],
    ...['\\.git-credentials', '\\.my\\.cnf', '\\.htpasswd', '\\.dockercfg', '\\.vault-token', '\\.terraformrc'],
    ...['.*credentials?(?:\\.(?:json|ya?ml|toml|ini|xml|properties|csv|enc))?', 'service-?account.*\\.json'],
    ...['\\.?passwords?(?:\\.(?:json|ya?ml|toml|txt|csv))?', 'master\\.key', 'auth\\.json', '\\.bash_history'],
  ].join('|')})$`,
  'i',
);
const FOLDERS =
  /(?:^|\/)(?:\.ssh|\.aws|\.gnupg|\.azure|\.kube|\.docker|\.config\/gcloud|\.config\/gh|\.secrets?)(?:\/|$)/i;
/** Remotes may carry a token. */
const GIT_CONFIG = /(?:^|\/)\.git\/config$/i;

/** True for a path, relative or absolute, whose name says that it holds keys, passwords or tokens. */
export function isSecretPath(path: string): boolean {
  // Windows drops dots and blanks at the end of a name, and reads `name::$DATA` as the file.
  const plain = path
    .replaceAll('\\', '/')
    .replace(/::?\$DATA$/i, '')
    .replace(/(?<!\.)[ .]+$/, '');
  const name = plain.slice(plain.lastIndexOf('/') + 1);
  return (NAMES.test(name) && !TEMPLATE.test(name)) || FOLDERS.test(plain) || GIT_CONFIG.test(plain);
}
