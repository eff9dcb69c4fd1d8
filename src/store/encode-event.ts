// The bytes of an audit event: canonical JSON (RFC 8785) in two halves around the sequence number, which is only known
// at commit, and the leaf hash over the whole (RFC 6962 §2.1).
import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../core/canonical-json.ts';
import { faults } from '../core/errors.ts';
import type { AuditEvent } from './store.ts';

/** A transparency log prefixes entries by 16 bits of length (C2SP tlog-tiles); the rest is room for its envelope. */
const MAX_EVENT_BYTES = 60_000;

export interface Draft {
  readonly event: AuditEvent;
  readonly id: string;
  readonly time: string;
  /** Canonical JSON up to the number of `"seq":`, and after it. */
  readonly before: string;
  readonly after: string;
}

/** Checks and freezes an event as text, so that nothing done to it later can fail its neighbours in a batch. */
export function draftEvent(event: AuditEvent, id: string, time: string): Draft {
  const { type, session, request, identity, target } = event;
  const data = event.data as Json;
  let head: string;
  let tail: string;
  try {
    // Members in canonical order: data id identity request | seq | session target time type v.
    head = canonicalJson({ data, id, identity, request });
    tail = canonicalJson({ session, target, time, type, v: 1 });
  } catch (error) {
    throw faults.eventInvalid(type, (error as Error).message);
  }
  const draft = { event, id, time, before: `${head.slice(0, -1)},"seq":`, after: `,${tail.slice(1)}` };
  const bytes = Buffer.byteLength(bodyOf(draft, Number.MAX_SAFE_INTEGER));
  if (bytes > MAX_EVENT_BYTES) throw faults.eventTooLarge(type, bytes, MAX_EVENT_BYTES);
  return draft;
}

/** The canonical text of the event at this place in the log. */
export function bodyOf(draft: Draft, seq: number): string {
  return draft.before + seq + draft.after;
}

/** SHA-256(0x00 ‖ body). */
export function leafHash(body: string): Buffer {
  return createHash('sha256').update(LEAF).update(body).digest();
}

const LEAF = Uint8Array.of(0);
