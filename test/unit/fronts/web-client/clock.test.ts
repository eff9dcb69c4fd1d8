import { describe, expect, it } from 'vitest';
import { createClock } from '../../../../src/fronts/web/client/session/clock.ts';

const statements = [
  { sequence: 1, moment: 1 },
  { sequence: 2, moment: 61 },
  { sequence: 3, moment: 61 },
  { sequence: 4, moment: null },
];
// The minute between the first two is cut to two seconds.
const markers = [
  [1, '#1 ls [req_a]'],
  [3, '#2 deny rm -rf / [req_b]'],
  [3, '#3 #9 ls [req_c]'],
] as const;

describe('the clock of a session', () => {
  const clock = createClock(statements, markers, 70, 8);

  it('finds each statement by the number the broker put first in its marker', () => {
    expect([1, 2, 3, 4, 9].map((sequence) => clock.at(sequence))).toEqual([1, 3, 3, null, null]);
  });

  it('translates between the recording and a player that leaves pauses out', () => {
    expect(clock.toPlayer(61)).toBe(3);
    expect(clock.toRecorded(2)).toBe(31);
    expect(clock.toRecorded(clock.toPlayer(30))).toBeCloseTo(30);
    expect(clock.toPlayer(1_000_000)).toBe(8);
    expect(clock.toRecorded(-1)).toBe(0);
  });

  it('says which statement plays, and keeps the chosen one where several begin at once', () => {
    expect(clock.playing(0.5, null)).toBe(null);
    expect(clock.playing(2.9, null)).toBe(1);
    expect(clock.playing(3, null)).toBe(3);
    expect(clock.playing(3, 2)).toBe(2);
    expect(clock.playing(7, 2)).toBe(3);
  });

  it('holds without markers and without statements', () => {
    const bare = createClock([], [], 10, 10);
    expect(bare.toPlayer(4)).toBe(4);
    expect(bare.playing(4, null)).toBe(null);
  });
});
