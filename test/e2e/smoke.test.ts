// The extension in a running VS Code, seen by a person who has just opened a project.
import { openWorkbench, type Workbench } from './support/workbench.ts';

for (const extension of ['development', 'installed'] as const) {
  describe(`a project in VS Code (${extension} extension)`, () => {
    let workbench: Workbench;

    before(async () => {
      workbench = await openWorkbench({ extension });
    });
    after(() => workbench.close());

    it('opens the PRD', async () => {
      await workbench.openFile('link-shortener.prd.md');
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
  });
}
