// Changing one value of `.taskwerk/config.yml` and nothing else: comments, order and other tools' keys stay.
import { parseDocument } from 'yaml';
import { ConductorError } from '../errors.ts';
import type { ConfigPath } from './read.ts';

/** The text of the file with `orchestration.<path>` set; an empty text gives a new file. Throws `config.invalid` for broken YAML. */
export function setConfigValue(text: string, path: ConfigPath, value: unknown): string {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) {
    throw new ConductorError(
      'config.invalid',
      `.taskwerk/config.yml is not valid YAML: ${error.message.split('\n')[0] ?? ''}`,
      {
        remedy: 'Mend the file first; nothing was changed.',
      },
    );
  }
  document.setIn(['orchestration', ...path], value);
  return document.toString({ lineWidth: 0 });
}
