// PDF and Word documents inside VS Code: planned by the commands as they are elsewhere.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { createStoreOpener } from '../../src/node/taskwerk/opener.ts';
import { docxFromMarkdown } from '../support/docx.ts';
import { pdfOf } from '../support/pdf.ts';
import { closeEditors, fileUri, folder } from './support/editor.ts';

const pdf = pdfOf([
  [
    { text: 'Parcel lockers', x: 50, y: 800, size: 20 },
    { text: '1. The locker must open within two seconds.', x: 50, y: 760 },
    { text: '2. The locker must close by itself.', x: 50, y: 740 },
  ],
]);
const docx = docxFromMarkdown(
  '# Parcel lockers\n\n- The locker must open within two seconds.\n- The locker must close by itself.\n',
);

describe('documents without text of their own', () => {
  afterEach(closeEditors);

  for (const [name, bytes] of [
    ['lockers.pdf', pdf],
    ['lockers.docx', docx],
  ] as const) {
    it(`are planned: ${name}`, async () => {
      await vscode.workspace.fs.writeFile(fileUri(name), bytes);
      await vscode.commands.executeCommand('conductor.plan.decompose', fileUri(name));
      const store = await createStoreOpener(folder().uri.fsPath).openOrCreate();
      try {
        const summary = (await store.listPlans()).find(({ sourceFile }) => sourceFile === name);
        assert.ok(summary, `${name} has no plan.`);
        const { plan } = await store.loadPlan(summary.id);
        assert.deepEqual(
          plan.requirements.map(({ text }) => text),
          ['The locker must open within two seconds.', 'The locker must close by itself.'],
        );
      } finally {
        store.close();
      }
    });
  }
});
