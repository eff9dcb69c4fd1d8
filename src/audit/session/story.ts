// The events of a session sorted: what opened and ended it, each request's own events, and every position of the
// recording that the log vouches for.
import type { AuditEventType, StoredEvent } from '../../store/events.ts';

export type EventOf<T extends AuditEventType> = Extract<StoredEvent, { readonly type: T }>;

/** The recording had this many bytes with this digest when the event was written. */
export interface Attested {
  readonly seq: number;
  readonly type: string;
  readonly offset: number;
  readonly sha256: string;
}

export interface RequestStory {
  readonly request: string;
  /** In order. */
  readonly events: readonly StoredEvent[];
  first<T extends AuditEventType>(type: T): EventOf<T> | null;
}

export interface Story {
  readonly events: readonly StoredEvent[];
  readonly opened: EventOf<'opened'> | null;
  /** Null while it goes on. */
  readonly end: EventOf<'closed'> | EventOf<'recovered'> | null;
  readonly purged: EventOf<'purged'> | null;
  /** In the order of their first events. */
  readonly requests: readonly RequestStory[];
  /** In order. */
  readonly attested: readonly Attested[];
}

export function tellStory(events: readonly StoredEvent[]): Story {
  const byRequest = Map.groupBy(
    events.filter(({ request }) => request !== undefined),
    ({ request }) => request as string,
  );
  return {
    events,
    opened: firstOf(events, 'opened'),
    end: firstOf(events, 'closed') ?? firstOf(events, 'recovered'),
    purged: firstOf(events, 'purged'),
    requests: [...byRequest].map(([request, own]) => ({ request, events: own, first: (type) => firstOf(own, type) })),
    attested: events.flatMap(attestation),
  };
}

export function eventsOf<T extends AuditEventType>(events: readonly StoredEvent[], type: T): readonly EventOf<T>[] {
  return events.filter((event): event is EventOf<T> => event.type === type);
}

function firstOf<T extends AuditEventType>(events: readonly StoredEvent[], type: T): EventOf<T> | null {
  return events.find((event): event is EventOf<T> => event.type === type) ?? null;
}

function attestation({ seq, type, data }: StoredEvent): readonly Attested[] {
  if (type !== 'started' && type !== 'finished' && type !== 'closed' && type !== 'recovered') return [];
  const { offset, sha256 } = data as EventOf<'closed'>['data'];
  return offset === null || sha256 === null ? [] : [{ seq, type, offset, sha256 }];
}
