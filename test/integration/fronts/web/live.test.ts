import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../../../support/wait.ts';
import { openWebDoor, type WebDoor } from '../../../support/web-door.ts';

interface Socket {
  readonly messages: Buffer[];
  readonly socket: WebSocket;
  /** Close code, or the HTTP status of a refusal. */
  readonly ended: Promise<number>;
}

interface Opening {
  readonly cookie?: string;
  readonly origin?: string;
  readonly protocols?: readonly string[];
}

function connect(
  door: WebDoor,
  path: string,
  { cookie = '', origin = door.origin, protocols = ['v1.alis'] }: Opening,
): Socket {
  const messages: Buffer[] = [];
  const headers = { Cookie: cookie, ...(origin === '' ? {} : { Origin: origin }) };
  const socket = new WebSocket(`ws://127.0.0.1:${door.port}/api/v1${path}`, [...protocols], { headers });
  socket.on('message', (data: Buffer) => messages.push(data));
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  socket.on('error', () => undefined);
  socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
  socket.on('close', (code) => resolve(code));
  onTestFinished(() => socket.terminate());
  return { messages, socket, ended };
}

const textOf = (messages: readonly Buffer[]) => Buffer.concat(messages).toString();
const output = (text: string) => ({ type: 'output', stream: 'stdout', bytes: Buffer.from(text) }) as const;

describe('a live session on the page', () => {
  it('begins with the current screen, goes on, ends, and is on record', async () => {
    const door = await openWebDoor();
    const { session } = await door.record([], { close: false });
    const sink = door.screens.open(session, { cols: 40, rows: 5 });
    await sink.write(output('before anybody looked\r\n'));
    const aud = await door.signIn('aud');
    const { messages, socket, ended } = connect(door, `/sessions/${session}/live`, { cookie: aud.cookie });
    await until(() => messages.length >= 2);
    expect(socket.protocol).toBe('v1.alis');
    expect(messages[0]).toEqual(Buffer.from('ALiS\u0001', 'latin1'));
    expect(messages[1]?.[0]).toBe(0x01);
    expect(textOf(messages)).toContain('before anybody looked');
    await sink.write(output('and now <b>this</b>'));
    await until(() => textOf(messages).includes('and now <b>this</b>'));
    await sink.close();
    expect(await ended).toBe(4000);
    expect(messages.at(-1)).toEqual(Buffer.of(0x04));
    expect(door.events().filter(({ type }) => type === 'watched')).toMatchObject([
      { session, data: { by: 'aud', via: 'web' } },
    ]);
  });

  it('that is over ends at once', async () => {
    const door = await openWebDoor();
    const { session } = await door.record([{ text: 'ls' }]);
    const aud = await door.signIn('aud');
    const { messages, ended } = connect(door, `/sessions/${session}/live`, { cookie: aud.cookie });
    expect(await ended).toBe(4000);
    expect(messages.at(-1)).toEqual(Buffer.of(0x04));
  });

  it('leaves a viewer who does not read behind, and begins anew from the screen', async () => {
    const door = await openWebDoor({ limits: { viewerLag: 64 * 1024 } });
    const { session } = await door.record([], { close: false });
    const sink = door.screens.open(session, { cols: 40, rows: 5 });
    const aud = await door.signIn('aud');
    const { messages, socket } = connect(door, `/sessions/${session}/live`, { cookie: aud.cookie });
    await until(() => messages.length >= 2);
    socket.pause();
    for (let round = 0; round < 400; round++) {
      await sink.write(output(`${'x'.repeat(60_000)}\r\n`));
      await sleep(0);
    }
    await sink.write(output('\x1b[2J\x1b[Hthe end of it'));
    socket.resume();
    await until(
      () => messages.filter(([code]) => code === 0x01).length >= 2 && textOf(messages).includes('the end of it'),
    );
    expect(Buffer.concat(messages).length).toBeLessThan(20_000_000);
    await sink.close();
  });

  it('is for who may see it, from our own page, in the one protocol, not too often', async () => {
    const door = await openWebDoor({ limits: { socketsPerSignIn: 2 } });
    const { session } = await door.record([], { close: false });
    door.screens.open(session, { cols: 40, rows: 5 });
    door.people.set('narrow', { ...door.people.get('aud')!, name: 'narrow', targets: ['web-*'] });
    const { cookie } = await door.signIn('aud');
    const narrow = await door.signIn('narrow');
    const path = `/sessions/${session}/live`;
    const ends = async (where: string, opening: Opening) => connect(door, where, opening).ended;
    expect(await ends(path, {})).toBe(401);
    expect(await ends(path, { cookie: `${cookie}x` })).toBe(401);
    expect(await ends(path, { cookie: narrow.cookie })).toBe(404);
    expect(await ends(path, { cookie, origin: 'http://127.0.0.1:9' })).toBe(403);
    expect(await ends(path, { cookie, origin: '' })).toBe(403);
    expect(await ends(path, { cookie, protocols: ['raw'] })).toBe(400);
    expect(await ends('/sessions/..%2f..%2fx/live', { cookie })).toBe(404);
    expect(await ends('/me', { cookie })).toBe(404);
    const open = [connect(door, path, { cookie }), connect(door, path, { cookie })];
    await until(() => open.every(({ messages }) => messages.length >= 2));
    expect(await ends(path, { cookie })).toBe(429);
  });

  it('ends with the sign-in, and with a message that is too large', async () => {
    const door = await openWebDoor();
    const { session } = await door.record([], { close: false });
    door.screens.open(session, { cols: 40, rows: 5 });
    const aud = await door.signIn('aud');
    const big = connect(door, `/sessions/${session}/live`, { cookie: aud.cookie });
    await once(big.socket, 'open');
    big.socket.send('x'.repeat(5000));
    expect(await big.ended).toBe(1009);
    const live = connect(door, `/sessions/${session}/live`, { cookie: aud.cookie });
    const changes = connect(door, '/changes', { cookie: aud.cookie, protocols: [] });
    await Promise.all([once(live.socket, 'open'), once(changes.socket, 'open')]);
    door.front.dismiss('aud', 'the identity was removed');
    expect(await Promise.all([live.ended, changes.ended])).toEqual([4001, 4001]);
  });
});

describe('hints of changes', () => {
  it('say which list to read again, and nothing of what is in it', async () => {
    const door = await openWebDoor();
    const aud = await door.signIn('aud');
    const { messages, socket } = connect(door, '/changes', { cookie: aud.cookie, protocols: [] });
    await once(socket, 'open');
    await door.record([{ text: 'ls' }]);
    await door.desk.lock({ kind: 'everything' }, door.people.get('maria')!, null);
    const said = () => new Set(messages.map(String));
    await until(() => said().size === 2);
    expect(said()).toEqual(new Set(['{"changed":"sessions"}', '{"changed":"locks"}']));
  });

  it('go on, and the door stays open, while strangers hold all connections they get', async () => {
    const door = await openWebDoor({ limits: { connections: 8, strangers: 4 } });
    const aud = await door.signIn('aud');
    const { messages, socket } = connect(door, '/changes', { cookie: aud.cookie, protocols: [] });
    await once(socket, 'open');
    const held = Array.from({ length: 30 }, () => connectTcp(door.port, '127.0.0.1').on('error', () => undefined));
    onTestFinished(() => {
      for (const one of held) one.destroy();
    });
    await until(() => held.filter(({ destroyed }) => destroyed).length >= 22);
    expect((await door.ask('/')).status).toBe(200);
    expect((await aud.get('/me')).status).toBe(200);
    await door.record([{ text: 'ls' }]);
    await until(() => messages.length > 0);
  });

  it('are only about the viewer’s targets', async () => {
    const door = await openWebDoor();
    door.people.set('aud', { ...door.people.get('aud')!, targets: ['web-1'] });
    const aud = await door.signIn('aud');
    const { messages, socket } = connect(door, '/changes', { cookie: aud.cookie, protocols: [] });
    await once(socket, 'open');
    await door.record([{ text: 'ls' }]);
    await sleep(600);
    expect(messages).toHaveLength(0);
    await door.record([{ text: 'ls' }], { target: 'web-1' });
    await until(() => messages.length > 0);
  });
});
