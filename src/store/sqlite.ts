// The store in one SQLite file: an append-only log with its tables, durable by group commit.
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../core/clock.ts';
import { faults, OstiaryError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { bodyOf, type Draft, draftEvent, leafHash } from './encode-event.ts';
import { createGroupCommit } from './group-commit.ts';
import { openForReading, openForWriting, transact } from './sqlite/connection.ts';
import { createLists } from './sqlite/lists.ts';
import { createLog, readLog } from './sqlite/log.ts';
import { checkSchema, migrate } from './sqlite/migrations.ts';
import { createProjections } from './sqlite/projections.ts';
import { createPurgeBook } from './sqlite/purges.ts';
import { createQueries } from './sqlite/queries.ts';
import type { Store, StoredEvent, StoreReader } from './store.ts';

/**
 * Opens the broker's store and brings its schema up to date. One writer at a time: the state lock sees to that.
 * @throws OstiaryError STORE_FAILED, STORE_NEWER, STORE_ALTERED.
 */
export function openSqliteStore(options: { readonly file: string; readonly clock: Clock }): Store {
  const { file, clock } = options;
  const database = opened(file, openForWriting, (fresh) => migrate(fresh, file, clock.now));
  const project = createProjections(database);
  const { committed, ...log } = createLog(database, file);
  const insert = database.prepare('INSERT INTO events (seq, leaf, body) VALUES (?, ?, ?)');
  let next = database.prepare('SELECT coalesce(max(seq) + 1, 0) AS next FROM events').get()?.next as number;

  function insertEvent(draft: Draft, seq: number): StoredEvent {
    const { event, id, time } = draft;
    const body = bodyOf(draft, seq);
    const leaf = leafHash(body);
    insert.run(seq, leaf, body);
    project(event, time);
    return { ...event, seq, id, time, leaf: leaf.toString('hex') };
  }

  const group = createGroupCommit((calls: readonly (readonly Draft[])[]): readonly (readonly StoredEvent[])[] => {
    let seq = next;
    let stored: readonly (readonly StoredEvent[])[];
    try {
      stored = transact(database, () => calls.map((drafts) => drafts.map((draft) => insertEvent(draft, seq++))));
    } catch (error) {
      throw faults.storeFailed(file, error as Error);
    }
    // Only now: a rollback must not leave a hole in the log.
    next = seq;
    committed(stored.flat());
    return stored;
  });

  return {
    ...createQueries(database),
    ...createLists(database),
    log,
    purges: createPurgeBook(database),
    append: async (...events) => {
      if (!database.isOpen) throw faults.storeFailed(file, new Error('it is closed'));
      const time = clock.now();
      return group.add(events.map((event) => draftEvent(event, newId('evt'), time)));
    },
    close: () => {
      if (!database.isOpen) return;
      group.flush();
      database.close();
    },
  };
}

/** Opens a store only to read, also beside a running broker. @throws OstiaryError STORE_FAILED, STORE_OLDER, … */
export function readSqliteStore(file: string): StoreReader {
  const database = opened(file, openForReading, (fresh) => checkSchema(fresh, file));
  return {
    ...createQueries(database),
    ...createLists(database),
    log: readLog(database),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}

function opened(
  file: string,
  open: (file: string) => DatabaseSync,
  prepare: (fresh: DatabaseSync) => void,
): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = open(file);
    prepare(database);
    return database;
  } catch (error) {
    database?.close();
    throw error instanceof OstiaryError ? error : faults.storeFailed(file, error as Error);
  }
}
