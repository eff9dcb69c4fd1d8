// Why a session ends before its own end: one AbortController per session, one reason, the first that comes.
import type { Client } from '../fronts/front.ts';
import { denied, failed, type Verdict } from './verdict.ts';

export interface EndReason {
  readonly name: string;
  /** What the client is told; null when it is gone or was told already. */
  readonly verdict: Verdict | null;
}

export interface Lifetime {
  readonly signal: AbortSignal;
  readonly reason: EndReason | null;
  end(reason: EndReason): void;
  /** Stops the running statement, not the session. Set by whoever runs it. */
  interrupt: (why: string) => void;
  /** A byte passed: the idle clock starts anew. */
  active(): void;
  /** Settles with null once the session is to end, else with the promise's own value. */
  within<T>(promise: Promise<T>): Promise<T | null>;
  /** Stops the clocks. */
  dispose(): void;
}

export interface LifetimeLimits {
  /** Milliseconds. */
  readonly idle: number;
  readonly maxDuration: number;
}

export interface LifetimeSignals extends Pick<Client, 'gone' | 'dismissed'> {
  readonly shutdown: AbortSignal;
}

export function createLifetime(limits: LifetimeLimits, { gone, dismissed, shutdown }: LifetimeSignals): Lifetime {
  const controller = new AbortController();
  let reason: EndReason | null = null;
  let lastActive = performance.now();

  function end(why: EndReason) {
    if (reason !== null) return;
    reason = why;
    controller.abort();
  }
  const leave = () => end({ name: 'client-gone', verdict: null });
  const dismiss = () => {
    const why = String(dismissed.reason);
    end({ name: `dismissed: ${why}`, verdict: denied('broker', `${why}; this session ends`) });
  };
  const stop = () => end({ name: 'shutdown', verdict: failed('the broker is shutting down; nothing further runs') });
  const onEnd = new Promise<null>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  // A look now and then, not a timer per byte: an idle session may live up to a twentieth longer than its limit.
  const idleTimer = setInterval(() => {
    if (performance.now() - lastActive < limits.idle) return;
    end({ name: 'idle', verdict: failed(`the session was idle for ${Math.round(limits.idle / 1000)} s and ends`) });
  }, limits.idle / 20);
  const durationTimer = setTimeout(() => {
    const seconds = Math.round(limits.maxDuration / 1000);
    end({ name: 'duration', verdict: failed(`the session reached its longest duration (${seconds} s) and ends`) });
  }, limits.maxDuration);

  const listeners = [
    [gone, leave],
    [dismissed, dismiss],
    [shutdown, stop],
  ] as const;
  for (const [signal, act] of listeners) {
    signal.addEventListener('abort', act);
    if (signal.aborted) act();
  }

  return {
    signal: controller.signal,
    get reason() {
      return reason;
    },
    end,
    interrupt: () => {},
    active() {
      lastActive = performance.now();
    },
    within: (promise) => Promise.race([promise, onEnd]),
    dispose() {
      clearInterval(idleTimer);
      clearTimeout(durationTimer);
      for (const [signal, act] of listeners) signal.removeEventListener('abort', act);
    },
  };
}
