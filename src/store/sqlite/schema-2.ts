// Migration 2: the requests that people were asked about, and the locks in force.

export const schema2 = `
CREATE TABLE requests (
  request TEXT PRIMARY KEY REFERENCES statements (request),
  session TEXT NOT NULL,
  identity TEXT NOT NULL,
  target TEXT NOT NULL,
  asked TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN
    ('pending', 'approved', 'denied', 'expired', 'cancelled', 'superseded', 'interrupted')),
  ended TEXT,
  "by" TEXT,
  note TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_pending ON requests (asked) WHERE state = 'pending';

CREATE TABLE locks (
  scope TEXT NOT NULL CHECK (scope IN ('agent', 'target', 'everything')),
  name TEXT NOT NULL,
  "by" TEXT NOT NULL,
  owner TEXT NOT NULL,
  note TEXT,
  since TEXT NOT NULL,
  PRIMARY KEY (scope, name)
) STRICT, WITHOUT ROWID;
`;
