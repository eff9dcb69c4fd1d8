import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeline, type Gap } from '../../../src/replay/timeline.ts';

const sumsOf = (values: readonly number[]) =>
  values.map((_, index) => values.slice(0, index + 1).reduce((a, b) => a + b));

/** Gaps of events that come after these pauses (µs). */
function gapsOf(pauses: readonly number[]): { readonly times: readonly number[]; readonly gaps: readonly Gap[] } {
  const times = sumsOf(pauses);
  return {
    times,
    gaps: pauses.flatMap((pause, index) => (pause >= 1_000_000 ? [[times[index]!, pause] as const] : [])),
  };
}

describe('the timeline without long pauses', () => {
  it('is the sum of the pauses, each at most the limit, at every event', () => {
    const pause = fc.oneof(fc.integer({ min: 0, max: 3_000_000 }), fc.integer({ min: 0, max: 90_000_000 }));
    fc.assert(
      fc.property(fc.array(pause, { maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (pauses, idle) => {
        const { times, gaps } = gapsOf(pauses);
        const at = createTimeline(gaps, idle);
        expect(times.map(at)).toEqual(sumsOf(pauses.map((one) => Math.min(one, idle * 1_000_000))));
      }),
    );
  });

  it('is the recording itself without a limit, and takes a limit below a second as a second', () => {
    const { times, gaps } = gapsOf([500_000, 5_000_000]);
    expect(times.map(createTimeline(gaps, null))).toEqual(times);
    expect(times.map(createTimeline(gaps, 0.1))).toEqual([500_000, 1_500_000]);
  });
});
