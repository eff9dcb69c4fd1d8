// What is read back from the database; columns carry the names of the port's rows.
import type { DatabaseSync } from 'node:sqlite';
import type { LockRow, PendingRow, SessionRow, StatementRow, StoredEvent, StoreReader } from '../store.ts';

/** Of a session; `toSession` makes the row of it. */
export const SESSION = `id, identity, owner, target, mode, level, state, opened, closed, recording, statements, denied,
  asked, masks, status, pty`;

/** Events read at a time: no read transaction stays open between pages, so the write-ahead log can be cut back. */
const PAGE = 500;

export function createQueries(
  database: DatabaseSync,
): Omit<StoreReader, 'close' | 'log' | 'sessionPage' | 'statementPage'> {
  // `opened` has milliseconds only; the id makes the order of equal times stable.
  const sessions = database.prepare(
    `SELECT ${SESSION} FROM sessions WHERE ?1 IS NULL OR state = ?1 ORDER BY opened DESC, id LIMIT ?2`,
  );
  const session = database.prepare(`SELECT ${SESSION} FROM sessions WHERE id = ?`);
  const statements = database.prepare(`SELECT request, session, sequence, text, decision, started, finished, status,
    state, "offset", sha256 FROM statements WHERE session = ? ORDER BY sequence`);
  const all = database.prepare('SELECT leaf, body FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2');
  const some = database.prepare('SELECT leaf, body FROM events WHERE seq > ?1 AND session = ?3 ORDER BY seq LIMIT ?2');
  const pending = database.prepare(
    `SELECT request, session, identity, target, asked FROM requests WHERE state = 'pending' ORDER BY asked, request`,
  );
  const locks = database.prepare('SELECT scope, name, "by", owner, note, since FROM locks ORDER BY since, scope, name');
  const recorded = database.prepare(
    'SELECT coalesce(sum(recorded), 0) AS bytes FROM sessions WHERE identity = ? AND closed >= ?',
  );

  function* events(id?: string): Generator<StoredEvent> {
    let last = -1;
    for (;;) {
      const rows = id === undefined ? all.all(last, PAGE) : some.all(last, PAGE, id);
      for (const row of rows) {
        const event = toEvent(row.body as string, row.leaf as Uint8Array);
        last = event.seq;
        yield event;
      }
      if (rows.length < PAGE) return;
    }
  }

  return {
    sessions: (filter) => sessions.all(filter?.state ?? null, filter?.limit ?? -1).map(toSession),
    session: (id) => {
      const row = session.get(id);
      return row === undefined ? null : toSession(row);
    },
    statements: (id) => statements.all(id) as unknown as StatementRow[],
    pendingRequests: () => pending.all() as unknown as PendingRow[],
    locks: () => locks.all() as unknown as LockRow[],
    events,
    recordedSince: (identity, since) => recorded.get(identity, since)?.bytes as number,
  };
}

export function toSession({ pty, ...row }: Record<string, unknown>): SessionRow {
  return { ...(row as unknown as SessionRow), pty: pty === 1 };
}

function toEvent(body: string, leaf: Uint8Array): StoredEvent {
  const { v: _, ...event } = JSON.parse(body) as StoredEvent & { v: number };
  return { ...event, leaf: Buffer.from(leaf).toString('hex') } as StoredEvent;
}
