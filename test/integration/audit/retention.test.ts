import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAuditor } from '../../../src/audit/auditor.ts';
import { type RetentionParts, startRetention, sweep } from '../../../src/audit/retention.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { openAudited } from '../../support/audited-store.ts';
import { closed, opened, recovered } from '../../support/story.ts';
import { until } from '../../support/wait.ts';

const day = 86_400_000;
const signal = new AbortController().signal;

async function recorded() {
  const audited = openAudited();
  const { store, folder } = audited;
  const cast = (session: string) => join(folder, '2026/11/21', `${session}.cast`);
  mkdirSync(dirname(cast('x')), { recursive: true });
  for (const session of ['ses_closed', 'ses_crashed', 'ses_live']) {
    await store.append(opened(session));
    writeFileSync(cast(session), 'a recording\n');
  }
  await store.append(closed('ses_closed', 12), recovered('ses_crashed'));
  const forgotten: string[] = [];
  const said: unknown[] = [];
  const parts: RetentionParts = {
    store,
    recordings: folder,
    retention: day,
    clock: { now: () => new Date(Date.now() + 2 * day).toISOString() },
    log: { info: () => {}, error: (_: unknown, text?: string) => void said.push(text) } as RetentionParts['log'],
    forget: [async (session) => void forgotten.push(session)],
  };
  const purged = () => [...store.events()].filter((event) => event.type === 'purged');
  return { ...audited, parts, cast, forgotten, said, purged };
}

describe('retention', () => {
  it('deletes what ended before it, says so in the log, and leaves the rest', async () => {
    const { parts, cast, forgotten, purged, store, key, checkpoint } = await recorded();
    await sweep(parts, signal);
    expect(forgotten).toEqual(['ses_closed', 'ses_crashed']);
    expect(purged().map(({ session }) => session)).toEqual(forgotten);
    expect(purged()[0]).toMatchObject({
      identity: 'coder',
      data: { recording: '2026/11/21/ses_closed.cast', bytes: 12 },
    });
    expect([cast('ses_closed'), cast('ses_crashed'), cast('ses_live')].map(existsSync)).toEqual([false, false, true]);
    await sweep(parts, signal);
    expect(purged()).toHaveLength(2);
    const check = await createAuditor({ store, recordings: parts.recordings }).checkSession('ses_closed');
    expect(check.findings).toEqual([expect.objectContaining({ code: 'purged', breaks: false })]);
    expect(check.sound).toBe(true);
    expect(await checkpoint()).toContain(key.name);
  });

  it('deletes no file but recordings, whatever the database names', async () => {
    const { parts, cast, purged, store } = await recorded();
    const other = join(parts.recordings, 'ostiary.db');
    const due = (before: string, limit: number) =>
      store.purges.due(before, limit).map((row) => ({ ...row, recording: 'ostiary.db' }));
    await sweep({ ...parts, store: { ...store, purges: { ...store.purges, due } } }, signal);
    expect(purged()).toHaveLength(2);
    expect([other, cast('ses_closed')].map(existsSync)).toEqual([true, true]);
  });

  it('keeps everything before its time', async () => {
    const { parts, purged } = await recorded();
    await sweep({ ...parts, clock: systemClock }, signal);
    await sweep({ ...parts, retention: 8e16 }, signal);
    expect(purged()).toEqual([]);
  });

  it('takes up again what was cut off after the event, and tells the log once', async () => {
    const { parts, cast, forgotten, purged, store } = await recorded();
    const broken = { ...parts, forget: [() => Promise.reject(new Error('the index is busy'))] };
    await expect(sweep(broken, signal)).rejects.toThrow('busy');
    expect(existsSync(cast('ses_closed'))).toBe(false);
    writeFileSync(cast('ses_closed'), 'as if the deletion had not come');
    const check = () => createAuditor({ store, recordings: parts.recordings }).checkSession('ses_closed');
    expect((await check()).findings[0]?.sentence).toContain('its deletion is not finished');
    await sweep(parts, signal);
    expect(forgotten).toEqual(['ses_closed', 'ses_crashed']);
    expect(existsSync(cast('ses_closed'))).toBe(false);
    expect(purged()).toHaveLength(2);
  });

  it('begins at once, and what fails is logged', async () => {
    const { parts, said, forgotten } = await recorded();
    await using _ = startRetention(parts);
    await until(() => forgotten.length === 2);
    const failing = startRetention({ ...parts, clock: { now: () => 'no time' } });
    await failing[Symbol.asyncDispose]();
    expect(said).toEqual(['recordings past their retention stay for now']);
  });
});
