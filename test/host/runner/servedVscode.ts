#!/usr/bin/env node
// Stands where the desktop VS Code's program stands: takes its arguments, runs the tests in the VS Code server through a
// headless browser, and ends with their exit code.
import { format, parseArgs } from 'node:util';
import { launchChromium } from '../../support/vscode/browser.ts';
import { startVscodeServer } from '../../support/vscode/server.ts';

/** VS Code's own notes: parts without a native build, connections, hosts that cannot be reached. They say nothing about the tests. */
const noise = new RegExp(
  [
    ...[
      'lib/vscode/',
      '/static/out/',
      'spdlog',
      'net::ERR_',
      'Failed to fetch',
      'gallery',
      'telemetry',
      'Service ?Worker',
    ],
    ...[
      'AgentHost',
      'AccountPolicyGate',
      'connection token',
      'Creating a socket',
      'grace-time',
      'builtin extensions cache',
      'workbench contribution',
    ],
  ].join('|'),
  'i',
);

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    'extensions-dir': { type: 'string' },
  },
});
const { extensionDevelopmentPath, extensionTestsPath, 'extensions-dir': extensionsDir } = values;
const workspace = positionals[0];
if (typeof extensionDevelopmentPath !== 'string' || typeof extensionTestsPath !== 'string' || workspace === undefined) {
  throw new Error('--extensionDevelopmentPath, --extensionTestsPath and a folder are needed.');
}

const server = await startVscodeServer(typeof extensionsDir === 'string' ? { extensionsDir } : {});
const browser = await launchChromium();
const page = await browser.newPage();
const finished = Promise.withResolvers<number>();
await page.exposeFunction('codeAutomationLog', (_level: string, args: readonly unknown[]) => {
  const line = format(...args);
  if (!noise.test(line) || process.env['CONDUCTOR_TEST_VERBOSE']) console.log(line);
});
await page.exposeFunction('codeAutomationExit', (code: number) => {
  finished.resolve(code);
});
page.once('crash', () => finished.reject(new Error('The browser page with the workbench crashed.')));
await page.goto(server.address(workspace, { extensionDevelopmentPath, extensionTestsPath }));
process.exitCode = await finished.promise;
await browser.close();
await server.stop();
