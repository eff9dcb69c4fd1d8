// Refusals become audit events, at a bounded rate: a flood from one address is counted, not written line by line.

import { networkOf } from '../../core/address.ts';
import type { Clock } from '../../core/clock.ts';
import type { Refusal } from '../front.ts';

/** Events of one address: this many at once, then one each `refillSeconds`. */
const burst = 20;
const refillSeconds = 10;
/** Addresses kept in mind; beyond that the longest known is forgotten. */
const addressesKept = 10_000;
const sweepSeconds = 60;

interface Account {
  tokens: number;
  filledAt: number;
  suppressed: number;
  last: Refusal;
}

export interface Refusals {
  report(refusal: Refusal): void;
  /** Reports what was only counted so far; call it now and then, and at the end. */
  sweep(): void;
  close(): void;
}

export function createRefusals(refused: (refusal: Refusal) => void, clock: Clock): Refusals {
  const accounts = new Map<string, Account>();
  const timer = setInterval(sweep, sweepSeconds * 1000);
  timer.unref();

  function report(refusal: Refusal): void {
    const host = networkOf(refusal.address);
    const account = accounts.get(host) ?? { tokens: burst, filledAt: clock.micros(), suppressed: 0, last: refusal };
    if (!accounts.has(host)) remember(host, account);
    account.last = refusal;
    refill(account, clock.micros());
    if (account.tokens < 1) {
      account.suppressed += 1;
      return;
    }
    account.tokens -= 1;
    emit(account, refusal);
  }

  function emit(account: Account, refusal: Refusal): void {
    refused(account.suppressed > 0 ? { ...refusal, suppressed: account.suppressed } : refusal);
    account.suppressed = 0;
  }

  function remember(host: string, account: Account): void {
    const oldest = accounts.size >= addressesKept ? accounts.entries().next().value : undefined;
    if (oldest) {
      settle(oldest[1]);
      accounts.delete(oldest[0]);
    }
    accounts.set(host, account);
  }

  function settle(account: Account): void {
    if (account.suppressed > 0)
      emit(account, { ...account.last, reason: 'too many refusals: these were only counted' });
  }

  function sweep(): void {
    for (const [host, account] of accounts) {
      settle(account);
      refill(account, clock.micros());
      if (account.tokens >= burst) accounts.delete(host);
    }
  }

  return {
    report,
    sweep,
    close() {
      clearInterval(timer);
      for (const account of accounts.values()) settle(account);
    },
  };
}

function refill(account: Account, now: number): void {
  account.tokens = Math.min(burst, account.tokens + (now - account.filledAt) / (refillSeconds * 1_000_000));
  account.filledAt = now;
}
