// What a run asked lately: so that a person sees what a rule would have covered before granting it.
import { BoundedMap } from '../core/bounded-map.ts';
import type { Ask } from './approval.ts';

const perRun = 20;
const maxRuns = 200;

export interface Recent {
  note(run: string, ask: Ask): void;
  /** Oldest first. */
  of(run: string): readonly Ask[];
}

export function createRecent(): Recent {
  const runs = new BoundedMap<string, readonly Ask[]>(maxRuns);
  return {
    note(run, ask) {
      runs.set(run, [...(runs.get(run) ?? []), ask].slice(-perRun));
    },
    of: (run) => runs.get(run) ?? [],
  };
}
