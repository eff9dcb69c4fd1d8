import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLiveScreens } from '../../../../src/sinks/live/live-screens.ts';
import type { Follower } from '../../../../src/sinks/live.ts';
import type { SessionEvent, Sink } from '../../../../src/sinks/sink.ts';
import type { ScreenSize } from '../../../../src/terminal/emulator.ts';
import { drawn, outputPiece } from '../../../support/picture.ts';

const size: ScreenSize = { cols: 20, rows: 6 };

const print = (text: string | Buffer, stream: 'stdout' | 'stderr' = 'stdout') =>
  ({ type: 'output', stream, bytes: Buffer.from(text as string) }) as const;

/** What changes the picture. */
function stepsOf(events: readonly SessionEvent[]): (string | ScreenSize)[] {
  return events.flatMap((event): (string | ScreenSize)[] => {
    if (event.type === 'output' && event.bytes.length > 0) return [Buffer.from(event.bytes).toString()];
    return event.type === 'resize' ? [{ cols: event.cols, rows: event.rows }] : [];
  });
}

/** Remembers what it is told, as a player would draw it. */
function createPlayer() {
  const told: SessionEvent[] = [];
  const times: number[] = [];
  const { promise: over, resolve } = Promise.withResolvers<void>();
  let ended = 0;
  const follower: Follower = {
    event: (time, event) => {
      times.push(time);
      told.push(event);
    },
    ended: () => {
      ended += 1;
      resolve();
    },
  };
  const steps = () => stepsOf(told);
  return {
    follower,
    told,
    times,
    steps,
    over,
    get ended() {
      return ended;
    },
  };
}

function openSession(terminal: ScreenSize | null = size) {
  let now = 5_000_000;
  const screens = createLiveScreens({ micros: () => now });
  const sink: Sink = screens.open('ses_1', terminal);
  return { screens, sink, pass: (micros: number) => (now += micros) };
}

describe('following a session', () => {
  it('shows a late joiner the screen of one who watched from the start, wherever they come in', async () => {
    const event = fc.oneof(
      { weight: 9, arbitrary: outputPiece.map((text) => print(text)) },
      fc.record({
        type: fc.constant('resize' as const),
        cols: fc.integer({ min: 4, max: 40 }),
        rows: fc.integer({ min: 2, max: 10 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), fc.nat(), fc.boolean(), async (events, place, alone) => {
        const { screens, sink } = openSession();
        const player = createPlayer();
        if (!alone) await screens.follow('ses_1', createPlayer().follower);
        const cut = place % (events.length + 1);
        for (const one of events.slice(0, cut)) void sink.write(one);
        const joining = screens.follow('ses_1', player.follower);
        for (const one of events.slice(cut)) void sink.write(one);
        const { screen } = (await joining)!;
        await sink.close();
        await player.over;
        expect(player.steps()).toEqual(stepsOf(events.slice(cut)));
        // A size that changed before anybody looked is known as it is now; how lines broke then is not.
        const resized = events.slice(0, cut).some(({ type }) => type === 'resize');
        if (alone && resized) return;
        expect(await drawn(screen, screen.init, ...player.steps())).toEqual(await drawn(size, ...stepsOf(events)));
      }),
      { numRuns: 120 },
    );
  });

  it('shows the current screen also when nobody looked before', async () => {
    const { screens, sink } = openSession();
    void sink.write(print('one\r\n\x1b[31mtwo\x1b[?25l'));
    const late = createPlayer();
    const { screen } = (await screens.follow('ses_1', late.follower))!;
    expect(screen).toMatchObject(size);
    expect(await drawn(size, screen.init)).toEqual(await drawn(size, 'one\r\n\x1b[31mtwo'));
    expect(screen.init).toContain('\x1b[?25l');
  });

  it.each([
    ['lines', Array.from({ length: 9000 }, (_, line) => `\x1b[3${line % 8}mline ${line}\x1b[0m €\r\n`)],
    [
      'a full screen',
      [
        'shell$ top\x1b[?1049h',
        ...Array.from({ length: 9000 }, (_, row) => `\x1b[${(row % 6) + 1};1Hrow ${row} €\x1b[K`),
      ],
    ],
    [
      'screens that were cleared',
      Array.from({ length: 9000 }, (_, page) => (page % 500 === 0 ? `\x1b[H\x1b[2Jpage ${page}` : ' more words')),
    ],
  ])('shows the screen also when more %s came than is kept', async (_, output) => {
    const { screens, sink } = openSession();
    for (const text of output) void sink.write(print(text));
    const { screen } = (await screens.follow('ses_1', createPlayer().follower))!;
    expect(await drawn(size, screen.init)).toEqual(await drawn(size, output.join('')));
  });

  it('cuts output at character borders, each stream for itself', async () => {
    const { screens, sink } = openSession();
    const player = createPlayer();
    await screens.follow('ses_1', player.follower);
    const [euro, pound] = [Buffer.from('€'), Buffer.from('£')];
    for (const [bytes, stream] of [
      [euro.subarray(0, 2), 'stdout'],
      [pound.subarray(0, 1), 'stderr'],
      [euro.subarray(2), 'stdout'],
      [pound.subarray(1), 'stderr'],
      [Buffer.from([0xe2]), 'stdout'],
    ] as const) {
      void sink.write(print(bytes, stream));
    }
    void sink.write({ type: 'marker', label: '#1' });
    await expect.poll(() => player.told.length).toBe(4);
    expect(player.steps()).toEqual(['€', '£', '\ufffd']);
    expect(player.told[3]).toEqual({ type: 'marker', label: '#1' });
  });

  it('gives line feeds their return where no terminal did', async () => {
    const { screens, sink } = openSession(null);
    void sink.write(print('one\r\ntwo\nthree\r'));
    const player = createPlayer();
    const { screen } = (await screens.follow('ses_1', player.follower))!;
    void sink.write(print('\nfour\n'));
    await sink.close();
    await player.over;
    expect(player.steps()).toEqual(['\nfour\r\n']);
    expect(await drawn(screen, screen.init, ...player.steps())).toEqual(
      await drawn({ cols: 80, rows: 24 }, 'one\r\ntwo\r\nthree\r\nfour\r\n'),
    );
  });

  it('tells µs since the recording began', async () => {
    const { screens, sink, pass } = openSession();
    pass(1500);
    const player = createPlayer();
    const joining = screens.follow('ses_1', player.follower);
    pass(500);
    void sink.write(print('a'));
    expect((await joining)?.time).toBe(1500);
    pass(7);
    void sink.write({ type: 'exit', status: 0 });
    await expect.poll(() => player.times).toEqual([2000, 2007]);
  });

  it('loses nothing when much more comes than can be drawn', async () => {
    const { screens, sink } = openSession();
    const piece = `${'x'.repeat(1000)}\r\n`.repeat(1000);
    for (let count = 0; count < 3; count++) void sink.write(print(piece));
    const player = createPlayer();
    const joining = screens.follow('ses_1', player.follower);
    // Beyond what may wait: the screen is taken anew.
    for (let count = 0; count < 12; count++) void sink.write(print(piece));
    void sink.write(print('\x1b[2J\x1b[Hlast'));
    const { screen } = (await joining)!;
    await sink.close();
    await player.over;
    const picture = await drawn(screen, screen.init, ...player.steps());
    expect(picture[1]).toBe('last················');
  });

  it('drops a follower that throws, and goes on with the others', async () => {
    const { screens, sink } = openSession();
    const player = createPlayer();
    let calls = 0;
    const broken: Follower = {
      event: () => {
        calls += 1;
        throw new Error('gone');
      },
      ended: () => {},
    };
    await Promise.all([screens.follow('ses_1', broken), screens.follow('ses_1', player.follower)]);
    void sink.write(print('a'));
    void sink.write(print('b'));
    await expect.poll(() => player.steps()).toEqual(['a', 'b']);
    expect(calls).toBe(1);
  });

  it('tells a follower that left nothing more, and knows no session that is over', async () => {
    const { screens, sink } = openSession();
    const player = createPlayer();
    const follow = await screens.follow('ses_1', player.follower);
    follow?.close();
    follow?.close();
    void sink.write(print('a'));
    await sink.close();
    expect(await screens.follow('ses_1', player.follower)).toBeNull();
    expect([player.told, player.ended]).toEqual([[], 0]);
  });
});
