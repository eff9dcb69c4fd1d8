// How often somebody may try to sign in: so many at once, then one now and then. Counted by network.
import { networkOf } from '../../../core/address.ts';
import { BoundedMap } from '../../../core/bounded-map.ts';
import type { Clock } from '../../../core/clock.ts';
import type { WebLimits } from './limits.ts';

export interface Tries {
  /** False when it is one too many. @param address `host:port` */
  take(address: string): boolean;
}

/** Networks that are remembered; the one that came longest ago is forgotten first. */
const remembered = 10_000;

export function createTries(clock: Clock, { tries, triesRefill }: Pick<WebLimits, 'tries' | 'triesRefill'>): Tries {
  const accounts = new BoundedMap<string, { left: number; at: number }>(remembered);
  return {
    take(address) {
      const network = networkOf(address);
      const now = clock.micros();
      const { left, at } = accounts.get(network) ?? { left: tries, at: now };
      const filled = Math.min(tries, left + (now - at) / (triesRefill * 1000));
      accounts.set(network, { left: Math.max(0, filled - 1), at: now });
      return filled >= 1;
    },
  };
}
