// Recordings: how to play one, the files of it, the download, and the check against the log.
import type { Hono } from 'hono';
import type { z } from 'zod';
import type { SessionRow } from '../../../../store/store.ts';
import { type check, type replay, replayQuery } from '../../api.ts';
import { createAtOnce } from '../at-once.ts';
import { RequestFailure } from '../failures.ts';
import { sendFile } from '../send-file.ts';
import { type Call, findSession, type RouteParts, readQuery, type WebEnv } from '../web-env.ts';

/** Checks read whole recordings. */
const checksAtOnce = 2;

/** Of one person. A cast without its pauses is held in memory until its reader has it; a browser asks for six. */
const filesAtOnce = 16;

export function routeReplay(app: Hono<WebEnv>, parts: RouteParts): void {
  const { replays, access, auditor } = parts;
  const sendingTo = createAtOnce(filesAtOnce);
  const checking = createAtOnce(checksAtOnce);

  const find = (call: Call): SessionRow => findSession(call.get('viewer'), call.req.param('id') ?? '', parts);

  async function noteReplay(call: Call, row: SessionRow): Promise<void> {
    call.get('signIn').replayed.add(row.id);
    await access.replayed(call.get('viewer'), row);
  }

  app.get('/api/v1/sessions/:id/replay', async (call) => {
    const row = find(call);
    const { idle } = readQuery(call, replayQuery);
    const form = row.state === 'live' ? 'live' : await replays.form(row.id);
    const name = form === 'whole' ? 'cast' : form === 'segmented' ? 'index.json' : null;
    if (form === 'preparing') replays.prepare(row.id);
    if (name !== null) await noteReplay(call, row);
    const query = idle === undefined ? '' : `?idle=${idle}`;
    const url = name === null ? null : `/api/v1/sessions/${row.id}/replay/${name}${query}`;
    const answer: z.infer<typeof replay> = { form, url };
    return call.json(answer);
  });

  app.get('/api/v1/sessions/:id/replay/:name', async (call) => {
    const row = find(call);
    const { idle = null } = readQuery(call, replayQuery);
    return await sendingTo(call.get('viewer').name, () => sendPart(call, row, idle));
  });

  async function sendPart(call: Call, row: SessionRow, idle: number | null): Promise<Response> {
    const file = row.state === 'live' ? null : await replays.file(row.id, call.req.param('name') ?? '', idle);
    if (file === null) throw new RequestFailure('NOT_FOUND');
    if (!call.get('signIn').replayed.has(row.id)) await noteReplay(call, row);
    return await sendFile(call, file);
  }

  app.get('/api/v1/sessions/:id/cast', async (call) => {
    const row = find(call);
    if (row.state === 'live') throw new RequestFailure('SESSION_LIVE');
    const file = await replays.file(row.id, 'recording');
    if (file === null) throw new RequestFailure('NOT_FOUND');
    await access.exported(call.get('viewer'), row);
    return sendFile(call, file, { 'Content-Disposition': `attachment; filename="${row.id}.cast"` });
  });

  app.post('/api/v1/sessions/:id/check', async (call) => {
    const row = find(call);
    return await checking('all', async () => {
      const { session, sound, findings, checked } = await auditor.checkSession(row.id);
      await access.verified(call.get('viewer'), row, sound);
      const answer: z.infer<typeof check> = { session, sound, findings: [...findings], checked };
      return call.json(answer);
    });
  });
}
