// Holds a part of the page against the accessibility rules of axe-core.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Locator } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface WithAxe {
  readonly axe: { run(root: unknown, options: RunOptions): Promise<AxeResults> };
}

/**
 * Throws a list of the violations of WCAG 2.x A and AA inside `part`, each with the elements.
 * `exceptRules` names rules (axe ids) that VS Code's own markup breaks.
 */
export async function assertAccessible(part: Locator, exceptRules: readonly string[] = []): Promise<void> {
  // Evaluated rather than added as a script element, which the page's content security policy would refuse.
  await part.evaluate((_element, source) => {
    (0, eval)(source);
  }, axeSource);
  const rules = Object.fromEntries(exceptRules.map((rule) => [rule, { enabled: false }]));
  const { violations } = await part.evaluate(
    (element, options) => (globalThis as unknown as WithAxe).axe.run(element, options),
    { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], rules },
  );
  if (violations.length === 0) return;
  const lines = violations.flatMap(({ id, help, nodes }) => [
    `${id}: ${help}`,
    ...nodes.map(({ html }) => `    ${html}`),
  ]);
  throw new Error(`The page breaks accessibility rules:\n${lines.join('\n')}`);
}
