// Two clocks: the recording's, and the player's, which runs short of it where pauses are left out. Markers stand on
// both; between two of them the way is straight.
import type { Statement } from '../../api.ts';

export interface SessionClock {
  /** Seconds of the recording → seconds of the player, and back. */
  toPlayer(recorded: number): number;
  toRecorded(played: number): number;
  /** Where the player finds this statement; null when no marker says it. */
  at(sequence: number): number | null;
  /**
   * The statement under way at this time of the player; null before the first.
   * @param preferred is taken when several begin at this very moment
   */
  playing(played: number, preferred: number | null): number | null;
}

/** The player's markers: seconds, label. */
export type Markers = readonly (readonly [number, string])[];

type Placed = Pick<Statement, 'sequence' | 'moment'>;

interface Anchor {
  readonly recorded: number;
  readonly played: number;
  readonly sequence: number | null;
}

/** s: the player's clock is made of sums of rounded intervals. */
const sameMoment = 0.02;

/** @param recorded, played how long the recording is on either clock, seconds */
export function createClock(
  statements: readonly Placed[],
  markers: Markers,
  recorded: number,
  played: number,
): SessionClock {
  const moments = new Map(statements.map(({ sequence, moment }) => [sequence, moment]));
  const marked: Anchor[] = markers.flatMap(([time, label]) => {
    const sequence = sequenceOf(label);
    const moment = sequence === null ? undefined : moments.get(sequence);
    return moment === undefined || moment === null ? [] : [{ recorded: moment, played: time, sequence }];
  });
  const ends: Anchor = { recorded: Math.max(recorded, marked.at(-1)?.recorded ?? 0), played, sequence: null };
  const anchors = [{ recorded: 0, played: 0, sequence: null }, ...marked, ends];
  const places = new Map(marked.map(({ sequence, played: place }) => [sequence, place]));

  return {
    toPlayer: (time) => between(anchors, 'recorded', 'played', time),
    toRecorded: (time) => between(anchors, 'played', 'recorded', time),
    at: (sequence) => places.get(sequence) ?? null,
    playing(time, preferred) {
      const wanted = preferred === null ? undefined : places.get(preferred);
      if (wanted !== undefined && Math.abs(wanted - time) < sameMoment) return preferred;
      return lastBefore(marked, 'played', time + sameMoment)?.sequence ?? null;
    },
  };
}

/** The broker's own label begins with `#12 `; what follows is the agent's. */
function sequenceOf(label: string): number | null {
  const found = /^#(\d{1,9}) /.exec(label)?.[1];
  return found === undefined ? null : Number(found);
}

type Side = 'recorded' | 'played';

function between(anchors: readonly Anchor[], from: Side, to: Side, time: number): number {
  const next = anchors.findIndex((anchor) => anchor[from] > time);
  const after = anchors[next];
  const before = anchors[next - 1];
  if (after === undefined || before === undefined) return (time <= 0 ? anchors[0] : anchors.at(-1))?.[to] ?? 0;
  return before[to] + ((time - before[from]) / (after[from] - before[from])) * (after[to] - before[to]);
}

function lastBefore(anchors: readonly Anchor[], side: Side, time: number): Anchor | undefined {
  let low = 0;
  let high = anchors.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((anchors[middle]?.[side] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return anchors[low - 1];
}
