// Who is at the door: public keys only (RFC 4252 §7). A key nobody has and a failed signature look the same from
// outside, whatever the login name.
import ssh2, { type AuthContext, type PublicKeyAuthContext } from 'ssh2';
import { fingerprintOf, type Identity, type IdentityProvider, type Proof } from '../../identity/identity.ts';
import { showSafely } from '../../terminal/safe-display.ts';

export interface Entrant {
  readonly identity: Identity;
  readonly proof: Proof;
  /** The login name, made visible: where it wants to go. What is no valid target name never becomes one. */
  readonly login: string;
}

interface Failure {
  readonly reason: string;
  readonly login: string;
  readonly fingerprint?: string;
}

export interface Authentication {
  /** Answers one authentication request. */
  judge(context: AuthContext): void;
  /** Who came in; null before. */
  entrant(): Entrant | null;
  /** The last key that was offered and refused before any signature, for the event of a connection that gave up. */
  refusedOffer(): Failure | null;
}

interface Options {
  readonly identities: IdentityProvider;
  readonly tries: number;
  /** A counted try failed. */
  readonly failed: (failure: Failure) => void;
  /** No more tries: the connection must end. */
  readonly exhausted: () => void;
}

/** Requests of any kind on one connection; an agent full of keys stays far below. */
const maxRequests = 500;
/** Characters of a login name that are looked at. */
const maxLogin = 256;

export function createAuthentication({ identities, tries, failed, exhausted }: Options): Authentication {
  let requests = 0;
  let failures = 0;
  let entrant: Entrant | null = null;
  let offer: Failure | null = null;

  function judge(context: AuthContext): void {
    requests += 1;
    // What was sent in the same breath as the last try is not judged any more.
    if (failures >= tries || requests > maxRequests) {
      refuse(context);
      return;
    }
    const login = showSafely(context.username.slice(0, maxLogin));
    if (context.method === 'publickey') judgeKey(context, login);
    else if (context.method === 'none') refuse(context);
    else countFailure(context, { reason: `the method ${context.method} is not offered`, login });
    if (requests === maxRequests && entrant === null) exhausted();
  }

  function judgeKey(context: PublicKeyAuthContext, login: string): void {
    const fingerprint = fingerprintOf(context.key.data);
    const found = isAcceptable(context) ? identities.find(context.key.data) : null;
    if (!context.signature) {
      // A probe (RFC 4252 §7): proves nothing, so it neither counts nor lets anybody in.
      if (found) {
        context.accept();
      } else {
        offer = { reason: 'no identity has this key', login, fingerprint };
        refuse(context);
      }
    } else if (!found) {
      countFailure(context, { reason: 'no identity has this key', login, fingerprint });
    } else if (!isSigned(context)) {
      countFailure(context, { reason: 'the signature is wrong', login, fingerprint });
    } else {
      entrant = { ...found, login };
      context.accept();
    }
  }

  function countFailure(context: AuthContext, failure: Failure): void {
    failures += 1;
    offer = null;
    failed(failure);
    refuse(context);
    if (failures >= tries) exhausted();
  }

  return { judge, entrant: () => entrant, refusedOffer: () => (failures === 0 ? offer : null) };
}

function refuse(context: AuthContext): void {
  context.reject(['publickey']);
}

/** ssh2 hands on whatever the client names: here the algorithm must be ours, modern, and that of the key itself. */
function isAcceptable({ key, hashAlgo }: PublicKeyAuthContext): boolean {
  const algorithms = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'];
  // rsa-sha2-256 and -512 arrive as ssh-rsa with their hash; without one it is the SHA-1 signature of RFC 4253.
  if (key.algo === 'ssh-rsa') return hashAlgo === 'sha256' || hashAlgo === 'sha512';
  return algorithms.includes(key.algo);
}

function isSigned({ key, blob, signature, hashAlgo }: PublicKeyAuthContext): boolean {
  const parsed = ssh2.utils.parseKey(key.data);
  if (parsed instanceof Error || parsed.type !== key.algo || !blob || !signature) return false;
  return parsed.verify(blob, signature, hashAlgo) === true;
}
