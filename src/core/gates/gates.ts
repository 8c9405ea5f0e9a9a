// The list of gates, in the order in which they run: what is quick and what explains later failures comes first.
import type { OrchestrationConfig } from '../config/schema.ts';
import { buildGate } from './build.ts';
import { coverageGate } from './coverage.ts';
import { customGate } from './custom.ts';
import type { Gate } from './gate.ts';
import { lintGate } from './lint.ts';
import { testsGate } from './tests.ts';
import { testWeakeningGate } from './testWeakening.ts';

const builtIn: readonly Gate[] = [testWeakeningGate, buildGate, lintGate, testsGate, coverageGate];

/** With those of the configuration, whose names must not stand for a built-in one. */
export const gatesFor = ({ gates }: OrchestrationConfig): readonly Gate[] => [
  ...builtIn,
  ...Object.entries(gates.custom).map(([name, command]) =>
    customGate(builtIn.some(({ id }) => id === name) ? `custom:${name}` : name, command),
  ),
];
