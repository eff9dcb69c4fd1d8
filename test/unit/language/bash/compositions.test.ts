import { describe, expect, it } from 'vitest';
import { compose, generator, harmful, pickWith, surroundings } from './compositions.ts';
import { isAllowed } from './judge.ts';

describe('benign parts with exactly one harmful part', () => {
  it('are never allowed, through any operator, wrapper, quoting or nesting: 20,000 compositions', () => {
    const random = generator(20261122);
    const allowed: string[] = [];
    for (let round = 0; round < 20_000; round++) {
      const text = compose(pickWith(random)(harmful)[1], pickWith(random));
      if (isAllowed(text)) allowed.push(text);
    }
    expect(allowed.slice(0, 20)).toEqual([]);
  }, 60_000);

  it('each harmful part asks alone, in every category', () => {
    expect(harmful.filter(([, part]) => isAllowed(part))).toEqual([]);
    expect(new Set(harmful.map(([category]) => category)).size).toBe(15);
  });

  it('the surroundings alone ask for nothing, but for a value that arithmetic would evaluate', () => {
    const first = <T>(choices: readonly T[]): T => choices[0] as T;
    const asking = surroundings.filter(([, wrap]) => !isAllowed(wrap('ls', first))).map(([name]) => name);
    expect(asking).toEqual(['$( ) in arithmetic']);
  });
});
