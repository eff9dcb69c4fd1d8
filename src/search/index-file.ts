// The SQLite file of the search: one row a statement, with FTS5 over its text and output. Derived from the log and the
// recordings, so it may be deleted at any time.
import { closeSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Of the schema and of what is read for it; a file with another one is made anew. */
const version = 2;

/**
 * The id of a row is its time in ms times this, and a count within the millisecond: the index walks newest first, and a
 * span of time is a span of ids.
 */
export const idsPerMillisecond = 2048;

// unicode61 parts paths, options and host names into words, so that quoted they are phrases and their parts are found.
// Diacritics count: what is found can then be found again in the text.
const schema = `
CREATE TABLE sessions (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE statements (
  id INTEGER PRIMARY KEY,
  session TEXT NOT NULL,
  request TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  identity TEXT NOT NULL,
  target TEXT NOT NULL,
  time TEXT NOT NULL,
  decision TEXT,
  verdict TEXT,
  rules TEXT NOT NULL,
  moment REAL,
  statement TEXT NOT NULL
) STRICT;
CREATE INDEX statements_by_session ON statements (session, id);
CREATE INDEX statements_by_request ON statements (request);
-- Apart, so that a walk over statements does not read what they printed.
CREATE TABLE outputs (id INTEGER PRIMARY KEY REFERENCES statements (id), output TEXT NOT NULL) STRICT;
CREATE VIEW texts AS SELECT id, statement, output FROM statements JOIN outputs USING (id);
CREATE VIRTUAL TABLE words USING fts5 (statement, output, content = 'texts', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 0');
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER words_in AFTER INSERT ON outputs BEGIN
  INSERT INTO words (rowid, statement, output) SELECT id, statement, output FROM texts WHERE id = new.id;
END;
CREATE TRIGGER words_out BEFORE DELETE ON outputs BEGIN
  INSERT INTO words (words, rowid, statement, output)
    SELECT 'delete', id, statement, output FROM texts WHERE id = old.id;
END;
PRAGMA user_version = ${version};
`;

const busy = 5000; // ms

/** Opens for writing; a file that is missing, of another version or broken is made anew. */
export function openIndex(file: string): DatabaseSync {
  try {
    const database = open(file);
    const found = database.prepare('PRAGMA user_version').get()?.user_version;
    if (found === version) return database;
    database.close();
  } catch {
    // No database: made anew below.
  }
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  const database = open(file);
  database.exec(schema);
  return database;
}

function open(file: string): DatabaseSync {
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: busy });
  // What is deleted is overwritten (retention); what a loss of power takes is made again.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;');
  return database;
}

/** Opens for searching, beside the one that writes. */
export function openIndexToSearch(file: string): DatabaseSync {
  return new DatabaseSync(file, { timeout: busy, readOnly: true });
}
