import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { get as httpsGet } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Statement } from '../../../../src/fronts/web/api.ts';
import { needProgram } from '../../../support/programs.ts';
import { openWebDoor } from '../../../support/web-door.ts';

describe('the door itself', () => {
  it('gives out the page’s own files with a strict policy, each for as long as it holds', async () => {
    const door = await openWebDoor();
    const index = await door.ask('/sessions/ses_abc');
    expect(index.text).toContain('the page');
    expect(index.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
    expect(index.headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    expect(index.headers['strict-transport-security']).toBeUndefined();
    const script = await door.ask('/assets/main-1.js');
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    expect((await door.ask('/assets/other.js')).status).toBe(404);
    expect((await door.ask('/', { method: 'PUT' })).headers.allow).toBe('GET, POST');
  });

  it('says so when the page was not built; the API works all the same', async () => {
    const door = await openWebDoor({ page: {} });
    const index = await door.ask('/');
    expect(index.status).toBe(503);
    expect(index.text).toContain('npm run build');
    expect((await (await door.signIn('aud')).get('/me')).status).toBe(200);
  });

  it('speaks TLS where it is told to, and asks browsers to stay with it', async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'ostiary-tls-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const subject = [
      '-subj',
      '/CN=localhost',
      '-days',
      '2',
      '-nodes',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
    ];
    execFileSync(needProgram(context, 'openssl'), ['req', '-x509', ...subject, '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    const door = await openWebDoor({ tls: { cert, key } });
    const url = door.front.link(door.people.get('aud')!, 'asked').url;
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/sign-in\//);
    const answer = await new Promise<{ status: number; hsts: string }>((resolve, reject) => {
      httpsGet(url, { rejectUnauthorized: false, agent: false }, (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, hsts: String(response.headers['strict-transport-security']) });
      }).on('error', reject);
    });
    expect(answer).toEqual({ status: 303, hsts: 'max-age=31536000' });
    writeFileSync(key, 'no key');
    await expect(openWebDoor({ tls: { cert, key } })).rejects.toMatchObject({ code: 'WEB_TLS_UNREADABLE' });
  });

  it('believes a proxy, and only a declared one, about names and addresses', async () => {
    const publicUrl = 'https://audit.example.org';
    const door = await openWebDoor({ publicUrl, trustProxy: true });
    expect(door.front.link(door.people.get('aud')!, 'asked').url).toMatch(/^https:\/\/audit\.example\.org\/sign-in\//);
    const visit = { host: 'audit.example.org', headers: { 'X-Forwarded-For': '6.6.6.6, 198.51.100.7' } };
    const answer = await door.ask(door.linkOf('aud'), visit);
    expect(answer.status).toBe(303);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
    expect(door.events().at(-1)).toMatchObject({ type: 'signed-in', data: { address: '198.51.100.7:0' } });

    const direct = await openWebDoor();
    await direct.ask(direct.linkOf('aud'), { headers: visit.headers });
    expect(direct.events().at(-1)).toMatchObject({ data: { address: expect.stringMatching(/^127\.0\.0\.1:/) } });
  });

  it('shows the statements of a session whose recording is damaged', async () => {
    const door = await openWebDoor();
    const { session, file } = await door.record([{ text: 'ls' }]);
    truncateSync(file, 10);
    const aud = await door.signIn('aud');
    const answer = await aud.get(`/sessions/${session}/statements`);
    expect(answer.json<{ statements: Statement[] }>().statements).toMatchObject([{ text: 'ls', moment: null }]);
  });

  it('ends what is open when the broker does, and writes down who was signed in', async () => {
    const door = await openWebDoor();
    await door.signIn('aud');
    await door.front.close();
    expect(door.events().at(-1)).toMatchObject({ type: 'signed-out', data: { by: 'aud', why: 'the broker ended' } });
    await expect(door.ask('/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
