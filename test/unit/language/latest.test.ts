import assert from 'node:assert/strict';
import { LatestWork } from '../../../src/language/latest.ts';

describe('LatestWork', () => {
  it('does one piece at a time, and none for a text that has changed meanwhile', async () => {
    const work = new LatestWork<number>();
    const first = Promise.withResolvers<number>();
    const begun: number[] = [];
    let version = 1;
    const begin = (mine: number, result: Promise<number>): Promise<number> =>
      work.begin(
        'a',
        () => version === mine,
        () => {
          begun.push(mine);
          return result;
        },
      );
    const one = begin(1, first.promise);
    await Promise.resolve();
    version = 3;
    const two = begin(2, Promise.resolve(2));
    const three = begin(3, Promise.resolve(3));
    first.resolve(1);
    assert.equal(await one, 1);
    await assert.rejects(two, /has changed since/);
    assert.equal(await three, 3);
    assert.deepEqual(begun, [1, 3]);
  });

  it('goes on after a failure', async () => {
    const work = new LatestWork<number>();
    const begin = (result: Promise<number>): Promise<number> =>
      work.begin(
        'a',
        () => true,
        () => result,
      );
    await assert.rejects(begin(Promise.reject(new Error('Broken.'))), /Broken/);
    assert.equal(await begin(Promise.resolve(2)), 2);
  });
});
