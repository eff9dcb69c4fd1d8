// One session's hand on the audit log: fills in who and where, so that the story only says what happened.
import type { AuditEvent, AuditEventType, EventData } from '../store/events.ts';
import type { Store } from '../store/store.ts';

export interface Journal {
  /** An event of this session, not stored yet. */
  event<T extends AuditEventType>(type: T, data: EventData[T], request?: string): AuditEvent;
  /** Resolves when all are on stable storage, in order (invariant 2). @throws when they cannot be kept. */
  write(...events: readonly AuditEvent[]): Promise<void>;
}

export interface JournalSubject {
  readonly session: string;
  readonly identity: string;
  readonly target: string;
}

export function createJournal(store: Store, subject: JournalSubject): Journal {
  return {
    event: (type, data, request) =>
      ({ type, data, ...subject, ...(request === undefined ? {} : { request }) }) as AuditEvent,
    async write(...events) {
      await store.append(...events);
    },
  };
}
