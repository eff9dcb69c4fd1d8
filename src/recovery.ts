// After a crash: every session the log still calls live is brought to an honest end. Its recording is repaired and
// checked, its surviving processes are ended, and what was found is an audit event.
import { faults } from './core/errors.ts';
import type { Log } from './core/log.ts';
import { recordingFile } from './core/recording-file.ts';
import { recoverCast } from './replay/recover-cast.ts';
import type { RecordingPosition } from './sinks/sink.ts';
import type { AuditEvent } from './store/events.ts';
import type { SessionRow, Store } from './store/store.ts';
import type { Target } from './targets/target.ts';

export interface RecoveryParts {
  readonly store: Store;
  readonly targets: ReadonlyMap<string, Target>;
  /** The recordings folder. */
  readonly recordings: string;
  readonly log: Log;
}

/** Returns how many sessions were brought to their end. */
export async function recoverSessions(parts: RecoveryParts): Promise<number> {
  const interrupted = parts.store.sessions({ state: 'live' });
  for (const row of interrupted) {
    const event = await recoverSession(parts, row);
    parts.log.warn({ session: row.id, ...event.data }, 'a session was interrupted');
    await parts.store.append(event);
  }
  return interrupted.length;
}

async function recoverSession(
  { store, targets, recordings, log }: RecoveryParts,
  row: SessionRow,
): Promise<AuditEvent> {
  const processes = (await targets.get(row.target)?.reap(row.id)) ?? 0;
  const subject = { session: row.id, identity: row.identity, target: row.target };
  try {
    const file = recordingFile(recordings, row);
    // It would be cut where its last line is torn: never anything but a recording.
    if (file === null) throw faults.castMissing(row.recording, new Error('that is no name of a recording'));
    const found = await recoverCast(file, lastKnown(store, row.id));
    const { offset, sha256, tornBytes: torn, verified: intact, unattestedBytes: unattested } = found;
    return {
      type: 'recovered',
      ...subject,
      data: { torn, unattested, intact, processes, recorded: offset, offset, sha256 },
    };
  } catch (error) {
    log.error({ session: row.id, err: error }, 'a recording could not be recovered');
    const nothing = { torn: 0, unattested: 0, intact: false, recorded: 0, offset: null, sha256: null };
    return { type: 'recovered', ...subject, data: { ...nothing, processes } };
  }
}

/** The last position of the recording that the log vouches for. */
function lastKnown(store: Store, session: string): RecordingPosition | null {
  let known: RecordingPosition | null = null;
  for (const event of store.events(session)) {
    if (event.type !== 'started' && event.type !== 'finished') continue;
    const { offset, sha256 } = event.data;
    if (offset !== null && sha256 !== null) known = { offset, sha256 };
  }
  return known;
}
