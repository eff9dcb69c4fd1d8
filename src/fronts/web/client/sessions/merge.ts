// A first page read again, put before the pages that were read earlier.
import type { Session } from '../../api.ts';

/** What the new page holds comes first, as it is now; of the rest what it does not hold. */
export function mergeFirst(page: readonly Session[], before: readonly Session[]): Session[] {
  const fresh = new Set(page.map(({ id }) => id));
  return [...page, ...before.filter(({ id }) => !fresh.has(id))];
}
