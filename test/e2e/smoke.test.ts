// The extension in a running VS Code, seen by a person who has just opened a project.
import { workspacePrd } from '../support/vscode/workspace.ts';
import { assertAccessible } from './support/accessibility.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

for (const extension of ['development', 'installed'] as const) {
  describe(`a project in VS Code (${extension} extension)`, () => {
    let workbench: Workbench;

    before(async () => {
      workbench = await openWorkbench({ extension });
    });
    after(() => workbench.close());

    it('opens the PRD', async () => {
      await workbench.openFile(workspacePrd);
    });

    it('shows the Plans view on a command from the palette', async () => {
      await workbench.runCommand('Conductor: Focus on Plans View');
      await workbench.view('Plans').waitFor();
    });

    it('shows Conductor in the activity bar', async () => {
      await workbench.openContainer('Explorer');
      await workbench.openContainer('Conductor');
      await workbench.view('Plans').waitFor();
    });

    it('breaks no accessibility rule in an empty Plans view', async () => {
      // The header is VS Code's own.
      await assertAccessible(workbench.view('Plans').locator('.pane-body'));
    });
  });
}
