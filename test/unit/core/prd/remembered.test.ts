import assert from 'node:assert/strict';
import { remembered } from '../../../../src/core/prd/remembered.ts';

describe('a remembered answer', () => {
  it('is asked for once, also where it is none, and anew when too many were given since', () => {
    const asked: string[] = [];
    const answer = remembered((text) => {
      asked.push(text);
      return text === '' ? null : text.toUpperCase();
    });
    assert.deepEqual([answer('a'), answer('a'), answer(''), answer('')], ['A', 'A', null, null]);
    assert.deepEqual(asked, ['a', '']);
    for (let number = 0; number < 1_000; number++) answer(String(number));
    assert.equal(answer('a'), 'A');
    assert.deepEqual(asked.filter((text) => text === 'a').length, 2);
  });
});
