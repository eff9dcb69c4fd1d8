import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { alisEnd, alisMagic, createAlisEncoder } from '../../../src/fronts/web/server/alis.ts';
import type { Replays } from '../../../src/replay/replay.ts';
import { createReplays } from '../../../src/replay/replays.ts';
import { createLiveScreens } from '../../../src/sinks/live/live-screens.ts';
import type { ScreenSize } from '../../../src/terminal/emulator.ts';
import { drawn } from '../../support/picture.ts';
import { openPlayer } from '../../support/player.ts';
import { openWorld } from '../../support/recorded-world.ts';

const size = { cols: 80, rows: 24 };

const shown = async (...output: readonly (string | ScreenSize)[]) =>
  (await drawn(size, ...output)).map((row) => row.replace(/\{[^}]*\}/g, ''));

/** The files of one session as a web server gives them. */
async function serve(replays: Replays, session: string): Promise<string> {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const idle = searchParams.get('idle');
    const file = await replays.file(session, pathname.slice(1), idle === null ? null : Number(idle));
    response.writeHead(file === null ? 404 : 200, {
      'Content-Type': file?.type ?? 'text/plain',
      ...(file?.encoding ? { 'Content-Encoding': file.encoding } : {}),
    });
    if (file === null) response.end();
    else await pipeline(file.open(), response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const lines = (name: string, count: number) =>
  Array.from({ length: count }, (_, line) => [`\x1b[3${line % 8}m${name} ${line} ${'x'.repeat(900)}\r\n`, 1000]).flat();

const story = [
  { text: 'first', output: [1000, ...lines('one', 2500)] },
  {
    text: 'edit',
    output: [1000, '\x1b[?1049h\x1b[2;20r\x1b[H', ...lines('two', 1500), '\x1b[r\x1b[?1049l', 30_000_000],
  },
  { text: 'third', output: [1000, ...lines('three', 1500)] },
  { text: 'last', output: [1000, '\x1b[2J\x1b[Hdone'] },
];

describe('the player of the page', () => {
  it.each([null, 2])('takes the segments, and a jump shows what was there (longest pause %s)', async (idle) => {
    const world = openWorld();
    const { session, requests } = await world.record(story);
    const { store, recordings, state, log } = world;
    const replays = createReplays({ store, recordings, state, log });
    onTestFinished(() => replays.close());
    await expect.poll(() => replays.form(session), { timeout: 30_000 }).toBe('segmented');
    const url = `${await serve(replays, session)}/index.json${idle === null ? '' : `?idle=${idle}`}`;
    const player = await openPlayer({ driver: 'recording', format: 'segmented', url }, size);
    const moments = await replays.moments(session, idle);
    const output = (upTo: number) =>
      story
        .slice(0, upTo)
        .flatMap((one) => [`$ ${one.text}\r\n`, ...one.output])
        .filter((piece) => typeof piece === 'string')
        .join('');

    await player.core.seek({ marker: 3 });
    expect(player.core.getCurrentTime()).toBeCloseTo(moments.get(requests[3]!)!, 6);
    expect(await player.picture()).toEqual(await shown(`${output(3)}$ last\r\n`));
    await player.core.seek(moments.get(requests[1]!)!);
    expect(await player.picture()).toEqual(await shown(`${output(1)}$ edit\r\n`));
    await player.core.seek(moments.get(requests[2]!)!);
    expect(await player.picture()).toEqual(await shown(`${output(2)}$ third\r\n`));
    await player.core.seek('100%');
    expect((await player.picture())[1]).toMatch(/^done/);
    expect(player.core.getDuration()).toBeGreaterThan(idle === null ? 30 : 2);
    expect(player.said).toEqual([]);
  });

  it('takes a small cast whole, at the same moments', async () => {
    const world = openWorld();
    const { session, requests } = await world.record(
      [
        { text: 'sleep 60', output: ['a\n', 60_000_000, 'b\n'] },
        { text: 'id', output: ['c\n'] },
      ],
      { pty: false },
    );
    const { store, recordings, state, log } = world;
    const replays = createReplays({ store, recordings, state, log });
    const player = await openPlayer({ driver: 'recording', url: `${await serve(replays, session)}/cast?idle=2` }, size);
    const moment = (await replays.moments(session, 2)).get(requests[1]!)!;
    expect(moment).toBeLessThan(3);
    await player.core.seek({ marker: 1 });
    // The player takes what comes within a sixtieth of a second as one.
    expect(Math.abs(player.core.getCurrentTime() - moment)).toBeLessThan(0.1);
    await player.core.seek('100%');
    expect(await player.picture()).toEqual(await shown('$ sleep 60\r\na\r\nb\r\n$ id\r\nc\r\n'));
    expect(player.said).toEqual([]);
  });

  it('follows a session over a WebSocket, from its current screen to its end', async () => {
    const screens = createLiveScreens();
    const sink = screens.open('ses_1', size);
    const print = (text: string) => sink.write({ type: 'output', stream: 'stdout', bytes: Buffer.from(text) });
    await print('before \x1b[1;32m€\r\n');

    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'v1.alis' });
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const joined = new Promise<void>((resolve) => {
      server.on('connection', async (socket) => {
        const encoder = createAlisEncoder();
        const follow = await screens.follow('ses_1', {
          event: (time, event) => socket.send(encoder.event(time, event)),
          ended: () => {
            socket.send(alisEnd);
            socket.close();
          },
        });
        socket.send(alisMagic);
        socket.send(encoder.reset(follow!));
        resolve();
      });
    });
    const { port } = server.address() as AddressInfo;
    const player = await openPlayer({ driver: 'websocket', url: `ws://127.0.0.1:${port}`, bufferTime: 0 }, size);
    await player.core.play();
    await joined;
    await print('after\r\n');
    await sink.write({ type: 'marker', label: '#1 ls [req_1]' });
    await sink.write({ type: 'resize', cols: 100, rows: 30 });
    await print('wide');
    await sink.close();
    await expect.poll(() => player.ended, { timeout: 10_000 }).toBe(true);
    expect(await player.picture()).toEqual(
      await shown('before \x1b[1;32m€\r\nafter\r\n', { cols: 100, rows: 30 }, 'wide'),
    );
    expect(player.markers).toEqual(['#1 ls [req_1]']);
    expect(player.said).toEqual([]);
  });
});
