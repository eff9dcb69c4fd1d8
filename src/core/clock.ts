// Two clocks, kept apart: the wall clock stamps records, the monotonic clock measures durations and expiry.

export interface Clock {
  /** Wall time in ISO 8601 UTC with milliseconds. */
  now(): string;
  /** Monotonic time in microseconds from an arbitrary start; never goes back. */
  micros(): number;
}

export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  micros: () => Math.round(performance.now() * 1000),
};
