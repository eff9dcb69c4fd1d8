// Migration 1: the log, and the two tables that are kept from its events in the same transaction.

export const schema1 = `
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  time TEXT NOT NULL,
  type TEXT NOT NULL,
  session TEXT,
  identity TEXT,
  target TEXT,
  leaf BLOB NOT NULL CHECK (length(leaf) = 32),
  body TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_session ON events (session, seq) WHERE session IS NOT NULL;
CREATE INDEX events_by_time ON events (time);
CREATE INDEX events_by_identity ON events (identity, time) WHERE identity IS NOT NULL;

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  identity TEXT NOT NULL,
  owner TEXT NOT NULL,
  target TEXT NOT NULL,
  mode TEXT NOT NULL,
  level TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'closed', 'interrupted')),
  opened TEXT NOT NULL,
  closed TEXT,
  recording TEXT NOT NULL UNIQUE,
  recorded INTEGER NOT NULL DEFAULT 0,
  statements INTEGER NOT NULL DEFAULT 0,
  denied INTEGER NOT NULL DEFAULT 0,
  status INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_opening ON sessions (opened);
CREATE INDEX sessions_by_state ON sessions (state, opened);
CREATE INDEX sessions_by_identity ON sessions (identity, closed);

CREATE TABLE statements (
  request TEXT PRIMARY KEY,
  session TEXT NOT NULL REFERENCES sessions (id),
  sequence INTEGER NOT NULL,
  text TEXT NOT NULL,
  decision TEXT CHECK (decision IN ('allow', 'ask', 'deny')),
  state TEXT NOT NULL DEFAULT 'submitted'
    CHECK (state IN ('submitted', 'decided', 'running', 'finished', 'denied', 'dropped', 'unknown')),
  started TEXT,
  finished TEXT,
  status INTEGER,
  "offset" INTEGER,
  sha256 TEXT,
  UNIQUE (session, sequence)
) STRICT, WITHOUT ROWID;
`;
