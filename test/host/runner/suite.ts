// Runs the host tests inside the extension host. esbuild bundles it with mocha and the tests into out/test/host/index.js.
import Mocha from 'mocha';

/** Loads the test files, then runs them. Rejects when a test failed: the host ends with code 1 then. */
export async function runSuite(loadTests: () => void): Promise<void> {
  process.setSourceMapsEnabled(true);
  const grep = process.env['CONDUCTOR_TEST_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 20_000,
    forbidOnly: true,
    forbidPending: true,
    ...(grep ? { grep } : {}),
  });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  loadTests();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} host tests failed.`);
}
