// How a request comes to wait, and every way it ends without a person: time, the agent, a lock, a stricter policy.
import type { Clock } from '../core/clock.ts';
import type { Store } from '../store/store.ts';
import type { Ask, Asking, Outcome, Rejudgement } from './approval.ts';
import type { Board, Waiting } from './board.ts';
import { likenessOf, makeFace } from './card.ts';
import { askedEvent, outcomeEvent } from './events.ts';
import type { History } from './history.ts';
import type { Locks } from './locks.ts';

/** ms, where no rule says otherwise. */
export const defaultTtl = 100_000;
const perIdentity = 5;
const inAll = 200;

type Unasked = Exclude<Outcome, { kind: 'approved' | 'denied' }>;

export interface AskingParts {
  readonly store: Pick<Store, 'append'>;
  readonly clock: Clock;
  readonly board: Board;
  readonly history: History;
  readonly locks: Locks;
  readonly closed: () => boolean;
  readonly pending: (waiting: Waiting) => void;
  /** An end that could not be written; the request was told. */
  readonly failed: (error: unknown) => void;
}

export interface Lobby {
  ask(ask: Ask, asking: Asking): Promise<Outcome>;
  /** Ends what still waits; who was claimed already is left alone. @throws STORE_FAILED */
  end(waitings: readonly Waiting[], outcome: Unasked): Promise<void>;
}

export function createLobby(parts: AskingParts): Lobby {
  const { store, clock, board, history, locks } = parts;
  /** Requests whose `asked` is being written: they count, but nobody sees them yet. */
  const arriving = new Map<string, string>();

  async function end(waitings: readonly Waiting[], outcome: Unasked): Promise<void> {
    await board.end(waitings.map((waiting) => ({ waiting, outcome, event: outcomeEvent(waiting.ask, outcome) })));
  }

  function refusal(ask: Ask, ttl: number): Unasked | null {
    if (parts.closed()) return { kind: 'interrupted' };
    const lock = locks.find(ask.agent.name, ask.target.name);
    if (lock !== null) return { kind: 'locked', lock };
    if (ttl === 0) return { kind: 'expired', seconds: 0 };
    const others = [...board.all().map(({ ask: { agent } }) => agent.name), ...arriving.values()];
    if (others.length >= inAll) return { kind: 'overflow', limit: inAll, whose: 'all' };
    const own = others.filter((name) => name === ask.agent.name).length;
    return own >= perIdentity ? { kind: 'overflow', limit: perIdentity, whose: 'identity' } : null;
  }

  /** What happened while `asked` was written. */
  function second({ ask, asking }: Waiting): Unasked | null {
    if (parts.closed()) return { kind: 'interrupted' };
    if (asking.signal.aborted) return cancelled(asking.signal);
    const lock = locks.find(ask.agent.name, ask.target.name);
    return lock === null ? null : { kind: 'locked', lock };
  }

  async function ask(ask: Ask, asking: Asking): Promise<Outcome> {
    const ttl = timeToLive(ask);
    const refused = refusal(ask, ttl);
    if (refused !== null) {
      await store.append(outcomeEvent(ask, refused));
      return refused;
    }
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    const likeness = likenessOf(ask);
    const place = { asked: clock.now(), ttl, deadline: deadlineOf(ttl), history: history.of(likeness) };
    const face = makeFace(ask, place, asking.resolve);
    arriving.set(ask.request, ask.agent.name);
    try {
      await store.append(askedEvent(ask, face));
    } finally {
      arriving.delete(ask.request);
    }
    // The time runs from when it can be seen.
    const seen = { ...face, deadline: deadlineOf(ttl) };
    const waiting: Waiting = { ask, asking, likeness, face: seen, resolve, reject, claim: null };
    board.add(waiting);
    const gone = second(waiting);
    return gone === null ? wait(waiting, promise) : leaveAtOnce(waiting, gone, promise);
  }

  // Whoever waits hears of a failure through the promise itself.
  const finish = (waiting: Waiting, outcome: Unasked) => void end([waiting], outcome).catch(parts.failed);

  function leaveAtOnce(waiting: Waiting, outcome: Unasked, promise: Promise<Outcome>): Promise<Outcome> {
    finish(waiting, outcome);
    return promise;
  }

  async function wait(waiting: Waiting, promise: Promise<Outcome>): Promise<Outcome> {
    const { asking, face } = waiting;
    const { ttl } = face;
    const leave = () => finish(waiting, cancelled(asking.signal));
    const expire = () => finish(waiting, expiredAfter(ttl));
    const timer = setTimeout(expire, ttl);
    asking.signal.addEventListener('abort', leave, { once: true });
    try {
      parts.pending(waiting);
      asking.pending(ttl);
      return await promise;
    } finally {
      clearTimeout(timer);
      asking.signal.removeEventListener('abort', leave);
    }
  }

  const deadlineOf = (ttl: number) => clock.micros() + ttl * 1000;
  return { ask, end };
}

export function expiredAfter(ttl: number): Unasked {
  return { kind: 'expired', seconds: Math.round(ttl / 1000) };
}

function timeToLive({ ttl, wait }: Ask): number {
  return Math.min(ttl ?? defaultTtl, wait === null ? Number.POSITIVE_INFINITY : wait * 1000);
}

function cancelled({ reason }: AbortSignal): Unasked {
  return { kind: 'cancelled', why: typeof reason === 'string' ? reason : 'the agent does not wait any longer' };
}

/** The request under a new policy: never milder than it was. Null when nothing changed. */
export function tighten(ask: Ask, judged: Exclude<Rejudgement, { denied: unknown }>): Ask {
  return {
    ...ask,
    ...judged,
    rules: [...new Set([...judged.rules, ...ask.rules])],
    say: judged.say === '' ? ask.say : judged.say,
    noteRequired: ask.noteRequired || judged.noteRequired,
    approvers: [...ask.approvers, ...judged.approvers.filter((one) => !includes(ask.approvers, one))],
  };
}

function includes(list: readonly unknown[], item: unknown): boolean {
  const text = JSON.stringify(item);
  return list.some((other) => JSON.stringify(other) === text);
}
