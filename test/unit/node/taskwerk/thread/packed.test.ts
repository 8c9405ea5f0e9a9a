import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pack, unpack } from '../../../../../src/node/taskwerk/thread/packed.ts';

describe('plain JSON between threads', () => {
  const numbers = (length: number): number[] => Array.from({ length }, (_, place) => place);

  it('comes out as it went in, long lists at every place included', async () => {
    const values = fc.jsonValue().map((value) => ({ value, plan: { tasks: numbers(600), empty: [], at: [value] } }));
    await fc.assert(
      fc.asyncProperty(fc.oneof(values, fc.jsonValue()), async (value) => {
        assert.deepEqual(await unpack(await pack(value)), JSON.parse(JSON.stringify(value)));
      }),
    );
    for (const value of [undefined, null, numbers(1_000), [numbers(1_000), { a: [[numbers(251)]] }]]) {
      assert.deepEqual(await unpack(await pack(value)), value);
    }
  });

  it('lets others have their turn in long lists', async () => {
    const value = { plan: { tasks: Array.from({ length: 60_000 }, (_, place) => ({ place, text: 'x'.repeat(50) })) } };
    let rests = 0;
    const rest = (): Promise<void> => {
      rests += 1;
      return Promise.resolve();
    };
    const packed = await pack([value], rest);
    assert.ok(rests > 0);
    rests = 0;
    assert.deepEqual(await unpack(packed, rest), [value]);
    assert.ok(rests > 0);
  });
});
