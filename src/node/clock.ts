// The Clock of the machine.
import type { Clock } from '../core/ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  every: (milliseconds, work) => {
    const timer = setInterval(work, milliseconds);
    timer.unref();
    return {
      dispose: () => {
        clearInterval(timer);
      },
    };
  },
};
