// `npm start [-- FILE]`: the main job in a scratch project. Decomposes the sample PRD, or FILE, and imports the plan.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { root, samplePrd } from '../test/support/vscode/paths.ts';
import { build, main, runTool } from './lib/build.ts';

await main(async () => {
  const [file] = process.argv.slice(2);
  // npm runs scripts in the repository and names the person's folder here.
  const document = file === undefined ? samplePrd : resolve(process.env['INIT_CWD'] ?? process.cwd(), file);
  await build();
  const project = mkdtempSync(join(tmpdir(), 'conductor-project-'));
  console.log(`$ conductor plan create ${relative(root, document)} --auto-import --project ${project}\n`);
  const { code } = await runTool('dist/cli.js', ['plan', 'create', document, '--auto-import', '--project', project]);
  process.exitCode = code;
});
