import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../../src/core/canonical-json.ts';
import { bodyOf, draftEvent } from '../../../src/store/encode-event.ts';
import type { AuditEvent } from '../../../src/store/store.ts';

const name = fc.option(fc.string({ unit: 'grapheme', maxLength: 20 }), { nil: undefined });
const data = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ noUnicodeString: false }));

describe('the body of an event', () => {
  it('is canonical JSON of exactly its members, whatever they hold', () => {
    fc.assert(
      fc.property(name, name, name, name, data, fc.maxSafeNat(), (session, request, identity, target, inner, seq) => {
        const subject = { session, request, identity, target };
        const event = { type: 'refused', ...subject, data: inner } as unknown as AuditEvent;
        const body = bodyOf(draftEvent(event, 'evt_1', '2026-11-21T00:00:00.000Z'), seq);
        const whole = { v: 1, seq, id: 'evt_1', time: '2026-11-21T00:00:00.000Z', ...event } as unknown as Json;
        expect(body).toBe(canonicalJson(whole));
      }),
    );
  });
});
