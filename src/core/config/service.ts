// The configuration of one project, read when it is asked for.
import { isConductorError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { readConfig, type ConfigProblem } from './read.ts';
import { resolveConfig, type ConfigEntry } from './resolve.ts';
import type { OrchestrationConfig } from './schema.ts';

export const CONFIG_FILE = '.taskwerk/config.yml';
const MAX_CONFIG_BYTES = 1024 * 1024;

export interface ProjectConfig {
  readonly config: OrchestrationConfig;
  readonly entries: readonly ConfigEntry[];
  /** What is wrong with the file; the faulty values are not in force. */
  readonly problems: readonly ConfigProblem[];
}

export class ConfigService {
  readonly #ports: Pick<Ports, 'files' | 'log' | 'userSettings'>;

  constructor(ports: Pick<Ports, 'files' | 'log' | 'userSettings'>) {
    this.#ports = ports;
  }

  async read(): Promise<ProjectConfig> {
    const { values, problems } = readConfig(await this.#text());
    for (const { message, span } of problems) this.#ports.log.warn(`${CONFIG_FILE}:${span.line}: ${message}`);
    return { ...resolveConfig(values, this.#ports.userSettings?.()), problems };
  }

  async #text(): Promise<string> {
    try {
      return new TextDecoder().decode(await this.#ports.files.read(CONFIG_FILE, MAX_CONFIG_BYTES));
    } catch (error) {
      if (isConductorError(error) && error.code === 'document.missing') return '';
      throw error;
    }
  }
}
