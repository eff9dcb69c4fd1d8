// The tables beside the log (sessions, statements, requests, locks): what each event changes in them, inside the event's own transaction.
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { MaskCounts } from '../events.ts';
import type { AuditEvent, AuditEventType } from '../store.ts';

type Change<T extends AuditEventType> = (event: Extract<AuditEvent, { type: T }>, time: string) => void;

/** A function that applies one event. @throws when the event does not fit what came before (unknown session …). */
export function createProjections(database: DatabaseSync): (event: AuditEvent, time: string) => void {
  /** A prepared change of exactly one row, or of any number with `any`. */
  function change(sql: string, any?: 'any') {
    const statement = database.prepare(sql);
    return (...values: SQLInputValue[]) => {
      const { changes } = statement.run(...values);
      if (any === undefined && changes !== 1) throw new Error(`the event fits ${changes} rows instead of one`);
    };
  }

  const open = change(`INSERT INTO sessions (id, identity, owner, target, mode, level, opened, recording, pty)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const submit = change(`INSERT INTO statements (request, session, sequence, text, submitted, masked_text)
    VALUES (?, ?, ?, ?, ?, ?)`);
  const count = change('UPDATE sessions SET statements = statements + 1, masks = masks + ? WHERE id = ?');
  const countMasks = change('UPDATE sessions SET masks = masks + ? WHERE id = ?');
  const decide = change('UPDATE statements SET decision = ?, state = ?, rules = ?, say = ? WHERE request = ?');
  const countDenied = change('UPDATE sessions SET denied = denied + 1 WHERE id = ?');
  const start = change(`UPDATE statements SET state = 'running', started = ?, "offset" = ?, sha256 = ?
    WHERE request = ?`);
  const approve = change('UPDATE statements SET approver = ? WHERE request = ?', 'any');
  const finish = change(`UPDATE statements SET state = 'finished', finished = ?, status = ?, printed = ?,
    masked_output = ? WHERE request = ?`);
  const drop = change(`UPDATE statements SET state = 'dropped' WHERE request = ?`);
  // An allowed statement without `started` may have begun all the same: the crash came between the two.
  const lose = change(
    `UPDATE statements SET state = 'unknown'
    WHERE session = ? AND (state = 'running' OR state = 'decided' AND decision = 'allow')`,
    'any',
  );
  // One that asked cannot have begun without `started`: both are written in one step.
  const abandon = change(
    `UPDATE statements SET state = 'dropped' WHERE session = ? AND state = 'decided' AND decision = 'ask'`,
    'any',
  );
  const ask = change('INSERT INTO requests (request, session, identity, target, asked) VALUES (?, ?, ?, ?, ?)');
  const countAsked = change('UPDATE sessions SET asked = asked + 1 WHERE id = ?');
  const settle = change('UPDATE requests SET state = ?, ended = ?, "by" = ?, note = ? WHERE request = ?');
  // A token may be refused after the approval, so that one request may be settled twice, or never have been asked.
  const settleAny = change('UPDATE requests SET state = ?, ended = ? WHERE request = ?', 'any');
  const refuse = change(`UPDATE statements SET state = 'denied' WHERE request = ?`);
  const keepBack = change(`UPDATE statements SET state = 'denied', say = ? WHERE request = ?`);
  // Whoever waves a token about afterwards changes nothing of what has run.
  const withhold = change(
    `UPDATE statements SET state = 'dropped' WHERE request = ? AND state IN ('decided', 'running')`,
    'any',
  );
  const lock = change('INSERT OR REPLACE INTO locks (scope, name, "by", owner, note, since) VALUES (?, ?, ?, ?, ?, ?)');
  const unlock = change('DELETE FROM locks WHERE scope = ? AND name = ?');
  const purge = change('UPDATE sessions SET purged = ? WHERE id = ?');
  const end = change('UPDATE sessions SET state = ?, closed = ?, recorded = ?, status = ? WHERE id = ?');

  function never(event: { readonly type: string; readonly request: string }, time: string) {
    settleAny(event.type, time, event.request);
    drop(event.request);
  }

  const changes: { readonly [T in AuditEventType]?: Change<T> } = {
    opened: ({ session, identity, target, data }, time) =>
      open(
        session,
        identity,
        data.owner,
        target,
        data.mode,
        data.level,
        time,
        data.recording,
        data.terminal === null ? 0 : 1,
      ),
    submitted: ({ session, request, data }, time) => {
      const { text, masks = {} } = data.statement;
      submit(request, session, data.sequence, text, time, JSON.stringify(masks));
      count(sum(masks), session);
    },
    decided: ({ session, request, data }) => {
      const state = data.decision === 'deny' ? 'denied' : 'decided';
      decide(data.decision, state, JSON.stringify(data.rules), data.say, request);
      if (data.decision === 'deny') countDenied(session);
    },
    started: ({ request, data }, time) => start(time, data.offset, data.sha256, request),
    spent: ({ request, data }) => approve(data.approvers[0] ?? null, request),
    finished: ({ session, request, data }, time) => {
      const { status, stdout, stderr, masks } = data;
      finish(time, status, stdout.bytes + stderr.bytes, JSON.stringify(masks), request);
      countMasks(sum(masks), session);
    },
    dropped: ({ request }) => {
      if (request !== undefined) drop(request);
    },
    asked: ({ session, request, identity, target }, time) => {
      ask(request, session, identity, target, time);
      countAsked(session);
    },
    approved: ({ request, data }, time) => settle('approved', time, data.by, data.note, request),
    denied: ({ session, request, data }, time) => {
      settle('denied', time, data.by, data.note, request);
      refuse(request);
      countDenied(session);
    },
    withheld: ({ session, request, data }) => {
      keepBack(data.say, request);
      countDenied(session);
    },
    expired: (event, time) => never(event, time),
    cancelled: (event, time) => never(event, time),
    superseded: (event, time) => never(event, time),
    interrupted: (event, time) => never(event, time),
    overflowed: ({ request }) => drop(request),
    'refused-token': ({ request, data }) => {
      if (data.why !== 'replayed') withhold(request);
    },
    locked: ({ data }, time) => lock(data.scope, data.name ?? '', data.by, data.owner, data.note, time),
    unlocked: ({ data }) => unlock(data.scope, data.name ?? ''),
    recovered: ({ session, data }, time) => {
      lose(session);
      abandon(session);
      end('interrupted', time, data.recorded, null, session);
    },
    purged: ({ session }, time) => purge(time, session),
    closed: ({ session, data }, time) => end('closed', time, data.recorded, data.status, session),
  };
  return (event, time) => (changes[event.type] as Change<AuditEventType> | undefined)?.(event, time);
}

const sum = (masks: MaskCounts) => Object.values(masks).reduce((total, count) => total + count, 0);
