// The requests that wait, and the one way each of them ends: claimed by exactly one cause, durable, then told.
import type { AuditEvent } from '../store/events.ts';
import type { Store } from '../store/store.ts';
import type { Ask, Asking, Card, Outcome } from './approval.ts';
import type { Face } from './card.ts';

/** One request on the board. */
export interface Waiting {
  ask: Ask;
  readonly asking: Asking;
  readonly likeness: string;
  /** What its card shows. */
  face: Face;
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
  /** One card per group, ordered by time left; only what `shows` lets through. */
  cards(shows: (waiting: Waiting) => boolean): readonly Card[];
  /** Gives up who is claimed already, ends the rest in one durable step. Returns those it ended. @throws STORE_FAILED */
  end(endings: readonly Ending[]): Promise<readonly Ending[]>;
}

export interface BoardParts {
  readonly store: Pick<Store, 'append'>;
  /** Each has ended and is off the board. */
  readonly ended: (ending: Ending) => void;
}

export function createBoard({ store, ended }: BoardParts): Board {
  const waitings = new Map<string, Waiting>();
  const all = () => [...waitings.values()];
  const free = () => all().filter(({ claim }) => claim === null);
  const together = (waiting: Waiting) => free().filter((other) => groupOf(other) === groupOf(waiting));

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
    card: (waiting) => ({ ...waiting.face, requests: together(waiting).map(requestOf) }),
    cards(shows) {
      const groups = Object.values(Object.groupBy(free().filter(shows), groupOf));
      const cards = groups.map((group = []) => ({ ...(group[0] as Waiting).face, requests: group.map(requestOf) }));
      return cards.sort((left, right) => left.deadline - right.deadline);
    },
    async end(endings) {
      const first = endings.filter(({ waiting }) => waiting.claim === null);
      if (first.length === 0) return first;
      const written = write(first);
      for (const { waiting } of first) waiting.claim = written.catch(() => {});
      await written;
      return first;
    },
  };
}

/** Equal for requests that one card shows together. */
const groupOf = ({ face: { run, digest } }: Waiting) => `${run} ${digest}`;
const requestOf = ({ ask: { request } }: Waiting) => request;
