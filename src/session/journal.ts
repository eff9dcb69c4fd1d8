// One session's hand on the audit log: fills in who and where, and masks every text, so that the story only says what
// happened (invariant 3).
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

export function createJournal(store: Store, subject: JournalSubject, mask: (text: string) => string): Journal {
  return {
    event(type, data, request) {
      // A statement is covered where the shell's words are known: there a mask must not hide what would run.
      const shown = type === 'submitted' ? data : maskTexts(data, mask);
      return { type, data: shown, ...subject, ...(request === undefined ? {} : { request }) } as AuditEvent;
    },
    async write(...events) {
      await store.append(...events);
    },
  };
}

/** Digests and identifiers of our own, which no rule is about. */
const ours = /^(?:[0-9a-f]{64}|[a-z]{3}_[\w-]{21,})$/;

function maskTexts<T>(value: T, mask: (text: string) => string): T {
  if (typeof value === 'string') return (ours.test(value) ? value : mask(value)) as T;
  if (Array.isArray(value)) return value.map((item) => maskTexts(item, mask)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, maskTexts(item, mask)])) as T;
}
