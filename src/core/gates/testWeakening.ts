// The gate "testWeakening": changes that make tests say less need a person, in every mode. It never fails a change.
import { defineGate } from './gate.ts';
import { capFindings } from './text.ts';
import { testWeakening } from './weakening/weakening.ts';

export const testWeakeningGate = defineGate({
  id: 'testWeakening',
  title: 'Test weakening',
  run: (context) =>
    Promise.resolve({ verdict: { status: 'passed', findings: capFindings(testWeakening(context.changes)) } }),
});
