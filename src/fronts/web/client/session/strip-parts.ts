// The strip of a whole session: one part a statement in the colour of its verdict, and before it the wait for a person.
import type { Statement } from '../../api.ts';
import { type Tone, toneOf } from '../parts/words.ts';

export interface StripPart {
  readonly sequence: number;
  readonly kind: 'run' | 'wait';
  readonly tone: Tone;
  /** Columns from the left. */
  readonly from: number;
  readonly width: number;
}

export type Spanned = Pick<
  Statement,
  'sequence' | 'outcome' | 'decision' | 'moment' | 'submitted' | 'started' | 'finished' | 'waited'
>;

/** Columns: what ends at once is still seen, and can be hit. */
const narrowest = 4;

const gravity: Readonly<Record<Tone, number>> = { allowed: 0, approved: 1, lapsed: 2, waiting: 3, denied: 4 };

/** @param opened of the session, ms since 1970 @param length of the session, seconds */
export function stripParts(
  statements: readonly Spanned[],
  opened: number,
  length: number,
  columns: number,
): StripPart[] {
  const scale = columns / Math.max(length, 0.001);
  const place = (seconds: number) => Math.max(0, Math.min(columns - narrowest, Math.round(seconds * scale)));
  const taken = new Map<string, StripPart>();
  for (const statement of statements) {
    const { sequence } = statement;
    const tone = toneOf(statement);
    const { begins, runs, ends } = spanOf(statement, opened, length);
    if (runs > begins) put(taken, { sequence, kind: 'wait', tone, ...columnsOf(place(begins), place(runs)) });
    if (ends !== null) put(taken, { sequence, kind: 'run', tone, ...columnsOf(place(runs), place(ends)) });
  }
  return [...taken.values()].toSorted((one, other) => gravity[one.tone] - gravity[other.tone]);
}

const columnsOf = (from: number, to: number) => ({ from, width: Math.max(narrowest, to - from) });

/** Of parts on the very same columns only the gravest is drawn: a strip has no room for ten thousand. */
function put(taken: Map<string, StripPart>, part: StripPart): void {
  const key = `${part.kind} ${part.from} ${part.width}`;
  const there = taken.get(key);
  if (there === undefined || gravity[part.tone] > gravity[there.tone]) taken.set(key, part);
}

/** Seconds from the start: submitted, then started after a wait, then ended; `ends` is null for what never ran but waited. */
function spanOf(statement: Spanned, opened: number, length: number) {
  const submitted = Date.parse(statement.submitted);
  const begins = statement.moment ?? (submitted - opened) / 1000;
  const after = (time: string) => begins + (Date.parse(time) - submitted) / 1000;
  const waits = statement.outcome === 'pending' ? length - begins : (statement.waited ?? 0);
  const runs = begins + Math.max(0, waits);
  if (statement.outcome === 'pending') return { begins, runs, ends: null };
  const ends =
    statement.finished !== null ? after(statement.finished) : statement.outcome === 'running' ? length : runs;
  return { begins, runs, ends: Math.max(runs, ends) };
}
