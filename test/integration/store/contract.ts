// What every store back-end must do; each back-end's test runs this suite.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../../src/core/canonical-json.ts';
import type { AuditEvent, SessionPage, Store } from '../../../src/store/store.ts';
import {
  closed,
  decided,
  dropped,
  finished,
  opened,
  recovered,
  refused,
  started,
  submitted,
} from '../../support/story.ts';

export interface Backend {
  /** An empty store; the suite closes it. */
  create(): Store;
  /** Closes it and opens what was kept. */
  reopen(store: Store): Store;
}

async function withStore(backend: Backend, work: (store: Store) => Promise<void>): Promise<void> {
  const store = backend.create();
  try {
    await work(store);
  } finally {
    store.close();
  }
}

const all = (store: Store) => [...store.events()];

const three = [
  ['req_1', 1],
  ['req_2', 2],
  ['req_3', 3],
] as const satisfies readonly (readonly [request: string, sequence: number])[];

export function storeContract(name: string, backend: Backend): void {
  const story = (title: string, work: (store: Store) => Promise<void>) => it(title, () => withStore(backend, work));

  describe(`${name}: the log`, () => {
    story('numbers events from 0 in the order of the calls', async (store) => {
      const [first, second] = await Promise.all([store.append(refused('a'), refused('b')), store.append(refused('c'))]);
      expect([...first, ...second].map(({ seq }) => seq)).toEqual([0, 1, 2]);
      expect(all(store).map(({ data }) => 'reason' in data && data.reason)).toEqual(['a', 'b', 'c']);
    });

    story('gives back exactly what append returned', async (store) => {
      const stored = await store.append(opened('ses_1'), refused('né 🚪 \u0000'));
      expect(all(store)).toEqual(stored);
    });

    story('hashes each leaf as RFC 6962 says, over the canonical JSON', async (store) => {
      await store.append(opened('ses_1'), submitted('ses_1', 'req_1', 1, 'echo "ü"\n\u0000'), refused());
      for (const { leaf, ...event } of all(store)) {
        const body = canonicalJson({ v: 1, ...event } as unknown as Json);
        expect(leaf).toBe(
          createHash('sha256')
            .update(Buffer.from([0]))
            .update(body)
            .digest('hex'),
        );
      }
    });

    story('keeps 256 appenders apart and in one sequence without holes', async (store) => {
      const calls = await Promise.all(
        Array.from({ length: 256 }, async (_, appender) => {
          const own: number[] = [];
          for (let round = 0; round < 4; round++) {
            const stored = await store.append(refused(`${appender}/${round}`), refused(`${appender}/${round}`));
            own.push(...stored.map(({ seq }) => seq));
          }
          return own;
        }),
      );
      for (const own of calls) {
        expect(own).toEqual(own.toSorted((a, b) => a - b));
        for (let pair = 0; pair < own.length; pair += 2) expect(own[pair + 1]).toBe((own[pair] as number) + 1);
      }
      expect(calls.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 2048 }, (_, seq) => seq));
      expect(all(store).map(({ seq }) => seq)).toEqual(Array.from({ length: 2048 }, (_, seq) => seq));
    });

    const bad: readonly (readonly [string, AuditEvent, string])[] = [
      ['is too large', refused('x'.repeat(60_001)), 'EVENT_TOO_LARGE'],
      ['grows too large by escaping', refused('\u0001'.repeat(10_001)), 'EVENT_TOO_LARGE'],
      ['holds a lone surrogate', refused('\ud800'), 'EVENT_INVALID'],
      ['holds NaN', submitted('ses_1', 'req_1', Number.NaN), 'EVENT_INVALID'],
      ['belongs to a session nobody opened', submitted('ses_none', 'req_1', 1), 'STORE_FAILED'],
      ['closes a session nobody opened', closed('ses_none', 0), 'STORE_FAILED'],
    ];
    for (const [what, event, code] of bad) {
      story(`refuses an event that ${what}, whole call and nothing else`, async (store) => {
        const results = await Promise.allSettled([
          store.append(refused('before')),
          store.append(refused('same call'), event),
          store.append(refused('after')),
        ]);
        expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect(results[1]).toMatchObject({ reason: { code } });
        expect(all(store).map(({ data }) => 'reason' in data && data.reason)).toEqual(['before', 'after']);
        expect(all(store).map(({ seq }) => seq)).toEqual([0, 1]);
        await store.append(refused('later'));
        expect(all(store).at(-1)?.seq).toBe(2);
      });
    }

    story('is not moved by what happens to an event after the call', async (store) => {
      const data = { reason: 'as called', address: 'x' };
      const call = store.append({ type: 'refused', data });
      data.reason = '\ud800';
      await call;
      expect(all(store)[0]?.data).toEqual({ reason: 'as called', address: 'x' });
    });

    story('reads long logs by page, of one session or of all', async (store) => {
      await store.append(opened('ses_1'), opened('ses_2'));
      for (let round = 0; round < 6; round++) {
        await store.append(...Array.from({ length: 101 }, () => refused()), submitted('ses_2', `req_${round}`, round));
      }
      expect(all(store)).toHaveLength(614);
      expect([...store.events('ses_2')].map(({ type }) => type)).toEqual(['opened', ...Array(6).fill('submitted')]);
    });

    it('goes on after a reopening where it stood', async () => {
      const first = backend.create();
      const before = await first.append(opened('ses_1'), refused());
      const second = backend.reopen(first);
      expect([...second.events()]).toEqual(before);
      expect(await second.append(refused())).toMatchObject([{ seq: 2 }]);
      expect(second.session('ses_1')?.state).toBe('live');
      second.close();
    });

    it('commits what is queued when it is closed, and refuses what comes later', async () => {
      const store = backend.create();
      const call = store.append(refused('queued'));
      const again = backend.reopen(store);
      expect(await call).toHaveLength(1);
      expect([...again.events()]).toHaveLength(1);
      await expect(store.append(refused())).rejects.toMatchObject({ code: 'STORE_FAILED' });
      again.close();
    });
  });

  describe(`${name}: sessions and statements`, () => {
    story('tells a session from open to close', async (store) => {
      const [open] = await store.append(opened('ses_1'));
      expect(store.session('ses_1')).toEqual({
        id: 'ses_1',
        identity: 'coder',
        owner: 'maria',
        target: 'local',
        mode: 'interactive',
        level: 'recorded',
        state: 'live',
        opened: open?.time,
        closed: null,
        recording: '2026/11/21/ses_1.cast',
        statements: 0,
        denied: 0,
        asked: 0,
        masks: 0,
        status: null,
        pty: true,
      });
      await store.append(submitted('ses_1', 'req_1', 1), decided('ses_1', 'req_1', 1, 'allow'));
      await store.append(submitted('ses_1', 'req_2', 2), decided('ses_1', 'req_2', 2, 'deny'));
      const [close] = await store.append(closed('ses_1', 500));
      expect(store.session('ses_1')).toMatchObject({
        state: 'closed',
        closed: close?.time,
        statements: 2,
        denied: 1,
        status: 0,
      });
      expect(store.session('ses_2')).toBeNull();
    });

    story('tells a statement from submission to its end', async (store) => {
      await store.append(opened('ses_1'));
      const state = () => store.statements('ses_1')[0];
      await store.append(submitted('ses_1', 'req_1', 1, 'a\u0000b'));
      expect(state()).toMatchObject({ text: 'a\u0000b', decision: null, state: 'submitted', offset: null });
      await store.append(decided('ses_1', 'req_1', 1, 'allow'));
      expect(state()).toMatchObject({ decision: 'allow', state: 'decided', started: null });
      const [start] = await store.append(started('ses_1', 'req_1', 1));
      expect(state()).toMatchObject({ state: 'running', started: start?.time, offset: 100, sha256: 'a'.repeat(64) });
      const [end] = await store.append(finished('ses_1', 'req_1', 1, 3));
      expect(state()).toMatchObject({ state: 'finished', finished: end?.time, status: 3, offset: 100 });
    });

    story('keeps denied and dropped statements apart', async (store) => {
      await store.append(opened('ses_1'));
      for (const [request, sequence] of three) {
        await store.append(submitted('ses_1', request, sequence));
      }
      await store.append(decided('ses_1', 'req_1', 1, 'deny'), dropped('ses_1', 'req_2'));
      expect(store.statements('ses_1').map(({ state }) => state)).toEqual(['denied', 'dropped', 'submitted']);
    });

    story('marks what a crash cut off', async (store) => {
      await store.append(opened('ses_1'));
      for (const [request, sequence] of three) {
        await store.append(
          submitted('ses_1', request, sequence),
          decided('ses_1', request, sequence, sequence === 3 ? 'deny' : 'allow'),
        );
        if (sequence < 3) await store.append(started('ses_1', request, sequence));
        if (sequence === 1) await store.append(finished('ses_1', request, sequence, 0));
      }
      await store.append(recovered('ses_1'));
      expect(store.session('ses_1')).toMatchObject({ state: 'interrupted', status: null });
      expect(store.statements('ses_1').map(({ state }) => state)).toEqual(['finished', 'unknown', 'denied']);
    });

    story('lists sessions newest first, by state and by number', async (store) => {
      for (const id of ['ses_1', 'ses_2', 'ses_3']) {
        await store.append(opened(id));
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
      await store.append(closed('ses_2', 0));
      expect(store.sessions().map(({ id }) => id)).toEqual(['ses_3', 'ses_2', 'ses_1']);
      expect(store.sessions({ state: 'live' }).map(({ id }) => id)).toEqual(['ses_3', 'ses_1']);
      expect(store.sessions({ limit: 1 }).map(({ id }) => id)).toEqual(['ses_3']);
    });

    story('adds up what an identity recorded since a time', async (store) => {
      await store.append(opened('ses_1'), opened('ses_2'), opened('ses_3', 'other'));
      const [first] = await store.append(closed('ses_1', 500));
      await store.append(closed('ses_2', 70), closed('ses_3', 1, 'other'));
      expect(store.recordedSince('coder', first?.time as string)).toBe(570);
      expect(store.recordedSince('coder', '9999-01-01T00:00:00.000Z')).toBe(0);
      expect(store.recordedSince('nobody', '2000-01-01T00:00:00.000Z')).toBe(0);
    });
  });

  describe(`${name}: what people look through`, () => {
    const ask = { targets: ['*'], sort: 'opened', order: 'asc', limit: 10, beyond: null } as const;
    const ids = (page: SessionPage) => page.rows.map(({ id }) => id);

    story('counts what was asked and masked, and tells who decided and what was said', async (store) => {
      const mine = { session: 'ses_1', request: 'req_1', identity: 'coder', target: 'local' };
      const text = { text: 'make ***', bytes: 8, sha256: null, masks: { token: 2 } };
      await store.append(opened('ses_1'));
      await store.append(
        { type: 'submitted', ...mine, data: { sequence: 1, mode: 'exec', statement: text } },
        decided('ses_1', 'req_1', 1, 'allow'),
        { type: 'asked', ...mine, data: askedData },
        { type: 'approved', ...mine, data: { by: 'maria', owner: 'maria', note: 'fine', displayed: '', together: 1 } },
        started('ses_1', 'req_1', 1),
      );
      expect(store.statementPage('ses_1', 0, 10)).toMatchObject([
        { masks: { token: 2 }, by: 'maria', note: 'fine', ending: 'approved', printed: null, rules: ['default:run'] },
      ]);
      const end = finished('ses_1', 'req_1', 1, 0) as Extract<AuditEvent, { type: 'finished' }>;
      const data = { ...end.data, stdout: { bytes: 7, sha256: null }, masks: { token: 1, email: 4 } };
      await store.append({ ...end, data });
      expect(store.statementPage('ses_1', 0, 10)).toMatchObject([{ masks: { token: 3, email: 4 }, printed: 7 }]);
      expect(store.session('ses_1')).toMatchObject({ asked: 1, masks: 7 });
    });

    story('gives statements in order, those beyond a sequence', async (store) => {
      await store.append(opened('ses_1'));
      for (let sequence = 1; sequence < 6; sequence++) {
        await store.append(submitted('ses_1', `req_${sequence}`, sequence));
      }
      expect(store.statementPage('ses_1', 1, 3).map(({ sequence }) => sequence)).toEqual([2, 3, 4]);
      expect(store.statementPage('ses_2', 0, 3)).toEqual([]);
    });

    story('shows only sessions of granted targets, whatever stands in a grant', async (store) => {
      await store.append(opened('ses_1'));
      const seen = (...targets: string[]) => ids(store.sessionPage({ ...ask, targets }));
      for (const grant of ['local', '*', 'lo*', '*cal']) expect(seen(grant), grant).toEqual(['ses_1']);
      for (const grant of ['', 'LOCAL', 'l?cal', 'l[o]cal', 'loca', "' OR 1=1 --", '%']) {
        expect(seen(grant), grant).toEqual([]);
      }
      expect(seen()).toEqual([]);
      expect(seen('web-1', 'local')).toEqual(['ses_1']);
    });

    story('orders sessions of equal worth by id, and goes on behind any of them', async (store) => {
      await store.append(...['ses_3', 'ses_1', 'ses_2'].map((id) => opened(id)), closed('ses_2', 0));
      expect(ids(store.sessionPage(ask))).toEqual(['ses_1', 'ses_2', 'ses_3']);
      const first = store.sessionPage({ ...ask, sort: 'denied', order: 'desc', limit: 2 });
      expect(ids(first)).toEqual(['ses_3', 'ses_2']);
      expect(ids(store.sessionPage({ ...ask, sort: 'denied', order: 'desc', beyond: first.next }))).toEqual(['ses_1']);
      expect(ids(store.sessionPage({ ...ask, sort: 'duration' }))).toEqual(['ses_2', 'ses_1', 'ses_3']);
      expect(ids(store.sessionPage({ ...ask, state: 'closed' }))).toEqual(['ses_2']);
    });
  });
}

const askedData = {
  sequence: 1,
  run: 'run_1',
  rules: [],
  say: '',
  policy: null,
  reason: null,
  ttl: 1000,
  highRisk: false,
  displayed: '',
  stdin: { kind: 'none' as const },
  files: [],
};
