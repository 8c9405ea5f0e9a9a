// What the documentation says of the configuration is what the schema says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { configKeys } from '../../src/core/config/describe.ts';
import { root } from '../support/vscode/paths.ts';

/** The table of docs/configuration.md, without the padding of its columns. */
function documented(): string[] {
  const lines = readFileSync(`${root}/docs/configuration.md`, 'utf8').split('\n');
  return lines
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.replace(/ +\|/g, ' |').replace(/\| +/g, '| '));
}

describe('docs/configuration.md', () => {
  it('lists every key of the schema with its type, default and meaning', () => {
    const expected = configKeys().map(({ name, type, default: byDefault, description }) =>
      `| \`${name}\` | ${type} | ${byDefault === undefined ? '' : `\`${byDefault}\``} | ${description} |`.replace(
        /\| +\|/g,
        '| |',
      ),
    );
    assert.deepEqual(documented(), expected);
  });
});
