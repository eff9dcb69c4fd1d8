// Migration 5: what events are looked up by is made from the body that the leaf covers. Beside it stood columns of their
// own: one `UPDATE` of a column hid an event from the check of its session, and no leaf told.

const fromBody = (name: string) =>
  `${name} TEXT GENERATED ALWAYS AS (CASE WHEN json_valid(body) THEN json_extract(body, '$.${name}') END) VIRTUAL`;

export const schema5 = `
CREATE TABLE events_of_5 (
  seq INTEGER PRIMARY KEY,
  leaf BLOB NOT NULL CHECK (length(leaf) = 32),
  body TEXT NOT NULL,
  ${['id', 'time', 'type', 'session'].map(fromBody).join(',\n  ')}
) STRICT;
INSERT INTO events_of_5 (seq, leaf, body) SELECT seq, leaf, body FROM events;
DROP TABLE events;
ALTER TABLE events_of_5 RENAME TO events;
CREATE UNIQUE INDEX events_by_id ON events (id);
CREATE INDEX events_by_session ON events (session, seq) WHERE session IS NOT NULL;
CREATE INDEX events_by_time ON events (time);
CREATE INDEX events_of_ground ON events (seq) WHERE type IN ('published-key', 'granted-rule');
`;
