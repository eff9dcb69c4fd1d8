import { describe, expect, it } from 'vitest';
import { takeTurns } from '../../../src/session/fair-turn.ts';

function work(ms: number): undefined {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('taking turns', () => {
  it('asks to wait after long work, so that others come first', async () => {
    const inTurn = takeTurns();
    const order: string[] = [];
    setImmediate(() => order.push('another'));
    const wait = inTurn(() => work(20));
    expect(wait).toBeInstanceOf(Promise);
    await wait;
    expect(order).toEqual(['another']);
  });

  it('adds up what is short by itself', () => {
    const inTurn = takeTurns();
    const waits = Array.from({ length: 20 }, () => inTurn(() => work(1)));
    expect(waits.some((wait) => wait !== undefined)).toBe(true);
  });

  it('hands on what the work itself waits for', async () => {
    const done = Promise.resolve();
    await takeTurns()(() => done);
    expect(takeTurns()(() => undefined)).toBeUndefined();
  });
});
