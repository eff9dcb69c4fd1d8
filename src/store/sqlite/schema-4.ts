// Migration 4: the signed checkpoints of the log, what the check of a session looks up, and which recordings are purged.

export const schema4 = `
CREATE TABLE checkpoints (
  size INTEGER PRIMARY KEY,
  note TEXT NOT NULL,
  frontier BLOB NOT NULL
) STRICT;
CREATE INDEX events_of_ground ON events (seq) WHERE type IN ('published-key', 'granted-rule');

ALTER TABLE sessions ADD COLUMN purged TEXT;
ALTER TABLE sessions ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
CREATE INDEX sessions_to_purge ON sessions (closed) WHERE purged IS NULL;
CREATE INDEX sessions_to_erase ON sessions (id) WHERE purged IS NOT NULL AND erased = 0;
`;
