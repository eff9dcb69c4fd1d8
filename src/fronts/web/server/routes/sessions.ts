// The session list, one session, its statements.
import type { Hono } from 'hono';
import { z } from 'zod';
import type { SessionRow } from '../../../../store/store.ts';
import {
  type Session,
  type sessionDetail,
  type sessions,
  sessionsQuery,
  type statements,
  statementsQuery,
} from '../../api.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { toStatement } from '../statements.ts';
import { findSession, type RouteParts, readQuery, type WebEnv } from '../web-env.ts';

/** Sort, its direction, the last value and id; another order has other cursors. */
const place = (sort: string, order: string) =>
  z.tuple([z.literal(sort), z.literal(order), z.union([z.string(), z.number()]), z.string()]);

export function routeSessions(app: Hono<WebEnv>, parts: RouteParts): void {
  const { store, replays, log } = parts;

  /** A recording that cannot be read is no reason to hide what was done. */
  async function momentsOf(session: string, idle: number | null): Promise<ReadonlyMap<string, number>> {
    try {
      return await replays.moments(session, idle);
    } catch (error) {
      log.warn({ err: error, session }, 'the moments of a recording cannot be found');
      return new Map();
    }
  }

  app.get('/api/v1/sessions', (call) => {
    const { cursor, sort, order, limit, ...filter } = readQuery(call, sessionsQuery);
    const last = cursor === undefined ? null : readCursor(cursor, place(sort, order));
    const { rows, next } = store.sessionPage({
      ...present(filter),
      targets: call.get('viewer').targets,
      sort,
      order,
      limit,
      beyond: last === null ? null : { value: last[2], id: last[3] },
    });
    const answer: z.infer<typeof sessions> = {
      sessions: rows.map(toSession),
      cursor: next === null ? null : writeCursor([sort, order, next.value, next.id]),
    };
    return call.json(answer);
  });

  app.get('/api/v1/sessions/:id', async (call) => {
    const row = findSession(call.get('viewer'), call.req.param('id'), parts);
    const recorded = (await replays.form(row.id)) !== 'gone';
    const answer: z.infer<typeof sessionDetail> = { ...toSession(row), recorded, pty: row.pty };
    return call.json(answer);
  });

  app.get('/api/v1/sessions/:id/statements', async (call) => {
    const row = findSession(call.get('viewer'), call.req.param('id'), parts);
    const { cursor, limit, idle = null } = readQuery(call, statementsQuery);
    const after = cursor === undefined ? -1 : readCursor(cursor, z.int());
    const rows = store.statementPage(row.id, after, limit);
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const moments = await momentsOf(row.id, idle);
    const answer: z.infer<typeof statements> = {
      statements: rows.map((one) => toStatement(one, row.state, moments.get(one.request) ?? null)),
      cursor: last === undefined ? null : writeCursor(last.sequence),
    };
    return call.json(answer);
  });
}

function toSession({ recording: _, pty: __, ...row }: SessionRow): Session {
  return row;
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without what was not asked for. */
function present<T extends object>(filter: T): Partial<Present<T>> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Partial<Present<T>>;
}
