// Which recordings are to be deleted, and of which that was begun: the event first, then the bytes, then this note.
import type { DatabaseSync } from 'node:sqlite';
import type { PurgeBook, PurgeRow } from '../store.ts';

export function createPurgeBook(database: DatabaseSync): PurgeBook {
  const due = database.prepare(`SELECT id, identity, target, recording, closed FROM sessions
    WHERE purged IS NULL AND closed < ? ORDER BY closed LIMIT ?`);
  const begun = database.prepare(`SELECT id, identity, target, recording, closed FROM sessions
    WHERE purged IS NOT NULL AND erased = 0 ORDER BY id LIMIT ?`);
  const erase = database.prepare('UPDATE sessions SET erased = 1 WHERE id = ?');
  return {
    due: (before, limit) => due.all(before, limit) as unknown as PurgeRow[],
    begun: (limit) => begun.all(limit) as unknown as PurgeRow[],
    erased: (session) => void erase.run(session),
  };
}
