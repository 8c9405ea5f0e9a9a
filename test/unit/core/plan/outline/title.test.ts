import assert from 'node:assert/strict';
import fc from 'fast-check';
import { learnNames } from '../../../../../src/core/plan/outline/names.ts';
import { titleOf } from '../../../../../src/core/plan/outline/title.ts';

const isName = learnNames(['The shop runs on Acme hardware.']);
const ofText = (text: string): string => titleOf(text, false, isName);
const ofHeading = (text: string): string => titleOf(text, true, isName);

const TEXTS: Readonly<Record<string, string>> = {
  'Support several input formats (CSV, XML)': 'Support several input formats (CSV, XML)',
  'Secure signup with email and password': 'Implement secure signup with email and password',
  '✅ Secure signup process with email': 'Build a secure signup process with email',
  'The system must reject files above 10 MB': 'Reject files above 10 MB',
  'The importer shall skip empty rows': 'Make the importer skip empty rows',
  'Passwords must be hashed with bcrypt': 'Hash passwords with bcrypt',
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

/** One table for each rule. */
const RULES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'people are let do what they can': {
    'A member can rename a folder': 'Let a member rename a folder',
    'An administrator may remove members': 'Let an administrator remove members',
    'Guests are able to leave a comment': 'Let guests leave a comment',
    'A teacher sees the marks of a class': 'Let a teacher see the marks of a class',
    'Couriers scan a parcel before they leave': 'Let couriers scan a parcel before they leave',
    'The tenant must confirm the address': 'Require the tenant to confirm the address',
    'The user must receive a receipt': 'Let the user receive a receipt',
    'The user must be able to log in again': 'Let the user log in again',
    'As a tenant, I want to open my mailbox so that I can read': 'Let a tenant open their mailbox',
  },
  'what may happen to a thing is allowed': {
    'A folder may be given a colour': 'Allow a folder to be given a colour',
    'A folder may be given a colour, after which it is shown with it': 'Allow a folder to be given a colour',
    'A member can freeze a card; it then refuses payments': 'Let a member freeze a card',
  },
  'things are made to do what the document says they do': {
    'The plugin copies the address to the clipboard': 'Make the plugin copy the address to the clipboard',
    'The plugin works in Chrome and Firefox': 'Make the plugin work in Chrome and Firefox',
    'The smallest box that fits the order opens by itself': 'Make the smallest box that fits the order open by itself',
    'save_draft command persists changes': 'Make the save_draft command persist changes',
    'POST /orders creates an order; GET /orders lists them': 'Make POST /orders create an order',
    'DELETE /orders/:id - Remove an order': 'Remove an order (DELETE /orders/:id)',
    'An order consists of articles': 'Make an order consist of articles',
    'GET /health': 'Provide GET /health',
    'POST /auth/signup: Create an account': 'Create an account (POST /auth/signup)',
  },
  'the passive becomes an order': {
    'Every order is counted with its time': 'Count every order with its time',
    'All changes are kept in a log for one year': 'Keep all changes in a log for one year',
    'Addresses of private networks shall be refused': 'Refuse addresses of private networks',
    'No card number may be stored': 'Store no card number',
    'Orders must be approved by a manager': 'Ensure that orders are approved by a manager',
    'Session data is required': 'Ensure that session data is required',
    "Customers don't need an account": "Ensure that customers don't need an account",
    'Passwords must not be logged': 'Ensure that passwords are not logged',
    'The form shall be checked and stored': 'Check and store the form',
    'Deleting an account removes all its data': 'Ensure that deleting an account removes all its data',
    'Report that a payment is refused': 'Report that a payment is refused',
  },
  'a condition goes behind': {
    'While the cache is cold, the system shall answer from disk': 'Answer from disk while the cache is cold',
    'If a code is unknown, the system shall answer 404': 'Answer 404 if a code is unknown',
    'Where a printer is installed, the till shall print a receipt':
      'Make the till print a receipt where a printer is installed',
  },
  'figures are kept, reached or supported': {
    '500 redirects a second on one instance': 'Reach 500 redirects a second on one instance',
    '20-30 concurrent users per room': 'Support 20-30 concurrent users per room',
    'Availability of search is 99.9 % a month': 'Keep availability of search at 99.9 % a month',
    'Opening time: below 2 seconds': 'Keep opening time below 2 seconds',
  },
  'what others have built is integrated': {
    'GitHub CLI': 'Integrate the GitHub CLI',
    'Stripe API integration for refunds': 'Integrate the Stripe API for refunds',
    'Acme CLI': 'Build Acme CLI',
  },
  'names get the verb that fits them': {
    'Support for dark mode': 'Support dark mode',
    'Import bank statements (CSV)': 'Import bank statements (CSV)',
    'Error recovery': 'Implement error recovery',
    'Sign-in': 'Implement sign-in',
    'In-memory runtime changes': 'Support in-memory runtime changes',
    '10-session limit per account': 'Enforce a 10-session limit per account',
    'Runtime enable/disable of specific tools': 'Enable/disable specific tools at runtime',
    'Improved contrast of charts': 'Improve contrast of charts',
    'More concise answers': 'Make answers more concise',
    'Additional filters for orders': 'Add filters for orders',
    'Saved searches, and sharing them, may follow next year.': 'Provide saved searches, and sharing them',
    'SEPA direct debit': 'Implement SEPA direct debit',
    'up to 999 copies per job': 'Support up to 999 copies per job',
    'User testing with 10 people': 'Run user testing with 10 people',
    'Export formats: CSV, JSON': 'Support export formats: CSV, JSON',
    'WCAG 2.1 AA compliance': 'Ensure WCAG 2.1 AA compliance',
    'GDPR compliant': 'Ensure GDPR compliance',
    'No account needed': 'Require no account',
    'No ads': 'Ensure that there are no ads',
  },
  'what is done is named by its verb': {
    'Handling of failed payments': 'Handle failed payments',
    'Automatic detection of duplicates': 'Detect duplicates automatically',
    'Migration of the existing customers': 'Migrate the existing customers',
    'Passwords stored as salted hashes': 'Store passwords as salted hashes',
    'Encrypted at rest and in transit': 'Encrypt at rest and in transit',
    'Logs kept for 90 days': 'Keep logs for 90 days',
    'A failed job must be moved to the error list and shown on the dashboard':
      'Move a failed job to the error list and show it on the dashboard',
    'The report is to be sent monthly': 'Send the report monthly',
    'Email the weekly digest to all admins': 'Email the weekly digest to all admins',
    'Cook it': 'Cook it',
    'Port invoice creation': 'Port invoice creation',
    'Undo of the last placement': 'Undo the last placement',
    'Idempotency keys on all endpoints': 'Provide idempotency keys on all endpoints',
  },
  'several verbs in a row are verbs where something is done to a thing': {
    'View and edit profile': 'View and edit profile',
    'pause and resume a printer': 'Pause and resume a printer',
    'Import and export': 'Implement import and export',
    'Search & filters': 'Implement search & filters',
  },
  'what is needed is made': {
    'We need a landing page': 'Build a landing page',
    'There must be an audit log of all changes': 'Add an audit log of all changes',
    'There should be a way to export data': 'Provide a way to export data',
    'Users need a way to recover a lost account': 'Let users recover a lost account',
    'It should be possible to undo the last action': 'Make it possible to undo the last action',
    'It must be easy to find the help page': 'Make it easy to find the help page',
    'Must support 12 languages': 'Support 12 languages',
    'Accessible to screen readers': 'Make the product accessible to screen readers',
  },
  'stories are told in several ways': {
    "As a guest, I'd like to check out without an account": 'Let a guest check out without an account',
    'As a user I want my data to be exported as CSV': 'Export their data as CSV',
    'As the owner, I need reports by month': 'Give the owner reports by month',
    'As a user, I want to be told': 'Let a user be told',
    'Members of a team share a link collection': 'Let members of a team share a link collection',
    'User can upload an avatar': 'Let a user upload an avatar',
    'Given a full cart, when the user pays, then an order is created': 'Create an order when the user pays',
  },
  'what comes before a comma goes behind': {
    'Before checkout, the customer must accept the terms': 'Require the customer to accept the terms before checkout',
    'On first start, show a short tour': 'Show a short tour on first start',
    'If the network drops, uploads resume': 'Make uploads resume if the network drops',
    'WHEN a code is used THEN the portal SHALL revoke it': 'Make the portal revoke it when a code is used',
  },
  'what must not be is never allowed': {
    'A volunteer shall not be able to join two shifts': 'Ensure that a volunteer cannot join two shifts',
    'An agent never sees a source that they may not read':
      'Ensure that an agent never sees a source that they may not read',
    'The web app must work on phones': 'Make the web app work on phones',
    'A shift that has few places filled is shown in red': 'Show a shift that has few places filled in red',
    'Every shift that has more than two places that nobody has taken gets a mark':
      'Ensure that every shift that has more than two places that nobody has taken gets a mark',
    'A volunteer signs up with one tap': 'Let a volunteer sign up with one tap',
    'The inspector scans or types the plate': 'Let the inspector scan or type the plate',
    'The resident pays': 'Let the resident pay',
    'The second permit costs twice as much': 'Make the second permit cost twice as much',
    'Old permits stay valid until May': 'Ensure that old permits stay valid until May',
    'everything runs in the background': 'Ensure that everything runs in the background',
    'deleting needs a second confirmation and must be logged':
      'Ensure that deleting needs a second confirmation and must be logged',
    "don't break the integration": 'Do not break the integration',
    '50k contacts max per run': 'Allow at most 50k contacts per run',
    'Edit opens a side panel': 'Make edit open a side panel',
    '99.8 % availability from 6:00': 'Reach 99.8 % availability from 6:00',
  },
  'a sentence with a subject and a verb is ensured, not named': {
    'Grade A items go back to their home bin': 'Ensure that grade A items go back to their home bin',
    'Kiosk reads number and expiry date': 'Ensure that the kiosk reads number and expiry date',
    'Lamp dims over time': 'Ensure that the lamp dims over time',
    'Orders older than 30 days move to the archive': 'Ensure that orders older than 30 days move to the archive',
    'Payouts above EUR 50,000 need a second approval': 'Ensure that payouts above EUR 50,000 need a second approval',
    'Ships appear from a schedule': 'Ensure that ships appear from a schedule',
    'Shares always add up to the total': 'Ensure that shares always add up to the total',
    'Logs contain no plate numbers': 'Ensure that logs contain no plate numbers',
    'Orders cannot be deleted': 'Ensure that orders cannot be deleted',
    'Reports open in a new tab': 'Ensure that reports open in a new tab',
    'Search results update as the user types': 'Ensure that search results update as the user types',
    'Save files are compatible across updates': 'Ensure that save files are compatible across updates',
    'Leaving a habit asks for confirmation': 'Ensure that leaving a habit asks for confirmation',
    'Turning off the lamp attracts them': 'Ensure that turning off the lamp attracts them',
    'Location never leaves the phone': 'Ensure that location never leaves the phone',
    'No data ever leaves the device': 'Ensure that no data ever leaves the device',
    'Clerk approves or asks for another document': 'Ensure that the clerk approves or asks for another document',
    'All menus usable with a keyboard': 'Ensure that all menus are usable with a keyboard',
    'The relay cannot be deployed before the table exists':
      'Ensure that the relay cannot be deployed before the table exists',
    'Below 30, one lamp lies per night': 'Ensure that one lamp lies per night below 30',
    'Player refills oil, trims the wick and winds the clockwork':
      'Let the player refill oil, trim the wick and wind the clockwork',
    'The app keeps working offline and syncs afterwards': 'Make the app keep working offline and sync afterwards',
  },
  'an order in the third person, or the name of something, is no such sentence': {
    'Deduplicates by event id for 7 days': 'Deduplicate by event id for 7 days',
    'Acknowledges only after the handler has returned': 'Acknowledge only after the handler has returned',
    'Lists open orders': 'List open orders',
    'Displays live prices': 'Display live prices',
    'Supports export to CSV': 'Support export to CSV',
    'Track parcels as couriers move them': 'Track parcels as couriers move them',
    'Export data to CSV': 'Export data to CSV',
    'Email alerts for price drops': 'Email alerts for price drops',
    'Push notifications for order updates': 'Provide push notifications for order updates',
  },
  'a title says all and nothing else': {
    'When the net is down, the gateway SHALL buffer records for 72 hours and SHALL send them once it is up again':
      'Make the gateway buffer records for 72 hours when the net is down, and send them once it is up again',
    'The gateway SHALL detect a loss within 10 s and SHALL display it':
      'Make the gateway detect a loss within 10 s and display it',
    'If no courier is found, the order must be cancelled and the customer shall be refunded':
      'Ensure that the order is cancelled and the customer is refunded if no courier is found',
    'The form shall be stored and shall be printed': 'Store and print the form',
    'After three failed attempts it must call the front desk': 'Call the front desk after three failed attempts',
    "Changing shares after sending. Don't allow it. The user cancels.": 'Do not allow changing shares after sending',
    'Max. 3 nudges per person per day': 'Allow at most 3 nudges per person per day',
    'Tax. Each PDF must show the full VAT; a part is enough.': 'Make each PDF show the full VAT',
    'No splitting by line item': 'Ensure that there is no splitting by line item',
    'No custom integrations, even if they pay': 'Ensure that there are no custom integrations, even if they pay',
    'with a note in the audit log': 'Ensure that it works with a note in the audit log',
    'Start: cold start < 2.5 s on a phone': 'Keep cold start < 2.5 s on a phone',
    'Start-up: operational no later than 90 s after power-on':
      'Meet the start-up target: operational no later than 90 s after power-on',
    'MAY run with several replicas': 'Let it run with several replicas',
    'billing - can run in parallel': 'Let billing run in parallel',
    '18:00 Freeze deployments': 'Freeze deployments',
    'Wait until the lag is 0, then stop': 'Wait until the lag is 0, then stop',
    'Exception queue: As a clerk, I want to see a queue of open items': 'Let a clerk see a queue of open items',
    'The gateway SHALL write start, stop and rate changes of each infusion to the record of the patient in the hospital system':
      'Make the gateway write start, stop and rate changes of each infusion…',
  },
  'keywords and whole lines in capitals are words': {
    'The payload MUST NOT exceed 256 KiB': 'Ensure that the payload never exceeds 256 KiB',
    'TLS 1.2 or later is REQUIRED': 'Ensure that TLS 1.2 or later is required',
    'The app shall not store card numbers': 'Never store card numbers',
    '99.9% uptime': 'Reach 99.9% uptime',
    'Availability 99.9 % during shifts': 'Keep availability at 99.9 % during shifts',
  },
};

const HEADINGS: Readonly<Record<string, string>> = {
  'Feature 3: Document Parser': 'Build the document parser',
  'Database Schema Extensions': 'Create the database schema extensions',
  'Quality Control': 'Implement quality control',
  'Acme Connector': 'Add the Acme connector',
  Performance: 'Meet the performance requirements',
  'Click statistics': 'Provide click statistics',
  Redirects: 'Provide redirects',
  'Send A Reminder': 'Send a reminder',
  'Required Storage Changes': 'Make the required storage changes',
  'PRINT QUEUE': 'Build the print queue',
  'Opening hours': 'Provide opening hours',
  'Write path': 'Build the write path',
  Migration: 'Carry out the migration',
  'What are the launch requirements?': 'Meet the launch requirements',
  'REST API DESIGN': 'Implement REST API design',
  'Epic: Patient self-service': 'Implement patient self-service',
  'CB-1 Book an appointment (Must)': 'Book an appointment',
  'Security Considerations': 'Address the security considerations',
  'Batches (v1.1)': 'Provide batches (v1.1)',
  'Batch (v1.1)': 'Build the batch (v1.1)',
  'Ships (2 models)': 'Provide ships (2 models)',
  'Log book': 'Build the log book',
  'Request fields': 'Provide request fields',
  'Release plan': 'Build the release plan',
  'Launch checklist': 'Build the launch checklist',
  'Invite links': 'Provide invite links',
  'Push service v2': 'Build the push service v2',
  'Support tools': 'Provide support tools',
  'Copy links': 'Copy links',
  'Support trained': 'Ensure that support is trained',
  'Workstream A – schema and code': 'Create the schema and code',
  Technical: 'Meet the technical requirements',
  'Other Nonfunctional Requirements': 'Meet the nonfunctional requirements',
};

describe('titleOf', () => {
  for (const [text, title] of Object.entries(TEXTS)) it(text, () => assert.equal(ofText(text), title));
  for (const [text, title] of Object.entries(HEADINGS)) it(`# ${text}`, () => assert.equal(ofHeading(text), title));

  for (const [rule, cases] of Object.entries(RULES)) {
    describe(rule, () => {
      for (const [text, title] of Object.entries(cases)) it(text, () => assert.equal(ofText(text), title));
    });
  }

  it('never ends in the middle, keeps no capital article, and says no verb twice', () => {
    const subjects = [
      'A member',
      'The importer',
      'The system',
      'Orders',
      'An API',
      'POST /orders',
      'Every page of the shop',
    ];
    const verbs = [
      'can export',
      'must be stored',
      'shows',
      'is opened',
      'may be given',
      'shall list',
      'must not keep',
      'works',
    ];
    const objects = [
      '',
      ' a report of',
      ' with 20 %:',
      ' the list;',
      ' in Chrome and',
      ' as CSV, after which it ends',
      ' by A clerk for',
    ];
    const words = fc.tuple(fc.constantFrom(...subjects), fc.constantFrom(...verbs), fc.constantFrom(...objects));
    fc.assert(
      fc.property(words, fc.boolean(), ([subject, verb, object], definite) => {
        const title = titleOf(`${subject} ${verb}${object}`, definite, isName);
        assert.doesNotMatch(title, /^\w+ (?:A|An|The) |[:;,]$|\s(?:of|for|with|to|from|by|at|and|or|the|an?)$/);
        assert.doesNotMatch(title, /\b(\w{3,}) \1\b/i);
      }),
      { numRuns: 400 },
    );
  });

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
