import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactVerify, importJWK } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ActionFacts, Lock, ReleaseEvents, TokenGate } from '../../../src/approval/approval.ts';
import { openActionKey } from '../../../src/approval/token/action-key.ts';
import type { TokenClaims } from '../../../src/approval/token/claims.ts';
import { createTokenGate, publishedKey } from '../../../src/approval/token/token.ts';
import { systemClock } from '../../../src/core/clock.ts';
import type { AuditEvent } from '../../../src/store/events.ts';
import { makeWorld, sha256, verdict } from './world.ts';

const allow = { decision: 'allow', approvers: [] } as const;
const nothing: ReleaseEvents = { before: [], after: [] };

function facts(more: Partial<ActionFacts> = {}): ActionFacts {
  return {
    agent: 'coder',
    uid: 1000,
    session: 'ses_1',
    request: 'req_1',
    sequence: 1,
    mode: 'interactive',
    target: 'local',
    cwd: '/srv/app',
    environment: { LANG: 'C.UTF-8', TERM: 'xterm' },
    statement: 'rm -rf build',
    secret: false,
    effects: [verdict({ kind: 'net', host: 'a', of: null, span: [0, 1] }).effect],
    stdin: null,
    files: [],
    displayed: null,
    policy: sha256,
    ...more,
  };
}

function keyFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'action.key');
}

async function makeGate() {
  const world = await makeWorld();
  const subject = { session: 'ses_1', request: 'req_1', identity: 'coder', target: 'local' };
  const statement = { text: 'rm -rf build', bytes: 12, sha256: null };
  await world.store.append({ type: 'submitted', ...subject, data: { sequence: 1, mode: 'interactive', statement } });
  const state = { micros: 0, lock: null as Lock | null, policy: sha256 as string | null, ran: 0, slow: () => {} };
  const key = openActionKey(keyFile());
  const gate = createTokenGate({
    key,
    store: {
      append: async (...events: readonly AuditEvent[]) => {
        const stored = await world.store.append(...events);
        state.slow();
        return stored;
      },
    },
    clock: { now: systemClock.now, micros: () => state.micros },
    isLocked: () => state.lock,
    policy: () => state.policy,
  });
  const release = (token: string, now = facts(), to: TokenGate = gate) =>
    to.release(token, now, nothing, () => {
      state.ran += 1;
      return 'ran';
    });
  const refusals = () => world.events('refused-token').map(({ data }) => (data as { why: string }).why);
  return { world, state, key, gate, release, refusals };
}

describe('an action token', () => {
  it('lets exactly what it names run, once, and is in the log before that with a key that checks it', async () => {
    const { world, key, gate, state } = await makeGate();
    const token = await gate.mint(facts(), { decision: 'approved', approvers: ['maria'] });
    const subject = { session: 'ses_1', request: 'req_1', identity: 'coder', target: 'local' };
    const decided = { sequence: 1, decision: 'allow', by: 'policy', rules: [], say: '', policy: sha256 } as const;
    const released = await gate.release(
      token,
      facts(),
      {
        before: [{ type: 'decided', ...subject, data: decided }],
        after: [{ type: 'started', ...subject, data: { sequence: 1, cwd: '/', offset: 0, sha256 } }],
      },
      () => {
        expect(world.events('spent')).toHaveLength(1);
        state.ran += 1;
        return 7;
      },
    );
    expect(released).toEqual({ kind: 'released', result: 7 });
    expect([...world.store.events()].map(({ type }) => type).slice(2)).toEqual(['decided', 'spent', 'started']);

    const [spent] = world.events('spent') as Extract<AuditEvent, { type: 'spent' }>[];
    const published = publishedKey(key);
    if (published.type !== 'published-key') throw new Error('no key');
    const { x, crv, kid } = published.data;
    const { payload, protectedHeader } = await compactVerify(
      spent?.data.token ?? '',
      await importJWK({ kty: 'OKP', crv, x, alg: 'EdDSA' }),
    );
    expect(protectedHeader).toEqual({ alg: 'EdDSA', typ: 'ostiary-action+jwt', kid });
    const claims = JSON.parse(Buffer.from(payload).toString()) as TokenClaims;
    expect(claims).toMatchObject({
      sub: 'coder',
      aud: 'ses_1/local',
      cwd: '/srv/app',
      dec: 'approved',
      apr: ['maria'],
    });
    expect(claims.exp - claims.iat).toBe(5);
    expect(claims.jti).toBe(spent?.data.jti);
  });

  it('is refused the second time, and that is an event', async () => {
    const { gate, release, refusals, state, world } = await makeGate();
    const token = await gate.mint(facts(), allow);
    expect(await release(token)).toMatchObject({ kind: 'released' });
    expect(await release(token)).toEqual({ kind: 'refused', why: 'replayed' });
    expect(state.ran).toBe(1);
    expect(refusals()).toEqual(['replayed']);
    expect(world.store.statements('ses_1')[0]?.state).not.toBe('dropped');
  });

  it('lets exactly one of many racers run', async () => {
    const { gate, release, refusals, state } = await makeGate();
    const token = await gate.mint(facts(), allow);
    const results = await Promise.all(Array.from({ length: 8 }, () => release(token)));
    expect(results.filter(({ kind }) => kind === 'released')).toHaveLength(1);
    expect(state.ran).toBe(1);
    expect(refusals()).toEqual(Array(7).fill('replayed'));
  });

  const swaps: readonly (readonly [string, Partial<ActionFacts>])[] = [
    ['statement', { statement: 'rm -rf /' }],
    ['statement by one blank', { statement: 'rm -rf build ' }],
    ['cwd', { cwd: '/' }],
    ['environment', { environment: { LANG: 'C.UTF-8', TERM: 'vt100' } }],
    ['variable', { environment: { LANG: 'C.UTF-8', TERM: 'xterm', X: '' } }],
    ['agent', { agent: 'other' }],
    ['account', { uid: 0 }],
    ['sequence', { sequence: 2 }],
    ['mode', { mode: 'exec' }],
    ['effects', { effects: [] }],
    ['bound input', { stdin: sha256 }],
    ['file run as code', { files: [{ realpath: '/srv/app/x.sh', sha256 }] }],
    ['shown card', { displayed: sha256 }],
  ];
  it.each(swaps)('is refused for another %s', async (_, other) => {
    const { gate, release, refusals, state } = await makeGate();
    const token = await gate.mint(facts(), allow);
    expect(await release(token, facts(other))).toEqual({ kind: 'refused', why: 'mismatch' });
    expect(await release(token)).toEqual({ kind: 'refused', why: 'replayed' });
    expect(state.ran).toBe(0);
    expect(refusals()).toEqual(['mismatch', 'replayed']);
  });

  it.each([
    ['session', { session: 'ses_2' }],
    ['target', { target: 'prod' }],
  ])('is refused in another %s', async (_, other) => {
    const { gate, release, refusals, state } = await makeGate();
    const token = await gate.mint(facts(), allow);
    expect(await release(token, facts(other))).toEqual({ kind: 'refused', why: 'audience' });
    expect(state.ran).toBe(0);
    expect(refusals()).toEqual(['audience']);
  });

  it('is refused after 5 s of the monotonic clock, under another policy, and while locked', async () => {
    const { gate, release, refusals, state } = await makeGate();
    const late = await gate.mint(facts(), allow);
    state.micros = 5_000_000;
    expect(await release(late)).toEqual({ kind: 'refused', why: 'expired' });
    const stale = await gate.mint(facts(), allow);
    state.policy = 'b'.repeat(64);
    expect(await release(stale)).toEqual({ kind: 'refused', why: 'stale-policy' });
    state.policy = sha256;
    const locked = await gate.mint(facts(), allow);
    state.lock = { scope: { kind: 'everything' }, by: 'maria', note: null, since: '' };
    expect(await release(locked)).toEqual({ kind: 'refused', why: 'locked' });
    expect(state.ran).toBe(0);
    expect(refusals()).toEqual(['expired', 'stale-policy', 'locked']);
  });

  it('is refused when a lock, a policy or too much time came while the disk wrote', async () => {
    const { gate, release, refusals, state } = await makeGate();
    const token = await gate.mint(facts(), allow);
    state.slow = () => {
      state.lock = { scope: { kind: 'agent', name: 'coder' }, by: 'maria', note: null, since: '' };
    };
    expect(await release(token)).toEqual({ kind: 'refused', why: 'locked' });
    expect(state.ran).toBe(0);
    expect(refusals()).toEqual(['locked']);
  });

  it('is nobody else’s text', async () => {
    const { gate, release, refusals, state, key } = await makeGate();
    const token = await gate.mint(facts(), allow);
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const forged = Buffer.from(payload, 'base64url').toString().replace('rm', 'xx').replace('coder', 'codex');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'ostiary-action+jwt', kid: key.kid }));
    const other = createOther();
    const texts = [
      '',
      'a.b.c',
      `${header}.${Buffer.from(forged).toString('base64url')}.${signature}`,
      `${none.toString('base64url')}.${payload}.`,
      await other.mint(facts(), allow),
    ];
    for (const text of texts) expect(await release(text)).toEqual({ kind: 'refused', why: 'invalid' });
    expect(state.ran).toBe(0);
    expect(refusals()).toHaveLength(texts.length);
    expect(await release(token)).toMatchObject({ kind: 'released' });
  });

  it('of a broker before this one is unknown', async () => {
    const { key, release, world } = await makeGate();
    const before = createTokenGate({ ...parts(), key, store: world.store });
    expect(await release(await before.mint(facts(), allow))).toEqual({ kind: 'refused', why: 'unknown' });
  });

  it('lets nothing run when the log cannot be written', async () => {
    const { gate, state } = await makeGate();
    const token = await gate.mint(facts(), allow);
    state.slow = () => {
      throw new Error('disk full');
    };
    const running = gate.release(token, facts(), nothing, () => {
      state.ran += 1;
    });
    await expect(running).rejects.toThrow('disk full');
    expect(state.ran).toBe(0);
  });

  it('names a statement that may hold a secret only by a keyed digest', async () => {
    const { gate } = await makeGate();
    const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const plain = claimsOf(await gate.mint(facts(), allow)) as TokenClaims;
    const secret = claimsOf(await gate.mint(facts({ secret: true, stdin: 'c'.repeat(64) }), allow)) as TokenClaims;
    expect(plain.stm).toMatch(/^sha256:/);
    for (const claim of [secret.stm, secret.eff, secret.inp]) expect(claim).toMatch(/^hmac-sha256:/);
    expect(JSON.stringify(secret)).not.toContain('c'.repeat(64));
  });
});

const parts = () => ({ clock: systemClock, isLocked: () => null, policy: () => sha256 });

function createOther(): TokenGate {
  return createTokenGate({ ...parts(), key: openActionKey(keyFile()), store: { append: async () => [] } });
}

describe('the key of action tokens', () => {
  it('is made once, for its owner only, and read again', () => {
    const file = keyFile();
    const first = openActionKey(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(openActionKey(file)).toMatchObject({ kid: first.kid, x: first.x });
    expect(readFileSync(file, 'utf8')).toContain('PRIVATE KEY');
  });

  it('is refused when others can read it, or when it is none', () => {
    const file = keyFile();
    openActionKey(file);
    chmodSync(file, 0o640);
    expect(() => openActionKey(file)).toThrow(expect.objectContaining({ code: 'ACTION_KEY_UNSAFE' }));
    chmodSync(file, 0o600);
    writeFileSync(file, 'garbage');
    expect(() => openActionKey(file)).toThrow(expect.objectContaining({ code: 'ACTION_KEY_INVALID' }));
  });
});
