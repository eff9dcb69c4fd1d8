// The auditors' page of a real broker: somebody looks on while an agent works, and decides what it asks.
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Check, Hits, Replay, Request, Session, Statement } from '../../src/fronts/web/api.ts';
import { spawnSsh, ssh } from '../support/ssh-client.ts';
import { until } from '../support/wait.ts';
import { signIn, startWebBroker, type WebBroker } from '../support/web-visitor.ts';

const policy = `version: 1
rules:
  - id: tools
    allow: { run: ["echo **", "printf **", "sleep **"] }
  - id: oncall
    ask: { run: ["touch **"] }
    ttl: 60s
`;

function watch({ port, origin }: WebBroker, cookie: string, session: string) {
  const messages: Buffer[] = [];
  const headers = { Cookie: cookie, Origin: origin };
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/sessions/${session}/live`, ['v1.alis'], { headers });
  socket.on('message', (data: Buffer) => messages.push(data));
  const ended = new Promise<number>((resolve) => socket.on('close', resolve));
  return { text: () => Buffer.concat(messages).toString(), last: () => messages.at(-1), ended };
}

describe('the page of a broker', () => {
  it('shows a session while it goes on, also to who comes late, and its recording the moment it ends', async () => {
    const web = await startWebBroker();
    const aud = await signIn(web, 'aud');
    const agent = spawnSsh({
      ...web.broker.as('coder'),
      args: ['echo first; read line; echo second $line; read line'],
    });
    const live = async () => (await aud.get('/api/v1/sessions?state=live')).json<{ sessions: Session[] }>().sessions[0];
    await until(async () => (await live()) !== undefined);
    const id = (await live())?.id ?? '';
    const early = watch(web, aud.cookie, id);
    await until(() => early.text().includes('first'));
    agent.stdin.write('half\n');
    await until(() => early.text().includes('second half'));
    const found = async (words: string) => (await aud.get(`/api/v1/search?q=${words}`)).json<Hits>().hits;
    expect(await found('second')).toMatchObject([{ session: id, found: 'statement', moment: null }]);
    const late = watch(web, aud.cookie, id);
    await until(() => late.text().includes('first') && late.text().includes('second half'));
    agent.stdin.end('\n');
    expect(await Promise.all([early.ended, late.ended])).toEqual([4000, 4000]);
    expect(late.last()).toEqual(Buffer.of(0x04));

    const { form, url } = (await aud.get(`/api/v1/sessions/${id}/replay`)).json<Replay>();
    expect(form).toBe('whole');
    expect((await aud.get(url ?? '')).text).toContain('second half');
    const { statements } = (await aud.get(`/api/v1/sessions/${id}/statements`)).json<{ statements: Statement[] }>();
    expect(statements).toMatchObject([{ outcome: 'ran', status: 0, printed: 18, moment: expect.any(Number) }]);
    const check = (await aud.post(`/api/v1/sessions/${id}/check`, {})).json<Check>();
    expect(check).toMatchObject({ sound: true, findings: [] });
    await until(async () => (await found('half')).length > 0);
    expect(await found('half')).toMatchObject([{ session: id, found: 'output' }]);
    const looked = web.broker.events().map(({ type }) => type);
    expect(looked).toEqual(expect.arrayContaining(['signed-in', 'watched', 'replayed', 'verified', 'searched']));
  });

  it('lets an operator approve what waits, and an auditor only look', async () => {
    const web = await startWebBroker({ policy });
    const [maria, aud] = [await signIn(web, 'maria'), await signIn(web, 'aud')];
    const ran = ssh({ ...web.broker.as('coder'), args: ['touch made'] });
    const cards = async () => (await aud.get('/api/v1/requests')).json<{ requests: Request[] }>().requests;
    await until(async () => (await cards()).length === 1);
    const [card] = await cards();
    expect(card).toMatchObject({ statement: 'touch made', forbidden: 'auditors look and never decide' });
    const { request, digest, requests } = card as Request;
    const decision = { decision: 'approve', note: null, digest, requests, word: null };
    const secretOf = async (who: typeof maria) =>
      (await who.post('/api/v1/secret', {})).json<{ secret: string }>().secret;
    const path = `/api/v1/requests/${request}/decision`;
    const asAuditor = await aud.post(path, decision, { 'Ostiary-Secret': await secretOf(aud) });
    expect(asAuditor.json()).toMatchObject({ result: 'not-permitted' });
    const asOperator = await maria.post(path, decision, { 'Ostiary-Secret': await secretOf(maria) });
    expect(asOperator.json()).toEqual({ result: 'done', sentence: 'approved' });
    expect((await ran).status).toBe(0);
    const { sessions } = (await aud.get('/api/v1/sessions')).json<{ sessions: Session[] }>();
    expect(sessions[0]).toMatchObject({ asked: 1, statements: 1 });
    const { statements } = (await aud.get(`/api/v1/sessions/${sessions[0]?.id}/statements`)).json<{
      statements: Statement[];
    }>();
    expect(statements[0]).toMatchObject({
      decision: 'ask',
      by: 'maria',
      outcome: 'ran',
      rules: expect.arrayContaining(['oncall']),
    });
  });

  it('is not there when nobody asked for it', async () => {
    const { startBroker } = await import('../support/broker.ts');
    const broker = await startBroker();
    const { status, stdout } = await ssh({ ...broker.as('maria', 'console'), args: ['web'] });
    expect({ status, said: stdout.toString() }).toEqual({
      status: 69,
      said: 'no page is served; `listen.web` in ostiary.yaml turns it on\n',
    });
  });
});
