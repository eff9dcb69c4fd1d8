// What a run asked lately: so that a person sees what a rule would have covered before granting it.
import type { Ask } from './approval.ts';

const perRun = 20;
const maxRuns = 200;

export interface Recent {
  note(run: string, ask: Ask): void;
  /** Oldest first. */
  of(run: string): readonly Ask[];
}

export function createRecent(): Recent {
  const runs = new Map<string, readonly Ask[]>();
  return {
    note(run, ask) {
      const list = [...(runs.get(run) ?? []), ask].slice(-perRun);
      runs.delete(run);
      runs.set(run, list);
      const oldest = runs.size > maxRuns ? runs.keys().next().value : undefined;
      if (oldest !== undefined) runs.delete(oldest);
    },
    of: (run) => runs.get(run) ?? [],
  };
}
