// The log of a database: entries and leaves by index, and the table of checkpoints.
import type { DatabaseSync } from 'node:sqlite';
import { faults } from '../../core/errors.ts';
import type { StoredEvent } from '../events.ts';
import type { Log, LogEntry, LogReader, StoredCheckpoint } from '../log.ts';
import { transact } from './connection.ts';

/** Rows read at a time: no read transaction stays open between pages. */
const PAGE = 500;
const LEAVES = 5000;

/** Checkpoints that stay. */
const KEPT = 1000;

export function readLog(database: DatabaseSync): LogReader {
  const count = database.prepare('SELECT coalesce(max(seq) + 1, 0) AS size FROM events');
  const leaf = database.prepare('SELECT seq, leaf FROM events WHERE seq >= ? AND seq < ? ORDER BY seq LIMIT ?');
  const all = database.prepare('SELECT seq, leaf, body FROM events WHERE seq >= ? AND seq < ? ORDER BY seq LIMIT ?');
  const some = database.prepare(
    'SELECT seq, leaf, body FROM events WHERE seq >= ?1 AND seq < ?2 AND session = ?4 ORDER BY seq LIMIT ?3',
  );
  const from = database.prepare('SELECT min(seq) AS seq FROM events WHERE time >= ?');
  const until = database.prepare('SELECT max(seq) AS seq FROM events WHERE time < ?');
  const ground = database.prepare(
    `SELECT seq, leaf, body FROM events WHERE type IN ('published-key', 'granted-rule') ORDER BY seq`,
  );
  const newest = database.prepare('SELECT size, note, frontier FROM checkpoints ORDER BY size DESC LIMIT 1');

  const size = () => count.get()?.size as number;

  function* pages<Row extends { readonly seq: number }>(
    first: number,
    limit: number,
    read: (from: number) => readonly unknown[],
  ): Generator<Row> {
    for (let at = first; ; ) {
      const rows = read(at) as readonly Row[];
      yield* rows;
      if (rows.length < limit) return;
      at = (rows.at(-1) as Row).seq + 1;
    }
  }

  return {
    size,
    *leaves(first, end) {
      const rows = pages<LogEntry>(first, LEAVES, (at) => leaf.all(at, end, LEAVES));
      for (const row of rows) yield row.leaf;
    },
    entries: (first, end, session) =>
      pages<LogEntry>(first, PAGE, (at) =>
        session === undefined ? all.all(at, end, PAGE) : some.all(at, end, PAGE, session),
      ),
    range(after, before) {
      const first = after === null ? 0 : ((from.get(after)?.seq as number | null) ?? size());
      const end = before === null ? size() : ((until.get(before)?.seq as number | null) ?? -1) + 1;
      return { first, end: Math.max(first, end) };
    },
    ground: () => ground.all() as unknown as LogEntry[],
    checkpoint: () => (newest.get() as unknown as StoredCheckpoint | undefined) ?? null,
  };
}

/** @param file for faults */
export function createLog(
  database: DatabaseSync,
  file: string,
): Log & { readonly committed: (events: readonly StoredEvent[]) => void } {
  const insert = database.prepare('INSERT OR REPLACE INTO checkpoints (size, note, frontier) VALUES (?, ?, ?)');
  const prune = database.prepare(
    'DELETE FROM checkpoints WHERE size <= (SELECT size FROM checkpoints ORDER BY size DESC LIMIT 1 OFFSET ?)',
  );
  const listeners = new Set<(events: readonly StoredEvent[]) => void>();

  return {
    ...readLog(database),
    keepCheckpoint({ size, note, frontier }) {
      try {
        transact(database, () => {
          insert.run(size, note, frontier);
          prune.run(KEPT);
        });
      } catch (error) {
        throw faults.storeFailed(file, error as Error);
      }
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    committed(events) {
      for (const listener of listeners) listener(events);
    },
  };
}
