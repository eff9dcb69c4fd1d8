// The clock of a recording for viewers who want no long pauses: every pause longer than the limit is taken as the limit.
// One function for segments, markers, casts and links, so that all of them agree.

/** A pause: the µs of the recording at which the next event ends it, and its length in µs. */
export type Gap = readonly [end: number, length: number];

/** Shorter pauses are no gaps; µs. It is also the least limit. */
export const shortestGap = 1_000_000;

/** µs of the recording → µs of the player. */
export type Timeline = (micros: number) => number;

/** @param idle longest pause that is kept, in seconds, taken as 1 when less; null keeps all */
export function createTimeline(gaps: readonly Gap[], idle: number | null): Timeline {
  if (idle === null || !Number.isFinite(idle)) return (micros) => micros;
  const limit = Math.max(shortestGap, Math.round(idle * 1_000_000));
  const ends: number[] = [];
  const saved: number[] = [];
  let total = 0;
  for (const [end, length] of gaps) {
    if (length <= limit) continue;
    total += length - limit;
    ends.push(end);
    saved.push(total);
  }
  return (micros) => {
    const passed = countUpTo(ends, micros);
    return passed === 0 ? micros : micros - saved[passed - 1]!;
  };
}

/** How many of the rising values are at most this one. */
function countUpTo(rising: readonly number[], value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
