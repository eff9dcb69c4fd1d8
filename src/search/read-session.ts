// What the log says of a session, for the index; read a little at a time, because it is read in the broker's own loop.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { recordingFile } from '../core/recording-file.ts';
import type { StoredEvent } from '../store/events.ts';
import type { StoreReader } from '../store/store.ts';
import type { LoggedStatement, SessionEntry } from './index-worker.ts';

export interface SessionSource {
  readonly store: Pick<StoreReader, 'session' | 'events'>;
  /** The recordings folder. */
  readonly recordings: string;
}

/** Events that are read before the loop gets its turn. */
const eventsPerTurn = 200;

/** Null for what cannot be taken in: unknown, or purged. Of a session that goes on the recording is left alone. */
export async function readSession({ store, recordings }: SessionSource, session: string): Promise<SessionEntry | null> {
  const row = store.session(session);
  if (row === null) return null;
  const statements = await statementsOf(store.events(session));
  if (statements === null) return null;
  const { identity, target } = row;
  const ended = row.state !== 'live';
  return { session, identity, target, ended, file: ended ? recordingFile(recordings, row) : null, statements };
}

/** Null when the session was purged: nothing of it may be found again. */
async function statementsOf(events: Iterable<StoredEvent>): Promise<readonly LoggedStatement[] | null> {
  const statements = new Map<string, LoggedStatement>();
  let count = 0;
  for (const event of events) {
    count += 1;
    if (count % eventsPerTurn === 0) await nextTurn();
    if (event.type === 'purged') return null;
    const { request } = event;
    if (request === undefined) continue;
    if (event.type === 'submitted') {
      const { sequence, statement } = event.data;
      statements.set(request, { ...blank, request, sequence, time: event.time, text: statement.text });
    }
    const known = statements.get(request);
    if (known !== undefined) statements.set(request, { ...known, ...toldBy(event) });
  }
  return [...statements.values()];
}

const blank = { decision: null, verdict: null, rules: [], from: null, to: null } as const;

/** What an event adds to what is known of its statement. */
function toldBy(event: StoredEvent): Partial<LoggedStatement> {
  switch (event.type) {
    case 'decided': {
      const { decision, rules } = event.data;
      const verdict = decision === 'deny' ? 'denied' : decision === 'allow' ? 'allowed' : null;
      return { decision, rules, verdict };
    }
    case 'started':
      return { from: event.data.offset };
    case 'finished':
      return { to: event.data.offset };
    case 'withheld':
      return { verdict: 'denied' };
    case 'approved':
    case 'denied':
    case 'expired':
    case 'cancelled':
    case 'superseded':
    case 'interrupted':
      return { verdict: event.type };
    default:
      return {};
  }
}
