// What one client, one address and one identity may take of the door.

export interface SshLimits {
  /** From TCP accept to a proven key. */
  readonly loginSeconds: number;
  /** Failed signatures (and refused methods such as passwords) of one connection; offered keys are free. */
  readonly tries: number;
  readonly connectionsPerAddress: number;
  /** Connections of all addresses together that have not proved a key yet. */
  readonly unauthenticated: number;
  /** Open session channels of one identity, over all its connections. */
  readonly sessionsPerIdentity: number;
  /** Names and values of one session channel together. */
  readonly environmentBytes: number;
  readonly environmentCount: number;
  /** After this silence the client is asked for a sign of life; three unanswered ones end the connection. */
  readonly keepaliveSeconds: number;
  /** New session keys after this much traffic in both directions, or this time (RFC 4253 §9). */
  readonly rekeyBytes: number;
  readonly rekeySeconds: number;
}

export const defaultLimits: SshLimits = {
  loginSeconds: 30,
  tries: 6,
  connectionsPerAddress: 20,
  unauthenticated: 100,
  sessionsPerIdentity: 32,
  environmentBytes: 8 * 1024,
  environmentCount: 64,
  keepaliveSeconds: 30,
  rekeyBytes: 2 ** 30,
  rekeySeconds: 3600,
};

export interface Counter {
  /** Takes one place under this key; false when all are taken. */
  take(key: string): boolean;
  release(key: string): void;
}

export function createCounter(limit: number): Counter {
  const taken = new Map<string, number>();
  return {
    take(key) {
      const count = taken.get(key) ?? 0;
      if (count >= limit) return false;
      taken.set(key, count + 1);
      return true;
    },
    release(key) {
      const count = taken.get(key) ?? 0;
      if (count > 1) taken.set(key, count - 1);
      else taken.delete(key);
    },
  };
}
