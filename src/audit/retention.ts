// Deletes recordings past their retention. The event comes first, then the bytes, then all that was made of them, then
// the note that nothing is left: whatever is interrupted is taken up again, and nothing vanishes unsaid.
import { rm, stat } from 'node:fs/promises';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { recordingFile } from '../core/recording-file.ts';
import type { PurgeRow, Store } from '../store/store.ts';

export interface RetentionParts {
  readonly store: Pick<Store, 'append' | 'purges'>;
  /** The recordings folder. */
  readonly recordings: string;
  /** ms from the end of a session. */
  readonly retention: number;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<Log, 'info' | 'error'>;
  /** Whoever keeps something made of a recording (search, replay); called again when one of them rejects. */
  readonly forget: readonly ((session: string) => Promise<void>)[];
}

const hour = 3_600_000; // ms

/** Sessions taken at a time. */
const batch = 100;

/** Sweeps now and every hour. Disposing waits for the session at hand. */
export function startRetention(parts: RetentionParts): AsyncDisposable {
  const stop = new AbortController();
  let sweeping = Promise.resolve();
  const sweepNext = () => {
    sweeping = sweeping
      .then(() => sweep(parts, stop.signal))
      .catch((error: unknown) => parts.log.error({ err: error }, 'recordings past their retention stay for now'));
  };
  sweepNext();
  const timer = setInterval(sweepNext, hour).unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      stop.abort();
      await sweeping;
    },
  };
}

/** One round. @throws what a deletion or a `forget` throws; the next round begins there again */
export async function sweep(parts: RetentionParts, signal: AbortSignal): Promise<void> {
  const { store, clock, log } = parts;
  await eraseBegun(parts, signal);
  const before = new Date(Math.max(0, Date.parse(clock.now()) - parts.retention)).toISOString();
  let purged = 0;
  for (let rows = store.purges.due(before, batch); rows.length > 0; rows = store.purges.due(before, batch)) {
    for (const row of rows) {
      if (signal.aborted) return;
      await purge(parts, row);
      purged += 1;
    }
  }
  if (purged > 0) log.info({ recordings: purged }, 'recordings past their retention were deleted');
}

/** What an earlier round did not finish. */
async function eraseBegun(parts: RetentionParts, signal: AbortSignal): Promise<void> {
  const { purges } = parts.store;
  for (let rows = purges.begun(batch); rows.length > 0; rows = purges.begun(batch)) {
    for (const row of rows) {
      if (signal.aborted) return;
      await erase(parts, row);
    }
  }
}

async function purge(parts: RetentionParts, row: PurgeRow): Promise<void> {
  const { id: session, identity, target, recording, closed } = row;
  const file = recordingFile(parts.recordings, row);
  const found = file === null ? null : await stat(file).catch(() => null);
  const data = { recording, bytes: found?.size ?? 0, closed };
  await parts.store.append({ type: 'purged', session, identity, target, data });
  await erase(parts, row);
}

async function erase({ store, recordings, forget }: RetentionParts, row: PurgeRow): Promise<void> {
  const file = recordingFile(recordings, row);
  if (file !== null) await rm(file, { force: true });
  for (const forgetSession of forget) await forgetSession(row.id);
  store.purges.erased(row.id);
}
