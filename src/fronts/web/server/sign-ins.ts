// Who is signed in. The cookie lets a browser look; what changes anything also needs the secret that the page got once,
// because cookies do not know ports: any server on this machine that the browser visits sees them.
import type { Clock } from '../../../core/clock.ts';
import type { Identity } from '../../../identity/identity.ts';
import type { WebLimits } from './limits.ts';
import { digestOf, isToken, isTokenOf, newToken } from './tokens.ts';

export interface SignIn {
  /** Of the identity. */
  readonly name: string;
  readonly owner: string;
  /** ISO 8601 UTC; it ends then at the latest. */
  readonly expires: string;
  /** Aborts when it is over, with the reason as half a sentence. */
  readonly ended: AbortSignal;
  /** Sessions whose replay is on record. */
  readonly replayed: Set<string>;
  /** Once, and only at the beginning; null afterwards. */
  takeSecret(): string | null;
  holdsSecret(given: string): boolean;
}

export interface SignIns {
  /** The value of the cookie, given out here and never again. */
  open(identity: Identity): { readonly cookie: string; readonly signIn: SignIn };
  /** Null when there is none, or it is over. Looking counts as using, unless nobody sits there (`unattended`). */
  find(cookie: string, unattended?: boolean): SignIn | null;
  end(signIn: SignIn, why: string): void;
  /** Ends all of an identity. */
  dismiss(name: string, why: string): void;
  close(): void;
}

export interface SignInParts {
  readonly clock: Clock;
  readonly limits: Pick<WebLimits, 'idle' | 'maxDuration' | 'secret'>;
  /** Null when the identity was removed. */
  identity(name: string): Identity | null;
  ended(signIn: SignIn, why: string): void;
}

interface Entry {
  readonly signIn: SignIn;
  readonly ending: AbortController;
  /** µs */
  readonly until: number;
  used: number;
}

/** Of one identity; one more ends the oldest. */
const most = 20;
const sweep = 5000; // ms

export function createSignIns({ clock, limits, identity, ended }: SignInParts): SignIns {
  const entries = new Map<string, Entry>();

  function finish(key: string, { signIn, ending }: Entry, why: string): void {
    if (!entries.delete(key)) return;
    ended(signIn, why);
    ending.abort(why);
  }

  function whyOver({ signIn, until, used }: Entry): string | null {
    const now = clock.micros();
    if (now >= until) return 'it was open for as long as it may be';
    if (now - used >= limits.idle * 1000) return 'nothing was asked for in a long while';
    return identity(signIn.name) === null ? 'the identity was removed' : null;
  }

  function endWhere(choose: (entry: Entry) => string | null): void {
    for (const [key, entry] of [...entries]) {
      const why = choose(entry);
      if (why !== null) finish(key, entry, why);
    }
  }

  const timer = setInterval(() => endWhere(whyOver), sweep);
  timer.unref();

  return {
    open({ name, owner }) {
      const older = [...entries].filter(([, entry]) => entry.signIn.name === name);
      for (const [key, entry] of older.slice(0, Math.max(0, older.length - most + 1))) {
        finish(key, entry, 'there were newer ones');
      }
      const cookie = newToken();
      const ending = new AbortController();
      const now = clock.micros();
      const expires = new Date(Date.parse(clock.now()) + limits.maxDuration).toISOString();
      let secret: string | null = null;
      const signIn: SignIn = {
        name,
        owner,
        expires,
        ended: ending.signal,
        replayed: new Set(),
        takeSecret() {
          if (secret !== null || clock.micros() - now > limits.secret * 1000) return null;
          const given = newToken();
          secret = digestOf(given);
          return given;
        },
        holdsSecret: (given) => secret !== null && isTokenOf(secret, given),
      };
      entries.set(digestOf(cookie), { signIn, ending, until: now + limits.maxDuration * 1000, used: now });
      return { cookie, signIn };
    },
    find(cookie, unattended = false) {
      if (!isToken(cookie)) return null;
      const key = digestOf(cookie);
      const entry = entries.get(key);
      if (entry === undefined) return null;
      const why = whyOver(entry);
      if (why !== null) finish(key, entry, why);
      if (!unattended) entry.used = clock.micros();
      return why === null ? entry.signIn : null;
    },
    end: (signIn, why) => endWhere((entry) => (entry.signIn === signIn ? why : null)),
    dismiss: (name, why) => endWhere((entry) => (entry.signIn.name === name ? why : null)),
    close() {
      clearInterval(timer);
      endWhere(() => 'the broker ended');
    },
  };
}
