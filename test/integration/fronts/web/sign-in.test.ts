import { describe, expect, it } from 'vitest';
import { openWebDoor } from '../../../support/web-door.ts';

const typesOf = (events: readonly { type: string }[]) => events.map(({ type }) => type);

describe('signing in', () => {
  it('turns a link into a cookie that only this host gets, and leads to a clean address', async () => {
    const door = await openWebDoor();
    const answer = await door.ask(door.linkOf('aud'));
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^__Host-ostiary-${door.port}=[\\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict$`),
    );
    expect(door.events().at(-1)).toMatchObject({
      type: 'signed-in',
      identity: 'aud',
      data: { by: 'aud', owner: 'aud', via: 'web', address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) },
    });
    const cookie = answer.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';
    const me = await door.ask('/api/v1/me', { headers: { Cookie: cookie } });
    expect(me.json()).toMatchObject({ name: 'aud', kind: 'auditor', version: '1.2.3', level: 'line-checked' });
  });

  it('refuses a link the second time, and says so in the log', async () => {
    const door = await openWebDoor();
    const link = door.linkOf('aud');
    expect((await door.ask(link)).status).toBe(303);
    const again = await door.ask(link);
    expect(again.status).toBe(403);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(door.refusals).toMatchObject([{ reason: 'a sign-in link was used again', identity: 'aud' }]);
  });

  it('refuses a link after its minute; the one printed at the start lives ten', async () => {
    const door = await openWebDoor();
    const [soon, late] = [door.linkOf('aud'), door.linkOf('aud')];
    const first = new URL(door.front.link({ ...door.people.get('aud')! }, 'start').url).pathname;
    door.clock.pass(59);
    expect((await door.ask(soon)).status).toBe(303);
    door.clock.pass(2);
    expect((await door.ask(late)).status).toBe(403);
    expect((await door.ask(first)).status).toBe(303);
  });

  it('is not used up by a look ahead: HEAD, a prefetch, an image', async () => {
    const door = await openWebDoor();
    const link = door.linkOf('aud');
    expect((await door.ask(link, { method: 'HEAD' })).status).toBe(405);
    const early = [
      { 'Sec-Fetch-Mode': 'no-cors' },
      { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' },
      { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', 'Sec-Purpose': 'prefetch;prerender' },
    ];
    for (const headers of early) expect((await door.ask(link, { headers: headers as never })).status).toBe(400);
    const visit = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Site': 'none' };
    expect((await door.ask(link, { headers: visit })).status).toBe(303);
  });

  it('ends when nothing is asked for, after a day’s work in any case, by signing out, and with the identity', async () => {
    const door = await openWebDoor();
    const idle = await door.signIn('aud');
    door.clock.pass(29 * 60);
    expect((await idle.get('/me')).status).toBe(200);
    // What the page asks for by itself keeps nobody signed in.
    door.clock.pass(20 * 60);
    expect((await idle.get('/me', { 'Ostiary-Unattended': '1' })).status).toBe(200);
    door.clock.pass(11 * 60);
    expect((await idle.get('/me')).status).toBe(401);

    const busy = await door.signIn('aud');
    for (let half = 0; half < 24; half++) {
      door.clock.pass(29 * 60);
      await busy.get('/me');
    }
    door.clock.pass(29 * 60);
    expect((await busy.get('/me')).status).toBe(401);

    const leaves = await door.signIn('aud');
    const out = await leaves.post('/sign-out');
    expect(out.headers['set-cookie']?.[0]).toContain('Max-Age=0');
    expect((await leaves.get('/me')).status).toBe(401);

    const removed = await door.signIn('aud');
    const link = door.linkOf('aud');
    door.people.delete('aud');
    expect((await removed.get('/me')).status).toBe(401);
    expect((await door.ask(link)).status).toBe(403);

    const operator = await door.signIn('maria');
    const unused = door.linkOf('maria');
    door.front.dismiss('maria', 'the identity was changed');
    expect((await operator.get('/me')).status).toBe(401);
    expect((await door.ask(unused)).status).toBe(403);
    expect(typesOf(door.events()).filter((type) => type === 'signed-out')).toHaveLength(5);
  });

  it('lets nobody in who lost their place while the sign-in was being written', async () => {
    const door = await openWebDoor();
    const link = door.linkOf('maria');
    door.store.log.onCommit((events) => {
      if (events.some(({ type }) => type === 'signed-in')) door.front.dismiss('maria', 'the identity was changed');
    });
    const answer = await door.ask(link);
    expect(answer.status).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('lets no agent in, whatever link it holds', async () => {
    const door = await openWebDoor();
    expect((await door.ask(door.linkOf('coder'))).status).toBe(403);
  });

  it('gives the secret once, and only at the beginning', async () => {
    const door = await openWebDoor();
    const maria = await door.signIn('maria');
    expect((await maria.post('/secret')).json()).toEqual({ secret: expect.stringMatching(/^[\w-]{43}$/) });
    expect((await maria.post('/secret')).json()).toMatchObject({ error: { code: 'SECRET_GIVEN' } });
    const late = await door.signIn('maria');
    door.clock.pass(61);
    expect((await late.post('/secret')).status).toBe(403);
  });

  it('takes only so many tries from one address', async () => {
    const door = await openWebDoor({ limits: { tries: 3 } });
    const bad = `/sign-in/${'x'.repeat(43)}`;
    const answers = [];
    for (let round = 0; round < 5; round++) answers.push((await door.ask(bad)).status);
    expect(answers).toEqual([403, 403, 403, 429, 429]);
    expect(door.refusals).toHaveLength(3);
  });

  it('keeps nobody out because somebody else guesses', async () => {
    const door = await openWebDoor({ limits: { tries: 3 } });
    for (let round = 0; round < 5; round++) await door.ask(`/sign-in/${'x'.repeat(43)}`);
    expect((await door.ask(door.linkOf('aud'))).status).toBe(303);
  });
});
