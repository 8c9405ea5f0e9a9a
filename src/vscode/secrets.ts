// The API key: in the editor's secret storage, else from the environment. It is in no setting, no state and no log.
import type * as vscode from 'vscode';

const name = 'conductor.claude.apiKey';

export class ApiKeys {
  readonly #secrets: vscode.SecretStorage;
  readonly #environment: string | undefined;

  /** `environment` is the value of ANTHROPIC_API_KEY. */
  constructor(secrets: vscode.SecretStorage, environment: string | undefined) {
    this.#secrets = secrets;
    this.#environment = environment === '' ? undefined : environment;
  }

  /** True when the key comes from ANTHROPIC_API_KEY once the stored one is gone. */
  get hasEnvironmentKey(): boolean {
    return this.#environment !== undefined;
  }

  /** Read from the storage each time, so that a change in another window counts at once. */
  async get(): Promise<string | null> {
    return (await this.#stored()) ?? this.#environment ?? null;
  }

  async hasStored(): Promise<boolean> {
    return (await this.#stored()) !== undefined;
  }

  async store(key: string): Promise<void> {
    await this.#secrets.store(name, key.trim());
  }

  async remove(): Promise<void> {
    await this.#secrets.delete(name);
  }

  /** Told when the stored key changed, in whichever window. */
  onDidChange(listener: () => void): vscode.Disposable {
    return this.#secrets.onDidChange(({ key }) => {
      if (key === name) listener();
    });
  }

  async #stored(): Promise<string | undefined> {
    return this.#secrets.get(name);
  }
}

/** What speaks against a text as a key, or null. Gateways have keys of any form, so only slips of the hand are told. */
export function keyProblem(text: string): 'empty' | 'spaces' | 'short' | null {
  const key = text.trim();
  if (key === '') return 'empty';
  if (/\s/.test(key)) return 'spaces';
  return key.length < 8 ? 'short' : null;
}
