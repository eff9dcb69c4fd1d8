// A connection to the database file, set for durability: an acknowledged commit survives a loss of power.
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const BUSY_MS = 5000;

/** Opens for writing; makes the file, 0600, when there is none (SQLite gives its side files the same mode). */
export function openForWriting(file: string): DatabaseSync {
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
  // FULL, since in WAL mode NORMAL may lose the last commits when the power goes.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  return database;
}

/** Opens for reading beside a writer. */
export function openForReading(file: string): DatabaseSync {
  return new DatabaseSync(file, { timeout: BUSY_MS, readOnly: true });
}

/** Runs `work` in one write transaction; whatever fails, COMMIT included, leaves nothing behind. */
export function transact<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // After a full disk SQLite has sometimes rolled back by itself.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
