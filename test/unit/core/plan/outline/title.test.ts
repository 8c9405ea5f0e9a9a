import assert from 'node:assert/strict';
import fc from 'fast-check';
import { learnNames } from '../../../../../src/core/plan/outline/names.ts';
import { titleOf } from '../../../../../src/core/plan/outline/title.ts';

const isName = learnNames(['The shop runs on Acme hardware.']);
const ofText = (text: string): string => titleOf(text, false, isName);
const ofHeading = (text: string): string => titleOf(text, true, isName);

const TEXTS: Readonly<Record<string, string>> = {
  'Support several input formats (CSV, XML)': 'Support several input formats (CSV, XML)',
  'Secure signup with email and password': 'Add a secure signup with email and password',
  '✅ Secure signup process with email': 'Build a secure signup process with email',
  'The system must reject files above 10 MB': 'Reject files above 10 MB',
  'The importer shall skip empty rows': 'Make the importer skip empty rows',
  'Passwords must be hashed with bcrypt': 'Ensure that passwords are hashed with bcrypt',
  'Users must be able to reset their password': 'Let users reset their password',
  'As a teacher, I want to export grades so that parents see them': 'Let a teacher export grades',
  'When a payment fails, the system shall notify the buyer': 'Notify the buyer when a payment fails',
  'Exports reports as PDF': 'Export reports as PDF',
  'Test execution and monitoring': 'Implement test execution and monitoring',
  'Test the import with broken files': 'Test the import with broken files',
  'Automatic branch creation per task': 'Implement automatic branch creation per task',
  'Response time < 2 seconds': 'Keep response time < 2 seconds',
  'Context menu disabled': 'Ensure that context menu is disabled',
  'Integration with payment providers': 'Integrate with payment providers',
  'HTTP server for uploads': 'Build an HTTP server for uploads',
  'Implement search': 'Implement search',
  '1.2 Lend a book to a member': 'Lend a book to a member',
  'save_draft(id) - Persist the draft': 'Persist the draft (save_draft)',
  'Monthly report': 'Generate a monthly report',
};

const HEADINGS: Readonly<Record<string, string>> = {
  'Feature 3: Document Parser': 'Build the document parser',
  'Database Schema Extensions': 'Create the database schema extensions',
  'Quality Control': 'Implement quality control',
  'Acme Connector': 'Add the Acme connector',
  Performance: 'Meet the performance requirements',
};

describe('titleOf', () => {
  for (const [text, title] of Object.entries(TEXTS)) it(text, () => assert.equal(ofText(text), title));
  for (const [text, title] of Object.entries(HEADINGS)) it(`# ${text}`, () => assert.equal(ofHeading(text), title));

  it('is one line of at most 255 units for any text, and never empty for words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), fc.boolean(), (text, definite) => {
        const title = titleOf(text, definite, isName);
        assert.doesNotMatch(title, /[\r\n]/);
        assert.ok(title.length <= 255);
      }),
    );
    assert.notEqual(ofText('***'), '');
  });

  it('cuts a long sentence at a pause', () => {
    const title = ofText(
      'Generate a consolidated report for every class with all results of the last twelve months, which teachers can download, print and send to parents',
    );
    assert.ok(title.length <= 100, title);
    assert.match(title, /^Generate a consolidated report for every class/);
  });
});
