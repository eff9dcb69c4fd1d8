// How much an agent may run and ask in a time: a sliding window over the monotonic clock.

import type { RateLimit } from './policy.ts';
import type { PolicyDocument } from './schema.ts';
import { holds, type Scope } from './when.ts';

const seconds = { s: 1, m: 60, h: 3600 } as const;

export function limitsOf(document: PolicyDocument, scope: Scope): readonly RateLimit[] {
  return document.rules.flatMap(({ id, when, limit, say = null }) => {
    if (!limit || !holds(when, scope)) return [];
    return (['commands', 'asks'] as const).flatMap((what) => {
      const rate = limit[what];
      return rate === undefined ? [] : [{ rule: id, what, ...parseRate(rate), say }];
    });
  });
}

/** `5/10m` is 5 within 600 seconds. */
function parseRate(rate: string): { readonly count: number; readonly seconds: number } {
  const [count = '', time = ''] = rate.split('/');
  const unit = seconds[time.at(-1) as keyof typeof seconds];
  return { count: Number(count), seconds: Number(time.slice(0, -1) || '1') * unit };
}

/** A denial by limit: `retryAfter` in whole seconds, at least 1. */
export interface Exceeded {
  readonly rule: string;
  readonly retryAfter: number;
  readonly say: string;
}

export interface Limiter {
  /** Counts one `what` of this key (an agent on a target) unless that is too much; null when it is admitted. */
  admit(key: string, what: RateLimit['what'], limits: readonly RateLimit[]): Exceeded | null;
}

/** `micros` is a monotonic clock in microseconds. Keeps at most `count` times per key and limit. */
export function createLimiter(micros: () => number): Limiter {
  const windows = new Map<string, number[]>();
  return {
    admit(key, what, limits) {
      const now = micros();
      const open = limits
        .filter((limit) => limit.what === what)
        .map((limit) => ({ limit, times: windowOf(windows, JSON.stringify([key, limit.rule, what])) }));
      for (const { limit, times } of open) {
        while (times[0] !== undefined && times[0] <= now - limit.seconds * 1e6) times.shift();
      }
      const full = open.find(({ limit, times }) => times.length >= limit.count);
      if (full) return exceeded(full.limit, full.times[full.times.length - full.limit.count] as number, now);
      for (const { times } of open) times.push(now);
      return null;
    },
  };
}

function windowOf(windows: Map<string, number[]>, name: string): number[] {
  const times = windows.get(name) ?? [];
  windows.set(name, times);
  return times;
}

/** `oldest`: the start that has to leave the window before another fits. */
function exceeded({ rule, what, count, seconds, say }: RateLimit, oldest: number, now: number): Exceeded {
  const retryAfter = Math.max(1, Math.ceil((oldest + seconds * 1e6 - now) / 1e6));
  return { rule, retryAfter, say: say ?? `more than ${count} ${what} in ${seconds} s` };
}
