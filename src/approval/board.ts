// The requests that wait, and the one way each of them ends: claimed by exactly one cause, durable, then told.
import type { AuditEvent } from '../store/events.ts';
import type { Store } from '../store/store.ts';
import type { Ask, Asking, Card, Outcome, PastOutcome } from './approval.ts';
import { displayDigest, makeCard, runOf } from './card.ts';

/** One request on the board. */
export interface Waiting {
  ask: Ask;
  readonly asking: Asking;
  readonly likeness: string;
  /** Equal for requests that one card shows together. */
  group: string;
  readonly asked: string;
  readonly ttl: number;
  /** µs of the monotonic clock. */
  readonly deadline: number;
  readonly history: readonly PastOutcome[];
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  /** Set by whoever ends it, first come only; resolves when it has ended. */
  claim: Promise<void> | null;
}

export interface Ending {
  readonly waiting: Waiting;
  readonly outcome: Outcome;
  readonly event: AuditEvent;
}

export interface Board {
  add(waiting: Waiting): void;
  find(request: string): Waiting | null;
  all(): readonly Waiting[];
  /** Requests that one card shows together with this one, oldest first. */
  together(waiting: Waiting): readonly Waiting[];
  card(waiting: Waiting): Card;
  /** Gives up who is claimed already, ends the rest in one durable step. Returns those it ended. @throws STORE_FAILED */
  end(endings: readonly Ending[]): Promise<readonly Ending[]>;
}

export interface BoardParts {
  readonly store: Pick<Store, 'append'>;

  /** Each has ended and is off the board. */
  readonly ended: (ending: Ending) => void;
}

export const groupOf = (ask: Ask) => `${runOf(ask)} ${displayDigest(ask)}`;

export function createBoard({ store, ended }: BoardParts): Board {
  const waitings = new Map<string, Waiting>();
  const all = () => [...waitings.values()];
  const together = ({ group }: Waiting) => all().filter((other) => other.group === group && other.claim === null);

  async function write(endings: readonly Ending[]): Promise<void> {
    try {
      await store.append(...endings.map(({ event }) => event));
    } catch (error) {
      // Nobody can tell any more what was decided: nothing of it runs (invariant 2).
      for (const { waiting } of endings) {
        waitings.delete(waiting.ask.request);
        waiting.reject(error);
      }
      throw error;
    }
    for (const ending of endings) {
      waitings.delete(ending.waiting.ask.request);
      ended(ending);
      ending.waiting.resolve(ending.outcome);
    }
  }

  return {
    add: (waiting) => void waitings.set(waiting.ask.request, waiting),
    find: (request) => waitings.get(request) ?? null,
    all,
    together,
    card(waiting) {
      const { ask, asked, ttl, deadline, history } = waiting;
      const requests = together(waiting).map(({ ask: { request } }) => request);
      return makeCard(ask, { asked, ttl, deadline, history, requests });
    },
    async end(endings) {
      const free = endings.filter(({ waiting }) => waiting.claim === null);
      if (free.length === 0) return free;
      const written = write(free);
      for (const { waiting } of free) waiting.claim = written.catch(() => {});
      await written;
      return free;
    },
  };
}
