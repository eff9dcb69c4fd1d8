// Kill and lock: what stops things, for operators with the page's secret.
import type { Context, Hono } from 'hono';
import type { z } from 'zod';
import type { LockScope, PlainResult } from '../../../../approval/approval.ts';
import { type killed, lockBody, type locks } from '../../api.ts';
import { RequestFailure } from '../failures.ts';
import { findSession, type RouteParts, readBody, type WebEnv } from '../web-env.ts';

export function routeStopping(app: Hono<WebEnv>, parts: RouteParts): void {
  const { desk } = parts;
  const listLocks = (call: Context<WebEnv>) => {
    const answer: z.infer<typeof locks> = {
      locks: desk.locks(call.get('viewer')).map(({ scope, by, note, since }) => ({
        scope: scope.kind,
        name: scope.kind === 'everything' ? null : scope.name,
        by,
        note,
        since,
      })),
    };
    return call.json(answer);
  };

  app.get('/api/v1/locks', listLocks);

  app.post('/api/v1/sessions/:id/kill', async (call) => {
    const { id } = findSession(call.get('viewer'), call.req.param('id'), parts);
    succeed(await desk.kill(id, call.get('viewer')));
    const answer: z.infer<typeof killed> = { session: id };
    return call.json(answer);
  });

  app.post('/api/v1/locks', async (call) => {
    const { note, ...body } = await readBody(call, lockBody);
    succeed(await desk.lock(scopeOf(body), call.get('viewer'), note));
    return listLocks(call);
  });

  app.post('/api/v1/locks/remove', async (call) => {
    succeed(await desk.unlock(scopeOf(await readBody(call, lockBody)), call.get('viewer')));
    return listLocks(call);
  });
}

function scopeOf({ scope, name }: Pick<z.infer<typeof lockBody>, 'scope' | 'name'>): LockScope {
  if (scope === 'everything') return { kind: scope };
  if (name === null || name === '') throw new RequestFailure('REQUEST_INVALID', 'say what is meant by its name');
  return { kind: scope, name };
}

/** @throws RequestFailure for anything else. */
function succeed(result: PlainResult): void {
  if (result.kind === 'done') return;
  throw new RequestFailure(result.kind === 'not-permitted' ? 'NOT_PERMITTED' : 'NOT_FOUND', result.why);
}
