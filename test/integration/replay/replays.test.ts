import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buffer, json } from 'node:stream/consumers';
import { zstdDecompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newId } from '../../../src/core/ids.ts';
import type { ReplayFile, Replays } from '../../../src/replay/replay.ts';
import { createReplays, type ReplayParts } from '../../../src/replay/replays.ts';
import { openWorld } from '../../support/recorded-world.ts';

const big = Array.from({ length: 2400 }, (_, line) => `line ${line} ${'x'.repeat(1000)}\r\n`);

function openReplays(world: ReturnType<typeof openWorld>, options: Partial<ReplayParts> = {}): Replays {
  const { store, recordings, state, log } = world;
  const replays = createReplays({ store, recordings, state, log, limit: 100_000, ...options });
  onTestFinished(() => replays.close());
  return replays;
}

async function bodyOf(file: ReplayFile | null): Promise<string> {
  const stored = await buffer(file!.open());
  expect(stored.length).toBe(file?.bytes);
  return (file?.encoding === 'zstd' ? zstdDecompressSync(stored) : stored).toString();
}

const parsed = async (file: ReplayFile | null) => JSON.parse(await bodyOf(file));

const untilSegmented = (replays: Replays, session: string) =>
  expect.poll(() => replays.form(session), { timeout: 30_000 }).toBe('segmented');

describe('the replay of a recording', () => {
  it('is the whole cast when it is small, byte for byte', async () => {
    const world = openWorld();
    const { session, file, requests, began } = await world.record([{ text: 'ls', output: ['a\r\n'] }, { text: 'id' }]);
    const replays = openReplays(world);
    expect(await replays.form(session)).toBe('whole');
    for (const name of ['cast', 'recording']) {
      expect(await bodyOf(await replays.file(session, name))).toBe(readFileSync(file, 'utf8'));
    }
    expect(await replays.file(session, 'index.json')).toBeNull();
    expect([...(await replays.moments(session))]).toEqual(requests.map((request, index) => [request, began[index]]));
  });

  it('of a session without a terminal gets its returns for the player, and none as a file', async () => {
    const world = openWorld();
    const { session, file } = await world.record([{ text: 'ls', output: ['a\nb\n', Buffer.from([0xff])] }], {
      pty: false,
    });
    const replays = openReplays(world);
    expect(await bodyOf(await replays.file(session, 'recording'))).toBe(readFileSync(file, 'utf8'));
    const cast = await bodyOf(await replays.file(session, 'cast'));
    expect(cast).toContain('a\\r\\nb\\r\\n');
    expect(cast).not.toContain('"ostiary"');
  });

  it('leaves long pauses out of a cast and of the moments alike', async () => {
    const world = openWorld();
    const { session, requests } = await world.record([
      { text: 'sleep 60', output: [60_000_000, 'up'] },
      { text: 'id' },
    ]);
    const replays = openReplays(world);
    const lines = (await bodyOf(await replays.file(session, 'cast', 2))).trim().split('\n').slice(1);
    let time = 0;
    const markers = lines.flatMap((line) => {
      const [interval, code] = JSON.parse(line) as [number, string];
      time += interval;
      return code === 'm' ? [time] : [];
    });
    expect(markers[1]).toBeCloseTo(2.003, 6);
    expect((await replays.moments(session, 2)).get(requests[1]!)).toBeCloseTo(markers[1]!, 6);
    expect((await replays.moments(session)).get(requests[1]!)).toBeCloseTo(60.003, 6);
  });

  it('is made of segments when it is big: prepared once, then there for every broker', async () => {
    const world = openWorld();
    const { session, requests } = await world.record([
      { text: 'first', output: big },
      { text: 'sleep 60', output: [60_000_000, ...big] },
      { text: 'last' },
    ]);
    const replays = openReplays(world);
    expect(await replays.form(session)).toBe('preparing');
    await untilSegmented(replays, session);
    const folder = join(world.state, 'replay', session);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(await openReplays(world).form(session)).toBe('segmented');

    for (const idle of [null, 2]) {
      const index = await parsed(await replays.file(session, 'index.json', idle));
      const moments = await replays.moments(session, idle);
      expect(index.markers.map(([time]: [number]) => time)).toEqual(requests.map((request) => moments.get(request)));
      expect(index.duration).toBeGreaterThan(idle === null ? 60 : 2);
      expect(index.duration).toBeLessThan(idle === null ? 61 : 3);
      let last = 0;
      const names = readdirSync(folder).filter((name) => name.endsWith('.zst'));
      expect(index.segments.length).toBe(names.length);
      for (const [number, { start, url }] of index.segments.entries()) {
        expect(url).toBe(`${number}.json${idle === null ? '' : '?idle=2'}`);
        const segment = await parsed(await replays.file(session, `${number}.json`, idle));
        const times = segment.events.map(([time]: [number]) => time);
        if (number > 0) expect([times[0], times[0] > last]).toEqual([start, true]);
        expect(times).toEqual(times.toSorted((one: number, other: number) => one - other));
        last = times.at(-1);
      }
      expect(last).toBe(index.duration);
    }
    expect(await replays.file(session, '999.json')).toBeNull();
    await replays.forget(session);
    expect(existsSync(folder)).toBe(false);
  });

  it('is segmented anew when the cast is another one, and when a crash left half an index', async () => {
    const world = openWorld();
    const { session, file } = await world.record([{ text: 'first', output: big }]);
    const replays = openReplays(world);
    await replays.form(session);
    await untilSegmented(replays, session);
    const index = join(world.state, 'replay', session, 'index.json');
    const before = JSON.parse(readFileSync(index, 'utf8'));
    writeFileSync(file, readFileSync(file, 'utf8').replace('"first', '"other'), { flag: 'r+' });
    expect(await replays.form(session)).toBe('preparing');
    await untilSegmented(replays, session);
    expect(JSON.parse(readFileSync(index, 'utf8')).source).not.toEqual(before.source);

    writeFileSync(index, '{"version":1,"source":{');
    expect(await openReplays(world).form(session)).toBe('preparing');
  });

  it('leaves no index behind when it is stopped half way', async () => {
    const world = openWorld();
    const { session } = await world.record([{ text: 'first', output: [...big, ...big] }]);
    const replays = openReplays(world);
    replays.prepare(session);
    await expect.poll(() => existsSync(join(world.state, 'replay', session)), { interval: 5 }).toBe(true);
    await replays.close();
    expect(existsSync(join(world.state, 'replay', session, 'index.json'))).toBe(false);
    const again = openReplays(world);
    again.prepare(session);
    await untilSegmented(again, session);
  });

  it('is stopped when it is to be forgotten while it is made', async () => {
    const world = openWorld();
    const { session } = await world.record([{ text: 'first', output: [...big, ...big] }]);
    const replays = openReplays(world);
    replays.prepare(session);
    await expect.poll(() => existsSync(join(world.state, 'replay', session)), { interval: 5 }).toBe(true);
    await replays.forget(session);
    expect(existsSync(join(world.state, 'replay', session))).toBe(false);
    expect(await replays.form(session)).toBe('preparing');
    await untilSegmented(replays, session);
  });

  it('falls back to the whole cast when no index can be made of it', async () => {
    const world = openWorld();
    const { session, file } = await world.record([{ text: 'first', output: big }]);
    writeFileSync(file, `${readFileSync(file, 'utf8')}no event\n`);
    const replays = openReplays(world);
    expect(await replays.form(session)).toBe('preparing');
    await expect.poll(() => replays.form(session), { timeout: 30_000 }).toBe('whole');
  });

  it('of a session that goes on is what is on disk so far', async () => {
    const world = openWorld();
    const { session, recorder, requests } = await world.record([{ text: 'first', output: big }], { close: false });
    const replays = openReplays(world);
    expect(await replays.form(session)).toBe('whole');
    expect([...(await replays.moments(session)).keys()]).toEqual(requests);
    const request = newId('req');
    await recorder.write({ type: 'marker', label: `#2 next [${request}]` });
    await recorder.sync();
    expect([...(await replays.moments(session)).keys()]).toEqual([...requests, request]);
  });

  it('is gone when its name in the database leads elsewhere', async () => {
    const world = openWorld();
    const [one, other] = [await world.record([{ text: 'ls' }]), await world.record([{ text: 'ls' }])];
    writeFileSync(join(world.folder, 'secret.cast'), readFileSync(one.file));
    const recording = relative(world.recordings, one.file);
    const ways = ['../secret.cast', '/etc/passwd', relative(world.recordings, other.file), `x/../${recording}`, ''];
    for (const way of [recording, ...ways]) {
      const row = { ...world.store.session(one.session)!, recording: way };
      const replays = openReplays({ ...world, store: { ...world.store, session: () => row } });
      expect(await replays.form(one.session), way).toBe(way === recording ? 'whole' : 'gone');
      expect((await replays.file(one.session, 'recording')) === null, way).toBe(way !== recording);
    }
  });

  it('is gone when the file is, and knows no session but those of the store', async () => {
    const world = openWorld();
    const { session, file } = await world.record([{ text: 'ls' }]);
    const replays = openReplays(world);
    writeFileSync(join(world.recordings, 'secret.json'), '{}');
    for (const id of [newId('ses'), '../secret', '', 'ses_', `${session}/..`]) {
      expect(await replays.form(id)).toBe('gone');
      expect(await replays.file(id, 'cast')).toBeNull();
    }
    for (const name of [
      '../cast',
      'cast/',
      'Cast',
      '',
      '1.json/..',
      '-1.json',
      '1234567.json',
      '0.json.zst',
      '..',
      'index.json\0',
    ]) {
      expect(await replays.file(session, name)).toBeNull();
    }
    chmodSync(file, 0o600);
    writeFileSync(file, '');
    expect(await json((await replays.file(session, 'recording'))!.open()).catch(() => 'empty')).toBe('empty');
    const { rmSync } = await import('node:fs');
    rmSync(file);
    expect(await replays.form(session)).toBe('gone');
    expect([...(await replays.moments(session))]).toEqual([]);
  });
});
