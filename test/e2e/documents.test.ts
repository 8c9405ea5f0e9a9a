// A person plans a PDF and a Word document, and goes from a task to what the document says.
import { strict as assert } from 'node:assert';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConductorProject } from '../support/conductor.ts';
import { docxFromMarkdown } from '../support/docx.ts';
import { root } from '../support/vscode/paths.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const fixture = (name: string): string => join(root, 'test/fixtures/prds', name);

describe('a document that no text editor shows', () => {
  let project: ConductorProject;
  let workbench: Workbench;

  before(async () => {
    project = new ConductorProject();
    copyFileSync(fixture('parcel-lockers.pdf'), join(project.dir, 'lockers.pdf'));
    const markdown = readFileSync(fixture('parcel-lockers.md'), 'utf8').replace(/^---\n[^]*?\n---\n/, '');
    writeFileSync(join(project.dir, 'lockers.docx'), docxFromMarkdown(markdown));
    workbench = await openWorkbench({ workspace: project.dir });
    await workbench.page.getByRole('tab', { name: 'Conductor' }).waitFor();
  });
  after(async () => {
    await workbench.close();
    project.dispose();
  });

  for (const [name, place] of [
    ['lockers.pdf', /lockers\.pdf says on page \d+, line \d+: “.+”/],
    ['lockers.docx', /lockers\.docx says: “.+”/],
  ] as const) {
    it(`is planned, and quoted where a task's requirement stands: ${name}`, async () => {
      await workbench.runCommand('View: Show Explorer');
      await workbench.chooseFromMenu(workbench.treeRow(name), 'Decompose this PRD');
      await workbench.message(`of ${name}. Nothing is in Taskwerk yet.`);
      const tasks = workbench.view('Plans').getByRole('treeitem', { name: /priority/ });
      await workbench.chooseFromMenu(tasks.nth(1), 'Go to Requirement');
      const message = await workbench.message(place);
      await message.getByRole('button', { name: 'Open Document' }).waitFor();
      await workbench.screenshot(`document-${name.slice(-4)}`);
      assert.equal(await workbench.editorTab(name).count(), 0);
    });
  }
});
