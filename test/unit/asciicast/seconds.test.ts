import { describe, expect, it } from 'vitest';
import { printSeconds } from '../../../src/asciicast/seconds.ts';

describe('times of a cast', () => {
  it('are seconds with six decimals', () => {
    expect([0, 1, 1_000_000, 8_250_000_042].map(printSeconds)).toEqual([
      '0.000000',
      '0.000001',
      '1.000000',
      '8250.000042',
    ]);
  });
});
