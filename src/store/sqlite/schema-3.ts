// Migration 3: what the auditor's page shows of sessions and statements; of older ones it is read from their events.

export const schema3 = `
ALTER TABLE sessions ADD COLUMN pty INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN masks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN milliseconds INTEGER GENERATED ALWAYS AS
  (CAST(round((julianday(closed) - julianday(opened)) * 86400000) AS INTEGER)) VIRTUAL;

ALTER TABLE statements ADD COLUMN submitted TEXT;
ALTER TABLE statements ADD COLUMN rules TEXT NOT NULL DEFAULT '[]';
ALTER TABLE statements ADD COLUMN say TEXT NOT NULL DEFAULT '';
ALTER TABLE statements ADD COLUMN approver TEXT;
ALTER TABLE statements ADD COLUMN printed INTEGER;
ALTER TABLE statements ADD COLUMN masked_text TEXT NOT NULL DEFAULT '{}';
ALTER TABLE statements ADD COLUMN masked_output TEXT NOT NULL DEFAULT '{}';

UPDATE sessions SET pty = 1 WHERE id IN
  (SELECT session FROM events WHERE type = 'opened' AND json_extract(body, '$.data.terminal') IS NOT NULL);
UPDATE sessions SET asked = (SELECT count(*) FROM requests WHERE requests.session = sessions.id);

UPDATE statements SET submitted = event.time
FROM (SELECT time, json_extract(body, '$.request') AS request FROM events WHERE type = 'submitted') AS event
WHERE event.request = statements.request;
UPDATE statements SET rules = event.rules, say = event.say
FROM (SELECT json_extract(body, '$.request') AS request, json_extract(body, '$.data.rules') AS rules,
  json_extract(body, '$.data.say') AS say FROM events WHERE type = 'decided') AS event
WHERE event.request = statements.request;
UPDATE statements SET printed = event.printed
FROM (SELECT json_extract(body, '$.request') AS request, json_extract(body, '$.data.stdout.bytes') +
  json_extract(body, '$.data.stderr.bytes') AS printed FROM events WHERE type = 'finished') AS event
WHERE event.request = statements.request;
`;
