// Long loops that keep the editor alive: give way to the event loop every few milliseconds, and stop when aborted.

/** How long a loop may run before it gives way; well under the 50 ms that a person notices. */
const SLICE_MS = 20;

/** Call it often in a loop, e.g. once a block: it waits only when the time slice is used up, and throws once aborted. */
export type Breathe = () => Promise<void> | undefined;

export function createBreathe(signal?: AbortSignal): Breathe {
  let sliceStart = performance.now();
  return () => {
    signal?.throwIfAborted();
    if (performance.now() - sliceStart < SLICE_MS) return undefined;
    return new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      signal?.throwIfAborted();
      sliceStart = performance.now();
    });
  };
}
