// One-time links: each signs in one identity, once, for a short while. A spent one is remembered, so that whoever
// comes with it later is told apart from somebody who guesses.
import { BoundedMap } from '../../../core/bounded-map.ts';
import type { Clock } from '../../../core/clock.ts';
import { digestOf, isToken, newToken } from './tokens.ts';

export type Spending =
  | { readonly kind: 'good'; readonly name: string }
  | { readonly kind: 'used' | 'expired'; readonly name: string }
  | { readonly kind: 'unknown' };

export interface Links {
  /** @param life ms */
  make(name: string, life: number): string;
  /** At most once `good`. */
  spend(token: string): Spending;
  /** Its links are worth nothing any more. */
  dismiss(name: string): void;
}

/** Links that are kept, spent or not; the oldest goes first. */
const kept = 1000;

interface Link {
  readonly name: string;
  /** µs */
  readonly until: number;
  spent: boolean;
}

export function createLinks(clock: Clock): Links {
  const links = new BoundedMap<string, Link>(kept);
  return {
    make(name, life) {
      const token = newToken();
      links.set(digestOf(token), { name, until: clock.micros() + life * 1000, spent: false });
      return token;
    },
    spend(token) {
      const link = isToken(token) ? links.get(digestOf(token)) : undefined;
      if (link === undefined) return { kind: 'unknown' };
      const { name, until, spent } = link;
      link.spent = true;
      if (spent) return { kind: 'used', name };
      return { kind: clock.micros() < until ? 'good' : 'expired', name };
    },
    dismiss(name) {
      for (const link of links.values()) if (link.name === name) link.spent = true;
    },
  };
}
