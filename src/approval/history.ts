// What became of requests: for a card that comes again, and for the person who decides too late. Bounded; the whole
// story is in the log.
import { BoundedMap } from '../core/bounded-map.ts';
import type { Outcome, PastOutcome } from './approval.ts';

const maxLikenesses = 500;
const maxPerLikeness = 10;
const maxEnded = 2000;

export interface Ended extends PastOutcome {
  readonly target: string;
}

export interface History {
  note(likeness: string, ended: Ended): void;
  /** Oldest first. */
  of(likeness: string): readonly PastOutcome[];
  find(request: string): Ended | null;
}

export function createHistory(): History {
  const byLikeness = new BoundedMap<string, readonly PastOutcome[]>(maxLikenesses);
  const byRequest = new BoundedMap<string, Ended>(maxEnded);
  return {
    note(likeness, ended) {
      const { target: _, ...past } = ended;
      byLikeness.set(likeness, [...(byLikeness.get(likeness) ?? []), past].slice(-maxPerLikeness));
      byRequest.set(ended.request, ended);
    },
    of: (likeness) => byLikeness.get(likeness) ?? [],
    find: (request) => byRequest.get(request) ?? null,
  };
}

/** Who decided and what they said, where somebody did. */
export function verdictOf(outcome: Outcome): { readonly by: string | null; readonly note: string | null } {
  return outcome.kind === 'approved' || outcome.kind === 'denied'
    ? { by: outcome.by, note: outcome.note }
    : { by: null, note: null };
}
