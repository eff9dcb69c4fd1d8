// What is made of the recordings once they are there: replays, the search index, checks against the log.

import type { Auditor } from './audit/audit.ts';
import { createAuditor } from './audit/auditor.ts';
import type { Config } from './config/config.ts';
import type { Log } from './core/log.ts';
import type { Replays } from './replay/replay.ts';
import { createReplays } from './replay/replays.ts';
import type { SearchIndex } from './search/search.ts';
import { createSearchIndex } from './search/search-index.ts';
import type { Store } from './store/store.ts';

export interface Archive extends AsyncDisposable {
  readonly replays: Replays;
  readonly search: SearchIndex;
  readonly auditor: Auditor;
}

/** Every session that ends is taken in, in the background. */
export function openArchive(config: Config, store: Store, log: Log): Archive {
  const parts = { store, recordings: config.recordings.dir, state: config.state, log };
  const replays = createReplays(parts);
  const search = createSearchIndex(parts);
  const leave = store.log.onCommit((events) => {
    for (const { type, session, request } of events) {
      if (session === undefined) continue;
      if (request !== undefined) search.stir(session);
      if (type !== 'closed' && type !== 'recovered') continue;
      search.add(session);
      replays.prepare(session);
    }
  });
  return {
    replays,
    search,
    auditor: createAuditor(parts),
    async [Symbol.asyncDispose]() {
      leave();
      await Promise.all([search.close(), replays.close()]);
    },
  };
}
