// Whether every statement that started spent a token of its own, signed by a key of this broker, for exactly that
// statement (RFC 7515).
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Findings } from './findings.ts';
import type { EventOf, RequestStory, Story } from './story.ts';

/** What is compared of a token's claims. */
interface Claims {
  readonly jti: string;
  readonly sid: string;
  readonly req: string;
  readonly seq: number;
  readonly sub: string;
  readonly tgt: string;
  readonly cwd: string;
  readonly stm: string;
  readonly dis: string | null;
  readonly pol: string | null;
  readonly dec: string;
  readonly apr: readonly string[];
}

/** @param keys the public keys of tokens that the log tells of */
export function checkTokens(story: Story, keys: readonly EventOf<'published-key'>[], findings: Findings): void {
  const known = new Map(keys.map((event) => [event.data.kid, event] as const).reverse());
  const used = new Set<string>();
  for (const request of story.requests) {
    const spent = request.first('spent');
    if (spent === null) continue;
    if (used.has(spent.data.jti)) findings.breaks('token-twice', `the token of ${request.request} was spent before`);
    used.add(spent.data.jti);
    const why = complain(request, spent, known);
    if (why !== null) findings.breaks('token', `the token of ${request.request} ${why}`);
  }
}

function complain(
  { first }: RequestStory,
  spent: EventOf<'spent'>,
  known: ReadonlyMap<string, EventOf<'published-key'>>,
): string | null {
  const claims = open(spent, known);
  if (claims === null) return 'is not signed by a key that the log told of before';
  const { data, session, request, identity, target } = spent;
  const [submitted, decided, started, approved] = [
    first('submitted'),
    first('decided'),
    first('started'),
    first('approved'),
  ];
  const statement = submitted === null ? null : digestOf(submitted.data.statement);
  const facts: readonly (readonly [string, boolean])[] = [
    ['is not the one of its event', claims.jti === data.jti && claims.dec === data.decision],
    ['is for another session', claims.sid === session],
    ['is for another request', claims.req === request && claims.seq === data.sequence],
    ['is for another agent or target', claims.sub === identity && claims.tgt === target],
    ['is for another directory', started === null || claims.cwd === started.data.cwd],
    ['is for another statement', statement === null || !claims.stm.startsWith('sha256:') || claims.stm === statement],
    ['was not decided so', decided === null || (decided.data.decision === 'allow') === (claims.dec === 'allow')],
    ['is for another policy', decided?.data.decision !== 'allow' || claims.pol === decided.data.policy],
    [
      'is for another approval',
      approved === null || (claims.apr.includes(approved.data.by) && claims.dis === approved.data.displayed),
    ],
  ];
  return facts.find(([, holds]) => !holds)?.[0] ?? null;
}

/** The claims as signed; null for anything else. */
function open({ seq, data }: EventOf<'spent'>, known: ReadonlyMap<string, EventOf<'published-key'>>): Claims | null {
  const [header = '', payload = '', signature = ''] = data.token.split('.');
  try {
    const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string; alg: string };
    const key = known.get(kid);
    if (key === undefined || key.seq > seq || alg !== 'EdDSA') return null;
    const bytes = Buffer.from(signature, 'base64url');
    if (!verify(null, Buffer.from(`${header}.${payload}`), publicKey(key.data.x), bytes)) return null;
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
  } catch {
    return null;
  }
}

/** RFC 8037 §2. */
function publicKey(x: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** As a token names it; null where something is masked, for then a keyed digest binds it. */
function digestOf({ text, sha256, masks }: EventOf<'submitted'>['data']['statement']): string | null {
  if (masks !== undefined) return null;
  return `sha256:${sha256 ?? createHash('sha256').update(text).digest('hex')}`;
}
