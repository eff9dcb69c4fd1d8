// The audit events of requests, filled in from what was asked.

import type { AuditEvent, AuditEventType, EventData } from '../store/events.ts';
import { fitText } from '../store/statement-text.ts';
import { showSafely } from '../terminal/safe-display.ts';
import type { Ask, Outcome } from './approval.ts';
import type { Face } from './card.ts';

/** Bytes as JSON that one text of a person, an agent or a rule may take of an event. */
const TEXT_BYTES = 4000;

export function requestEvent<T extends AuditEventType>(
  { request, session, agent, target }: Pick<Ask, 'request' | 'session' | 'agent' | 'target'>,
  type: T,
  data: EventData[T],
): AuditEvent {
  return { type, request, session, identity: agent.name, target: target.name, data } as AuditEvent;
}

export function askedEvent(ask: Ask, face: Face): AuditEvent {
  const { stdin } = ask;
  return requestEvent(ask, 'asked', {
    sequence: ask.sequence,
    run: face.run,
    rules: ask.rules,
    say: fitText(ask.say, TEXT_BYTES),
    policy: ask.policy,
    reason: ask.reason === null ? null : fitText(ask.reason, TEXT_BYTES),
    ttl: face.ttl,
    highRisk: face.highRisk,
    displayed: face.digest,
    stdin:
      stdin.kind === 'bound'
        ? { kind: 'bound', bytes: stdin.bytes, sha256: stdin.keyed ? null : stdin.sha256 }
        : { kind: stdin.kind },
    files: ask.files.map(({ realpath, size, sha256 }) => ({ realpath: fitText(realpath, TEXT_BYTES), size, sha256 })),
  });
}

/** The event of an outcome that is not a person's decision. */
export function outcomeEvent(ask: Ask, outcome: Exclude<Outcome, { kind: 'approved' | 'denied' }>): AuditEvent {
  switch (outcome.kind) {
    case 'expired':
      return requestEvent(ask, 'expired', { seconds: outcome.seconds });
    case 'cancelled':
      return requestEvent(ask, 'cancelled', { why: fitText(outcome.why, TEXT_BYTES) });
    case 'superseded': {
      const { rules, say } = outcome;
      return requestEvent(ask, 'superseded', { by: 'policy', rules, say: fitText(say, TEXT_BYTES) });
    }
    case 'locked': {
      const { by, note } = outcome.lock;
      const say = fitText(`locked by ${by}${note === null ? '' : `: ${note}`}`, TEXT_BYTES);
      return requestEvent(ask, 'superseded', { by: 'lock', rules: [], say });
    }
    case 'overflow':
      return requestEvent(ask, 'overflowed', { limit: outcome.limit, whose: outcome.whose });
    case 'interrupted':
      return requestEvent(ask, 'interrupted', { reason: 'the broker ended' });
  }
}

export function fitNote(note: string | null): string | null {
  // It is told to agents and other people: what is invisible is shown.
  const text = note === null ? '' : fitText(showSafely(note.trim()), TEXT_BYTES);
  return text === '' ? null : text;
}
