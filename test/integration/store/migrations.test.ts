// A database of an older broker gets the page's columns from the events it holds.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import { bodyOf, draftEvent, leafHash } from '../../../src/store/encode-event.ts';
import { schema1 } from '../../../src/store/sqlite/schema-1.ts';
import { schema2 } from '../../../src/store/sqlite/schema-2.ts';
import { openSqliteStore } from '../../../src/store/sqlite.ts';
import type { AuditEvent } from '../../../src/store/store.ts';
import { closed, decided, finished, opened, started, submitted } from '../../support/story.ts';

const day = '2026-11-20T10:00:0';

/** As the broker before migration 3 left it. */
function makeOld(file: string, events: readonly AuditEvent[]): void {
  const database = new DatabaseSync(file);
  database.exec(`CREATE TABLE migrations (
    number INTEGER PRIMARY KEY, checksum TEXT NOT NULL, applied TEXT NOT NULL) STRICT; ${schema1} ${schema2}`);
  const applied = database.prepare('INSERT INTO migrations VALUES (?, ?, ?)');
  [schema1, schema2].forEach((sql, index) => {
    applied.run(index + 1, createHash('sha256').update(sql).digest('hex'), day);
  });
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  events.forEach((event, seq) => {
    const time = `${day}${seq}.000Z`;
    const draft = draftEvent(event, `evt_${seq}`, time);
    const body = bodyOf(draft, seq);
    const { session = null, identity = null, target = null } = event;
    insert.run(seq, draft.id, time, event.type, session, identity, target, leafHash(body), body);
  });
  database.exec(`
    INSERT INTO sessions (id, identity, owner, target, mode, level, state, opened, closed, recording, statements)
      VALUES ('ses_1', 'coder', 'maria', 'local', 'interactive', 'recorded', 'closed', '${day}0.000Z', '${day}7.250Z', 'a', 2);
    INSERT INTO statements (request, session, sequence, text, decision, state) VALUES
      ('req_1', 'ses_1', 1, 'ls', 'allow', 'finished'), ('req_2', 'ses_1', 2, 'rm', 'deny', 'denied');
    INSERT INTO requests (request, session, identity, target, asked, state, ended, "by", note)
      VALUES ('req_1', 'ses_1', 'coder', 'local', '${day}2.000Z', 'approved', '${day}3.500Z', 'maria', 'fine');
  `);
  database.close();
}

it('reads of older sessions and statements what the page shows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-migration-'));
  const file = join(folder, 'ostiary.db');
  makeOld(file, [
    opened('ses_1'),
    submitted('ses_1', 'req_1', 1, 'ls'),
    decided('ses_1', 'req_1', 1, 'allow'),
    started('ses_1', 'req_1', 1),
    finished('ses_1', 'req_1', 1, 0),
    submitted('ses_1', 'req_2', 2, 'rm'),
    decided('ses_1', 'req_2', 2, 'deny'),
    closed('ses_1', 100),
  ]);
  const store = openSqliteStore({ file, clock: systemClock });
  onTestFinished(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  expect([...store.events('ses_1')].map(({ type }) => type)).toEqual(
    'opened submitted decided started finished submitted decided closed'.split(' '),
  );
  expect(store.session('ses_1')).toMatchObject({ pty: true, asked: 1, masks: 0 });
  expect(store.statementPage('ses_1', -1, 10)).toMatchObject([
    {
      request: 'req_1',
      submitted: `${day}1.000Z`,
      rules: ['default:run'],
      printed: 0,
      by: 'maria',
      note: 'fine',
      ending: 'approved',
      masks: {},
    },
    { request: 'req_2', submitted: `${day}5.000Z`, rules: ['default:run'], printed: null, by: null, ending: null },
  ]);
  const question = { targets: ['*'], sort: 'duration', order: 'desc', limit: 1, beyond: null } as const;
  expect(store.sessionPage(question)).toMatchObject({ rows: [{ id: 'ses_1' }], next: null });
});
