// Locks and kills: what stops comes first and is written down at once; what lets go is written down first.
import type { Clock } from '../core/clock.ts';
import type { Identity } from '../identity/identity.ts';
import type { AuditEvent } from '../store/events.ts';
import type { Store } from '../store/store.ts';
import type { Lock, LockScope, PlainResult } from './approval.ts';
import type { Lobby } from './asking.ts';
import type { Board } from './board.ts';
import { fitNote } from './events.ts';
import { type Locks, reaches, scopeData } from './locks.ts';
import { maySee, whyNotLock, whyNotOperator } from './permission.ts';
import type { Seats } from './seats.ts';

export interface StoppingParts {
  readonly store: Pick<Store, 'append'>;
  readonly clock: Clock;
  readonly board: Board;
  readonly lobby: Lobby;
  readonly locks: Locks;
  readonly seats: Seats;
  readonly changed: () => void;
}

export interface Stopping {
  lock(scope: LockScope, by: Identity, note: string | null): Promise<PlainResult>;
  unlock(scope: LockScope, by: Identity): Promise<PlainResult>;
  kill(session: string, by: Identity): Promise<PlainResult>;
}

export function createStopping(parts: StoppingParts): Stopping {
  const { store, clock, board, lobby, locks, seats, changed } = parts;

  async function stopAll(lock: Lock, event: AuditEvent): Promise<void> {
    // In force before it is durable: no statement slips through while the disk writes.
    locks.add(lock);
    for (const { entry, controls } of seats.all()) {
      if (reaches(lock.scope, entry.agent, entry.target)) controls.stopStatement(`locked by ${lock.by}`);
    }
    const waiting = board.all().filter(({ ask }) => reaches(lock.scope, ask.agent.name, ask.target.name));
    changed();
    await Promise.all([store.append(event), lobby.end(waiting, { kind: 'locked', lock })]);
  }

  return {
    async lock(scope, by, given) {
      const why = whyNotLock(by, scope, 'lock');
      if (why !== null) return { kind: 'not-permitted', why };
      const note = fitNote(given);
      const lock: Lock = { scope, by: by.name, note, since: clock.now() };
      await stopAll(lock, {
        type: 'locked',
        identity: by.name,
        data: { ...scopeData(scope), by: by.name, owner: by.owner, note },
      });
      return { kind: 'done' };
    },

    async unlock(scope, by) {
      const why = whyNotLock(by, scope, 'unlock');
      if (why !== null) return { kind: 'not-permitted', why };
      if (!locks.has(scope)) return { kind: 'unknown', why: 'there is no such lock' };
      const data = { ...scopeData(scope), by: by.name, owner: by.owner, note: null };
      await store.append({ type: 'unlocked', identity: by.name, data });
      locks.remove(scope);
      changed();
      return { kind: 'done' };
    },

    async kill(session, by) {
      const found = seats.find(session);
      if (found === null || !maySee(by, found.entry.target))
        return { kind: 'unknown', why: 'there is no such session' };
      const why = whyNotOperator(by);
      if (why !== null) return { kind: 'not-permitted', why };
      const { agent: identity, target } = found.entry;
      const data = { by: by.name, owner: by.owner, note: null };
      const written = store.append({ type: 'killed', session, identity, target, data });
      found.controls.kill(by.name);
      await written;
      return { kind: 'done' };
    },
  };
}
