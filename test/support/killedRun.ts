// A program of its own that takes the eventful run to a chosen entry of its journal and kills itself there, as `kill -9` does.
import { ClaudeBackend } from '../../src/node/anthropic/backend.ts';
import { createStoreOpener } from '../../src/node/taskwerk/opener.ts';
import { silent } from './conductor.ts';
import { eventfulPeople, FAST_TESTS } from './eventfulRun.ts';
import { mortalOpener } from './mortal.ts';
import { conductorOn, runsOf } from './runProject.ts';

export interface KilledRun {
  readonly dir: string;
  readonly url: string;
  readonly apiKey: string;
  /** The event's type, and how many of its kind go before it. */
  readonly type: string;
  readonly skip: number;
  readonly how: 'before' | 'after';
}

const { dir, url, apiKey, type, skip, how } = JSON.parse(process.argv[2] ?? '') as KilledRun;
let left = skip;
const runs = await runsOf(
  conductorOn(dir, createStoreOpener(dir), {
    model: new ClaudeBackend({ apiKey: () => Promise.resolve(apiKey), baseUrl: url, log: silent }),
    people: eventfulPeople,
    settings: { gates: { test: FAST_TESTS } },
    wrapStore: (opener) =>
      mortalOpener(
        opener,
        ({ event }) => (event.type === type && left-- === 0 ? how : null),
        () => process.kill(process.pid, 'SIGKILL'),
      ),
  }),
);
await (
  await runs.start({})
).ended;
