import { zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../../src/core/ids.ts';
import type { Check, Replay, Session, Statement } from '../../../../src/fronts/web/api.ts';
import { until } from '../../../support/wait.ts';
import { openWebDoor } from '../../../support/web-door.ts';

type Page = { sessions: Session[]; cursor: string | null };
type Statements = { statements: Statement[]; cursor: string | null };

describe('the session list', () => {
  it('shows what this person may see, newest first, with what was denied, asked and masked', async () => {
    const door = await openWebDoor();
    const here = await door.record([
      { text: 'ls' },
      { text: 'rm -rf /', decision: 'deny' },
      { text: 'make', decision: 'ask', verdict: 'approved' },
    ]);
    door.pass(5_000_000);
    const there = await door.record([{ text: 'ls' }], { target: 'web-1', identity: 'other' });
    door.people.set('narrow', { ...door.people.get('aud')!, name: 'narrow', targets: ['web-*'] });

    const aud = await door.signIn('aud');
    const { sessions } = (await aud.get('/sessions')).json<Page>();
    expect(sessions.map(({ id }) => id)).toEqual([there.session, here.session]);
    expect(sessions[1]).toMatchObject({
      identity: 'coder',
      owner: 'maria',
      target: 'local',
      state: 'closed',
      statements: 3,
      denied: 1,
      asked: 1,
      masks: 0,
    });

    const narrow = await door.signIn('narrow');
    expect((await narrow.get('/sessions')).json<Page>().sessions.map(({ id }) => id)).toEqual([there.session]);
    for (const path of ['', '/statements', '/replay', '/replay/cast', '/cast']) {
      expect((await narrow.get(`/sessions/${here.session}${path}`)).status).toBe(404);
    }
    expect((await narrow.post(`/sessions/${here.session}/check`)).status).toBe(404);
  });

  it('goes on page by page in every order, each session once', async () => {
    const door = await openWebDoor();
    for (let count = 0; count < 7; count++) {
      await door.record(Array.from({ length: count % 3 }, () => ({ text: 'true' })));
      door.pass((count % 2) * 1_000_000);
    }
    const aud = await door.signIn('aud');
    for (const sort of ['opened', 'duration', 'statements', 'denied', 'asked', 'masks', 'identity', 'target']) {
      for (const order of ['asc', 'desc']) {
        const seen: string[] = [];
        let cursor: string | null = '';
        while (cursor !== null) {
          const next: Page = (
            await aud.get(`/sessions?limit=3&sort=${sort}&order=${order}${cursor && `&cursor=${cursor}`}`)
          ).json<Page>();
          seen.push(...next.sessions.map(({ id }) => id));
          cursor = next.cursor;
        }
        expect(new Set(seen).size).toBe(7);
        expect(seen).toHaveLength(7);
      }
    }
    const { cursor } = (await aud.get('/sessions?limit=3')).json<Page>();
    expect((await aud.get(`/sessions?limit=3&sort=masks&cursor=${cursor}`)).status).toBe(400);
    expect((await aud.get('/sessions?cursor=W10')).status).toBe(400);
  });

  it('keeps to what is looked for', async () => {
    const door = await openWebDoor();
    const plain = await door.record([{ text: 'ls' }]);
    door.pass(3_600_000_000);
    const denied = await door.record([{ text: 'rm', decision: 'deny' }], { identity: 'other', target: 'web-1' });
    const live = await door.record([], { close: false });
    const aud = await door.signIn('aud');
    const find = async (query: string) =>
      (await aud.get(`/sessions?${query}`))
        .json<Page>()
        .sessions.map(({ id }) => id)
        .toSorted();
    expect(await find('identity=other')).toEqual([denied.session]);
    expect(await find('target=web-1')).toEqual([denied.session]);
    expect(await find('had=denied')).toEqual([denied.session]);
    expect(await find('had=asked')).toEqual([]);
    expect(await find('state=live')).toEqual([live.session]);
    expect(await find('owner=maria&state=closed')).toEqual([plain.session, denied.session].toSorted());
    expect(await find('before=2026-11-20T10:30')).toEqual([plain.session]);
    expect(await find('after=2026-11-20T10:30')).toEqual([denied.session, live.session].toSorted());
    expect((await aud.get('/sessions?identity=a&shell=1')).json()).toMatchObject({
      error: { code: 'REQUEST_INVALID' },
    });
    expect((await aud.get('/sessions?limit=1000')).status).toBe(400);
  });
});

describe('a session', () => {
  it('tells its statements with verdict, rules, approver and the moment of each', async () => {
    const door = await openWebDoor();
    const { session, requests } = await door.record([
      { text: 'ls', output: ['a\r\n', 2_000_000, 'b\r\n'] },
      { text: 'rm -rf /', decision: 'deny', rules: ['no-destroy'] },
      { text: 'make', decision: 'ask', verdict: 'approved' },
      { text: 'make install', decision: 'ask', verdict: 'expired' },
    ]);
    const aud = await door.signIn('aud');
    const first = (await aud.get(`/sessions/${session}/statements?limit=3`)).json<Statements>();
    const rest = (await aud.get(`/sessions/${session}/statements?cursor=${first.cursor}`)).json<Statements>();
    const all = [...first.statements, ...rest.statements];
    expect(all.map(({ request }) => request)).toEqual(requests);
    expect(all.map(({ outcome }) => outcome)).toEqual(['ran', 'denied', 'ran', 'expired']);
    expect(all[1]).toMatchObject({ rules: ['no-destroy'], by: null, started: null, moment: expect.any(Number) });
    expect(all[2]).toMatchObject({ decision: 'ask', by: 'maria', waited: expect.any(Number), status: 0, printed: 0 });
    expect(all[2]?.moment).toBeGreaterThan(2);
    const quick = (await aud.get(`/sessions/${session}/statements?idle=0.5`)).json<Statements>();
    expect(quick.statements[2]?.moment).toBeLessThan(1.5);
    expect(rest.cursor).toBeNull();
    expect((await aud.get(`/sessions/${session}`)).json()).toMatchObject({ id: session, recorded: true, pty: true });
  });

  it('is replayed and taken away with an event each, and never by pieces', async () => {
    const door = await openWebDoor();
    const { session, file } = await door.record([{ text: 'ls', output: ['<script>alert(1)</script>\r\n'] }]);
    const { readFileSync } = await import('node:fs');
    const aud = await door.signIn('aud');
    const { form, url } = (await aud.get(`/sessions/${session}/replay?idle=2`)).json<Replay>();
    expect({ form, url }).toEqual({ form: 'whole', url: `/api/v1/sessions/${session}/replay/cast?idle=2` });
    expect((await aud.get(`/sessions/${session}/replay/cast`)).text).toContain('alert(1)');

    const cast = await aud.get(`/sessions/${session}/cast`, { Range: 'bytes=0-1,3-4,5-' });
    expect(cast.status).toBe(200);
    expect(cast.text).toBe(readFileSync(file, 'utf8'));
    expect(cast.headers).toMatchObject({
      'accept-ranges': 'none',
      'content-disposition': `attachment; filename="${session}.cast"`,
      'content-type': 'application/x-asciicast',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const looked = door.events().filter(({ type }) => type === 'replayed' || type === 'exported');
    expect(looked.map(({ type }) => type)).toEqual(['replayed', 'exported']);
    expect(looked[0]).toMatchObject({ session, data: { by: 'aud', owner: 'aud', via: 'web' } });
  });

  it('that is big is played by segments, packed for who can unpack them', async () => {
    const door = await openWebDoor({ whole: 1000 });
    const { session } = await door.record([{ text: 'cat big', output: Array(40).fill(`${'line '.repeat(500)}\r\n`) }]);
    const aud = await door.signIn('aud');
    const ask = async () => (await aud.get(`/sessions/${session}/replay?idle=2`)).json<Replay>();
    expect((await ask()).form).toBe('preparing');
    await until(async () => (await ask()).form === 'segmented');
    const { url } = await ask();
    expect(url).toBe(`/api/v1/sessions/${session}/replay/index.json?idle=2`);
    const at = `/sessions/${session}/replay`;
    const index = (await aud.get(`${at}/index.json?idle=2`)).json<{ segments: { url: string }[] }>();
    const segment = index.segments[0]?.url ?? '';
    const plain = await aud.get(`${at}/${segment}`, { 'Accept-Encoding': 'gzip, zstd;q=0' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.json<{ events: unknown[] }>().events.length).toBeGreaterThan(0);
    const packed = await aud.get(`${at}/0.json`, { 'Accept-Encoding': 'gzip, zstd' });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'zstd', vary: 'Accept-Encoding' });
    expect(packed.bytes.length).toBeLessThan(2000);
    const unpacked = await aud.get(`${at}/0.json`);
    expect(zstdDecompressSync(packed.bytes).toString()).toBe(unpacked.text);
    for (const name of ['99.json', '-1.json', '0.json.zst', '00000000.json', 'index', '..', 'cast.cast']) {
      expect((await aud.get(`${at}/${name}`)).status, name).toBe(404);
    }
    expect((await aud.get(`${at}/0.json?idle=-1`)).status).toBe(400);
    expect((await aud.get(`${at}/0.json?idle=NaN`)).status).toBe(400);
  });

  it('that goes on is neither replayed nor taken away', async () => {
    const door = await openWebDoor();
    const { session } = await door.record([{ text: 'ls' }], { close: false });
    const aud = await door.signIn('aud');
    expect((await aud.get(`/sessions/${session}/replay`)).json()).toEqual({ form: 'live', url: null });
    expect((await aud.get(`/sessions/${session}/replay/cast`)).status).toBe(404);
    expect((await aud.get(`/sessions/${session}/cast`)).json()).toMatchObject({ error: { code: 'SESSION_LIVE' } });
  });

  it('is checked against the log, and that is on record', async () => {
    const door = await openWebDoor();
    const { session, file } = await door.record([{ text: 'ls', output: ['a\r\n'] }]);
    const aud = await door.signIn('aud');
    const check = (await aud.post(`/sessions/${session}/check`)).json<Check>();
    expect(check).toMatchObject({ session, checked: { statements: 1 } });
    const { readFileSync, writeFileSync } = await import('node:fs');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"a', '"b'));
    expect((await aud.post(`/sessions/${session}/check`)).json<Check>().sound).toBe(false);
    expect(door.events().filter(({ type }) => type === 'verified')).toHaveLength(2);
  });

  it('that is not there, or no id at all, is the same nothing', async () => {
    const door = await openWebDoor();
    const aud = await door.signIn('aud');
    const wanted = [
      '..%2f..%2fostiary.db',
      '%2e%2e',
      'ses_',
      newId('ses'),
      newId('req'),
      `${newId('ses')}%00`,
      "'--",
      '%',
    ];
    const answers = await Promise.all(wanted.map((id) => aud.get(`/sessions/${id}`)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });
});

describe('search', () => {
  it('is asked for the viewer’s targets only, and written down masked', async () => {
    const asked: unknown[] = [];
    const door = await openWebDoor({
      mask: (text) => text.replace('hunter2', '***'),
      search: async (question) => {
        asked.push(question);
        if (question.query === '"') return { kind: 'invalid', sentence: 'a quote is open' };
        return { kind: 'hits', hits: [], cursor: 'next' };
      },
    });
    door.people.set('narrow', { ...door.people.get('aud')!, name: 'narrow', targets: ['web-*'] });
    const narrow = await door.signIn('narrow');
    expect((await narrow.get('/search?q=hunter2&limit=200')).json()).toEqual({ hits: [], cursor: 'next' });
    await narrow.get('/search?q=hunter2&cursor=next');
    expect(asked).toMatchObject([
      { query: 'hunter2', targets: ['web-*'], limit: 100, cursor: null },
      { query: 'hunter2', cursor: 'next' },
    ]);
    expect((await narrow.get('/search?q=%22')).json()).toMatchObject({
      error: { code: 'QUERY_INVALID', message: 'a quote is open' },
    });
    const noted = door.events().filter(({ type }) => type === 'searched');
    expect(noted.map(({ data }) => (data as { query: string }).query)).toEqual(['***', '"']);
  });
});
