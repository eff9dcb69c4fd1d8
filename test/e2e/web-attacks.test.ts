// The auditors' door of a real broker, and everybody who should not come through it.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Session, Statement } from '../../src/fronts/web/api.ts';
import { askHttp } from '../support/http.ts';
import { talk } from '../support/raw-socket.ts';
import { ssh } from '../support/ssh-client.ts';
import { until } from '../support/wait.ts';
import { signIn, startWebBroker, type WebBroker } from '../support/web-visitor.ts';

async function expectAlive({ broker, port }: WebBroker, cookie: string) {
  expect((await askHttp(port, '/api/v1/me', { headers: { Cookie: cookie } })).status).toBe(200);
  expect((await ssh({ ...broker.as('coder'), args: ['echo alive'] })).stdout.toString()).toBe('alive\n');
}

describe('the auditors’ door holds against', () => {
  it('links that come again, at once or later, are guessed, or are for somebody else', async () => {
    const door = await startWebBroker();
    const { broker, port, first } = door;
    const together = await Promise.all(Array.from({ length: 8 }, () => askHttp(port, first)));
    expect(together.map(({ status }) => status).toSorted()).toEqual([303, ...Array(7).fill(403)]);
    expect(broker.events().filter(({ type }) => type === 'signed-in')).toHaveLength(1);
    await until(() => broker.events().filter(({ type }) => type === 'refused').length === 7);
    expect(broker.events().findLast(({ type }) => type === 'refused')).toMatchObject({
      identity: 'aud',
      data: { reason: 'a sign-in link was used again' },
    });
    const refused = await ssh({ ...broker.as('coder', 'console'), args: ['web'] });
    expect(refused.status).toBe(77);
    expect(refused.stdout.toString()).not.toContain('sign-in');
    const text = await ssh({ ...broker.as('aud', 'console'), args: ['web'] });
    expect(text.stdout.toString()).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/sign-in\/[\w-]{43}\nit signs you in once, within 60 s\n$/,
    );
  });

  it('forged cookies, a cookie without the page’s secret, and a cookie that another server saw', async () => {
    const door = await startWebBroker();
    const { port } = door;
    const maria = await signIn(door, 'maria');
    const [name = '', value = ''] = maria.cookie.split('=');
    const flipped = value.startsWith('A') ? `B${value.slice(1)}` : `A${value.slice(1)}`;
    const forged = [
      '',
      `${name}=`,
      `${name}=${'A'.repeat(43)}`,
      `${name}=${flipped}`,
      `${name}=${value}x`,
      `${name}=${value}; ${name}=${'A'.repeat(43)}`,
      `${name.toLowerCase()}x=${value}`,
      `ostiary=${value}`,
    ];
    for (const Cookie of forged) {
      expect((await askHttp(port, '/api/v1/me', { headers: { Cookie } })).status, Cookie).toBe(401);
    }
    const acts: readonly (readonly [string, object])[] = [
      ['/api/v1/locks', { scope: 'everything', name: null, note: null }],
      ['/api/v1/locks/remove', { scope: 'everything', name: null, note: null }],
      ['/api/v1/sessions/ses_000000000000000000000/kill', {}],
      ['/api/v1/requests/req_000000000000000000000/decision', {}],
    ];
    for (const [path, body] of acts) {
      expect((await maria.post(path, body)).json()).toMatchObject({ error: { code: 'SECRET_MISSING' } });
      expect((await maria.post(path, body, { 'Ostiary-Secret': value })).status).toBe(403);
    }
    // A server on another port that saw the cookie and asks for the secret itself is told apart by Origin and site.
    const thief = { Origin: 'http://127.0.0.1:3000', 'Sec-Fetch-Site': 'same-site' };
    expect((await maria.post('/api/v1/secret', {}, thief)).json()).toMatchObject({ error: { code: 'ORIGIN_FOREIGN' } });
    const { secret } = (await maria.post('/api/v1/secret', {})).json<{ secret: string }>();
    expect((await maria.post('/api/v1/secret', {})).json()).toMatchObject({ error: { code: 'SECRET_GIVEN' } });
    const done = await maria.post('/api/v1/locks', acts[0]?.[1], { 'Ostiary-Secret': secret });
    expect(done.json()).toMatchObject({ locks: [{ scope: 'everything', by: 'maria' }] });
    await maria.post('/api/v1/locks/remove', acts[0]?.[1], { 'Ostiary-Secret': secret });
    await expectAlive(door, maria.cookie);
  });

  it('other sites and rebound names', async () => {
    const door = await startWebBroker();
    const { port, origin } = door;
    const { cookie, get, post } = await signIn(door, 'aud');
    for (const Origin of [
      'null',
      'http://evil.example',
      `https://127.0.0.1:${port}`,
      `http://localhost:${port}`,
      `${origin}/`,
    ]) {
      expect((await post('/api/v1/sign-out', {}, { Origin })).status, Origin).toBe(403);
    }
    for (const site of ['cross-site', 'same-site', 'none']) {
      expect((await post('/api/v1/sign-out', {}, { 'Sec-Fetch-Site': site })).status, site).toBe(403);
    }
    expect((await get('/api/v1/sessions', { 'Sec-Fetch-Site': 'same-site' })).status).toBe(403);
    expect((await get('/api/v1/sessions', { Origin: 'http://evil.example' })).status).toBe(403);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      '127.0.0.1:1',
      `127.0.0.1.evil.example:${port}`,
    ]) {
      const answer = await get('/api/v1/sessions', {}, { host });
      expect(answer.status, host).toBe(421);
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      expect((await askHttp(port, '/', { host })).status, host).toBe(421);
    }
    const raw = (text: string) => talk(port, text.replaceAll('\n', '\r\n'));
    const ours = `Host: 127.0.0.1:${port}\n`;
    const rest = `Cookie: ${cookie}\nConnection: close\n\n`;
    expect((await raw(`GET /api/v1/me HTTP/1.1\n${ours}Host: evil.example\n${rest}`)).text).toMatch(/^HTTP\/1\.1 4/);
    expect((await raw(`GET http://evil.example/api/v1/me HTTP/1.1\n${ours}${rest}`)).text).toMatch(/^HTTP\/1\.1 4/);
    expect((await raw(`GET /api/v1/me HTTP/1.1\n${rest}`)).text).toMatch(/^HTTP\/1\.1 400/);
    expect((await raw(`GET /api/v1/me HTTP/1.0\n${rest}`)).text).toMatch(/^HTTP\/1\.1 4/);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/changes`, {
      headers: { Cookie: cookie, Origin: 'http://evil.example' },
    });
    const status = await new Promise((resolve) => {
      socket.on('error', () => undefined);
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
    });
    expect(status).toBe(403);
    await expectAlive(door, cookie);
  });

  it('paths that lead elsewhere, in every place where a name is taken', async () => {
    const door = await startWebBroker();
    const { port } = door;
    await ssh({ ...door.broker.as('coder'), args: ['echo here'] });
    const { cookie, get, post } = await signIn(door, 'aud');
    const { sessions } = (await get('/api/v1/sessions')).json<{ sessions: Session[] }>();
    const id = sessions[0]?.id ?? '';
    const elsewhere = [
      '..',
      '../ostiary.yaml',
      '..%2fostiary.yaml',
      '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '....//ostiary.yaml',
      '%252e%252e%252fostiary.yaml',
      '..%5costiary.yaml',
      '%00',
      `${id}%00`,
      `${id}/../${id}`,
      '/etc/passwd',
      '%2fetc%2fpasswd',
      '%c0%ae%c0%ae%2f',
      '%',
      '~root',
      'ostiary.db',
      `${id}.cast`,
      `'%20OR%201=1--`,
      '<script>alert(1)<%2fscript>',
      'a'.repeat(4000),
    ];
    const places = [
      (name: string) => `/${name}`,
      (name: string) => `/assets/${name}`,
      (name: string) => `/sign-in/${name}`,
      (name: string) => `/api/v1/${name}`,
      ...['', '/statements', '/replay', '/cast', '/replay/cast'].map(
        (tail) => (name: string) => `/api/v1/sessions/${name}${tail}`,
      ),
      (name: string) => `/api/v1/sessions/${id}/replay/${name}`,
    ];
    for (const place of places) {
      for (const name of elsewhere) {
        const answer = await get(place(name));
        // What is tidied up to an address that exists is that address, and nothing of the disk.
        if (answer.status === 200) expect(answer.text).toMatch(/^\{|^<!doctype html>/);
        else expect([400, 403, 404, 429, 503], `${place(name)} ${answer.status}`).toContain(answer.status);
        expect(answer.text).not.toMatch(/root:|ssh-ed25519|SQLite format/);
      }
    }
    for (const name of elsewhere.filter((one) => !one.startsWith(`${id}/`))) {
      expect((await post(`/api/v1/sessions/${name}/check`, {})).status).toBeGreaterThanOrEqual(400);
    }
    expect((await askHttp(port, '/api/v1/sessions', { method: 'OPTIONS', headers: { Cookie: cookie } })).status).toBe(
      405,
    );
    expect((await askHttp(port, '/api/v1/sessions', { method: 'DELETE', headers: { Cookie: cookie } })).status).toBe(
      405,
    );
    await expectAlive(door, cookie);
  });

  it('requests that are too large, too slow, or too many', async () => {
    const door = await startWebBroker();
    const { port, origin } = door;
    const { cookie, get, post } = await signIn(door, 'maria');
    const { secret } = (await post('/api/v1/secret', {})).json<{ secret: string }>();
    const act = { 'Ostiary-Secret': secret };
    const big = { scope: 'everything', name: null, note: 'x'.repeat(64 * 1024) };
    expect((await post('/api/v1/locks', big, act)).json()).toMatchObject({ error: { code: 'BODY_TOO_LARGE' } });
    const chunked = await post('/api/v1/locks', big, { ...act, 'Transfer-Encoding': 'chunked' });
    expect(chunked.status).toBe(413);
    expect((await get('/api/v1/sessions', { 'X-Long': 'x'.repeat(20_000) })).status).toBe(431);
    expect((await get(`/api/v1/search?q=${'x'.repeat(2000)}`)).status).toBe(400);
    expect((await get(`/api/v1/sessions?cursor=${'x'.repeat(300)}`)).status).toBe(400);
    expect((await post('/api/v1/locks', {}, act, { body: `${'['.repeat(30_000)}` })).status).toBe(415);
    expect((await post('/api/v1/locks', {}, { ...act, 'Content-Type': 'text/plain' })).status).toBe(415);

    // Headers, and a body, that never end.
    const head = `POST /api/v1/locks HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nOrigin: ${origin}\r\n`;
    const slow = [
      talk(port, head, 60_000),
      talk(port, 'GET /', 60_000),
      talk(
        port,
        `${head}Ostiary-Secret: ${secret}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
        60_000,
      ),
    ];
    const silent = Array.from({ length: 50 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    await expectAlive(door, cookie);
    for (const { closed, text } of await Promise.all(slow)) {
      expect(closed).toBe(true);
      expect(text).not.toMatch(/HTTP\/1\.1 200/);
    }
    for (const socket of silent) socket.destroy();
    await expectAlive(door, cookie);
  });

  it('ranges, many and overlapping, and readers who leave half way', async () => {
    const door = await startWebBroker();
    const { broker, port } = door;
    await ssh({ ...broker.as('coder'), args: ['yes a line of output | head -c 3000000'] });
    const { cookie, get } = await signIn(door, 'aud');
    await until(() => broker.events().some(({ type }) => type === 'closed'));
    const { sessions } = (await get('/api/v1/sessions')).json<{ sessions: Session[] }>();
    const path = `/api/v1/sessions/${sessions[0]?.id}/cast`;
    const whole = await get(path);
    expect(whole.status).toBe(200);
    const many = `bytes=${Array.from({ length: 1000 }, (_, index) => `${index}-`).join(',')}`;
    for (const Range of [many, 'bytes=0-0', 'bytes=-1', 'bytes=9999999999-', 'bytes=5-1', 'lines=1-2']) {
      const answer = await get(path, { Range });
      expect(answer.status).toBe(200);
      expect(answer.text.length).toBe(whole.text.length);
      expect(answer.headers['content-range']).toBeUndefined();
    }
    const head = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n\r\n`;
    for (let reader = 0; reader < 30; reader++) {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      socket.write(head);
      await new Promise((resolve) => socket.once('data', resolve));
      socket.destroy();
    }
    await sleep(100);
    await expectAlive(door, cookie);
  });

  it('searches that are no words: operators, quotes, patterns, names that every object has', async () => {
    const door = await startWebBroker();
    const { cookie, get } = await signIn(door, 'aud');
    const queries = [
      ...['constructor', '__proto__', 'toString', 'hasOwnProperty'].flatMap((name) => [`verdict:${name}`, name]),
      ...[
        '"',
        '"a',
        'a" OR "b',
        'NEAR(a b)',
        'statement:a',
        '{output} : a',
        '^a',
        '-a',
        "a' OR 1=1--",
        'a\0b',
        '\ud800',
      ],
      ...[`agent:${'*a'.repeat(300)}`, `target:${'*'.repeat(900)}`, 'rule:[', 'a '.repeat(400), '('.repeat(900)],
    ];
    for (const query of queries) {
      const answer = await get(`/api/v1/search?q=${encodeURIComponent(query.toWellFormed())}`);
      expect([200, 400], query).toContain(answer.status);
      expect(answer.text, query).not.toContain('search index cannot be read');
    }
    await expectAlive(door, cookie);
  });

  it('markup in every field: it stays text in JSON that nobody sniffs', async () => {
    const door = await startWebBroker();
    const { broker } = door;
    const markup = `<script>alert(1)</script><img src=x onerror=alert(2)>"'\u2028`;
    await ssh({ ...broker.as('coder'), args: [`printf '%s' '${markup.replaceAll("'", '')}'`], environment: {} });
    const { cookie, get } = await signIn(door, 'aud');
    await until(() => broker.events().some(({ type }) => type === 'closed'));
    const list = await get('/api/v1/sessions');
    const { id = '' } = list.json<{ sessions: Session[] }>().sessions[0] ?? {};
    const statements = await get(`/api/v1/sessions/${id}/statements`);
    const failing = await get(`/api/v1/sessions?${encodeURIComponent(markup)}=1`);
    for (const answer of [list, statements, failing, await get(`/api/v1/search?q=${encodeURIComponent(markup)}`)]) {
      expect(answer.headers).toMatchObject({
        'content-type': 'application/json',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
        'content-security-policy': expect.stringMatching(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/),
      });
    }
    expect(failing.status).toBe(400);
    expect(statements.json<{ statements: Statement[] }>().statements[0]?.text).toContain('<script>alert(1)</script>');
    const page = await get(`/${encodeURIComponent('<script>')}`);
    expect(page.text).not.toContain('<script>');
    await expectAlive(door, cookie);
  });
});
