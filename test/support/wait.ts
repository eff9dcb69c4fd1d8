// Bounded waiting: a limit for failures, never a measure of speed.
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when `condition` holds; rejects after `seconds`. */
export async function until(condition: () => boolean | Promise<boolean>, seconds = 15): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${seconds} s: ${condition}`);
    await sleep(10);
  }
}
