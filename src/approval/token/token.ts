// Action tokens: the single-use proof that this statement may run now. Signed at the decision, checked and spent at one
// place, right before the statement reaches a shell (RFC 7515, RFC 8725 §3.11).
import { CompactSign, compactVerify } from 'jose';
import type { Clock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import type { AuditEvent } from '../../store/events.ts';
import type { Store } from '../../store/store.ts';
import type { ActionFacts, Lock, Release, ReleaseEvents, TokenGate, TokenRefusal } from '../approval.ts';
import type { ActionKey } from './action-key.ts';
import { type ActionClaims, actionClaims, differences, type TokenClaims } from './claims.ts';

const type = 'ostiary-action+jwt';

/** µs from minting to the start of the statement. */
export const lifetime = 5_000_000;

export interface TokenGateParts {
  readonly key: ActionKey;
  readonly store: Pick<Store, 'append'>;
  readonly clock: Clock;
  isLocked(agent: string, target: string): Lock | null;
  /** Digest of the policy in force; null where nothing is judged. */
  readonly policy: () => string | null;
}

interface Issued {
  /** µs of the monotonic clock. */
  readonly deadline: number;
  spent: boolean;
}

type Redeemed =
  | { readonly kind: 'good'; readonly claims: TokenClaims; readonly issued: Issued }
  | { readonly kind: 'bad'; readonly why: TokenRefusal; readonly jti: string | null };

export function createTokenGate(parts: TokenGateParts): TokenGate {
  const { key, store, clock } = parts;
  /** Tokens of the last few seconds, oldest first. */
  const issued = new Map<string, Issued>();
  const header = { alg: 'EdDSA', typ: type, kid: key.kid };

  /** A used or expired token stays known for a lifetime more, so that its second use is called by its name. */
  function forget(now: number) {
    for (const [jti, { deadline }] of issued) {
      if (deadline + lifetime > now) return;
      issued.delete(jti);
    }
  }

  async function redeem(token: string, facts: ActionFacts): Promise<Redeemed> {
    const claims = await verify(token, key);
    if (claims === null) return { kind: 'bad', why: 'invalid', jti: null };
    const { jti } = claims;
    const bad = (why: TokenRefusal): Redeemed => ({ kind: 'bad', why, jti });
    const known = issued.get(jti);
    if (known === undefined) return bad('unknown');
    // Any use is the only one, also a wrong one; no await in between, so of two racers exactly one passes.
    if (known.spent) return bad('replayed');
    known.spent = true;
    const now = actionClaims(facts, key.commitment);
    if (claims.aud !== now.aud) return bad('audience');
    if (differences(now, claims).length > 0) return bad('mismatch');
    const why = whyNotNow(known, claims, facts);
    return why === null ? { kind: 'good', claims, issued: known } : bad(why);
  }

  /** What may change from one moment to the next; looked at before and after the disk was waited for. */
  function whyNotNow({ deadline }: Issued, claims: ActionClaims, facts: ActionFacts): TokenRefusal | null {
    if (clock.micros() >= deadline) return 'expired';
    if (claims.pol !== parts.policy()) return 'stale-policy';
    return parts.isLocked(facts.agent, facts.target) === null ? null : 'locked';
  }

  return {
    async mint(facts, { decision, approvers }) {
      const now = clock.micros();
      forget(now);
      const jti = newId('tok');
      const iat = Math.floor(Date.parse(clock.now()) / 1000);
      const times = { jti, iat, exp: iat + lifetime / 1_000_000 };
      const claims: TokenClaims = { ...actionClaims(facts, key.commitment), ...times, dec: decision, apr: approvers };
      const token = await new CompactSign(Buffer.from(JSON.stringify(claims)))
        .setProtectedHeader(header)
        .sign(key.private);
      issued.set(jti, { deadline: now + lifetime, spent: false });
      return token;
    },

    async release<T>(
      token: string,
      facts: ActionFacts,
      { before, after }: ReleaseEvents,
      run: () => T,
    ): Promise<Release<T>> {
      const redeemed = await redeem(token, facts);
      if (redeemed.kind === 'bad') {
        await store.append(...before, refusedEvent(facts, redeemed.why, redeemed.jti));
        return { kind: 'refused', why: redeemed.why };
      }
      const { claims, issued: one } = redeemed;
      await store.append(...before, spentEvent(facts, claims, token), ...after);
      const why = whyNotNow(one, claims, facts);
      if (why !== null) {
        await store.append(refusedEvent(facts, why, claims.jti));
        return { kind: 'refused', why };
      }
      return { kind: 'released', result: run() };
    },
  };
}

/** The claims of a token with our signature, algorithm and type; null for any other text. */
async function verify(token: string, key: ActionKey): Promise<TokenClaims | null> {
  try {
    const { payload, protectedHeader } = await compactVerify(token, key.public, { algorithms: ['EdDSA'] });
    if (protectedHeader.typ !== type || protectedHeader.kid !== key.kid) return null;
    return JSON.parse(Buffer.from(payload).toString('utf8')) as TokenClaims;
  } catch {
    return null;
  }
}

const subjectOf = ({ session, request, agent, target }: ActionFacts) => ({ session, request, identity: agent, target });

function spentEvent(facts: ActionFacts, { jti, dec, apr }: TokenClaims, token: string): AuditEvent {
  const data = { sequence: facts.sequence, jti, decision: dec, approvers: apr, token };
  return { type: 'spent', ...subjectOf(facts), data };
}

function refusedEvent(facts: ActionFacts, why: TokenRefusal, jti: string | null): AuditEvent {
  return { type: 'refused-token', ...subjectOf(facts), data: { why, jti } };
}

/** The event that lets anybody check the tokens of the log. */
export function publishedKey({ kid, x }: ActionKey): AuditEvent {
  return { type: 'published-key', data: { use: 'action-token', kid, crv: 'Ed25519', x } };
}
