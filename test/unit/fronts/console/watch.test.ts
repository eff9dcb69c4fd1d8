import { describe, expect, it } from 'vitest';
import { openConsole } from '../../../../src/fronts/console/console.ts';
import { createLiveScreens } from '../../../../src/sinks/live/live-screens.ts';
import { createFakeChannel, takeSeat } from '../../../support/console-bench.ts';
import { makeParts, person } from '../../../support/console-door.ts';
import { createFakeDesk } from '../../../support/fake-desk.ts';

function deskWithSession() {
  const desk = createFakeDesk();
  desk.live.push({
    id: 'ses_1',
    agent: 'coder',
    owner: 'maria',
    target: 'web-1',
    connection: 'con_1',
    mode: 'interactive',
    level: 'line-checked',
    opened: '2026-11-21T11:00:00.000Z',
    running: null,
    rate: 0,
  });
  return desk;
}

/** A seat and a session with a screen. */
function seatAtSession(command?: string) {
  const desk = deskWithSession();
  const screens = createLiveScreens();
  const sink = screens.open('ses_1', { cols: 60, rows: 10 });
  const print = (text: string) => void sink.write({ type: 'output', stream: 'stdout', bytes: Buffer.from(text) });
  const watched: string[] = [];
  print('$ top\r\n\x1b[2J\x1b[Hload 0.1 \x1b[8msecret\x1b[0m \x1b[32mgreen\x1b[0m');
  const seat = takeSeat({
    desk,
    identity: person('auditor'),
    parts: { screens, watched: async (id, by) => void watched.push(`${by.name} ${id}`) },
    ...(command === undefined ? {} : { command }),
  });
  return { ...seat, sink, print, watched };
}

describe('watching a session', () => {
  it('shows a late joiner the screen at once, follows it, and is on record', async () => {
    const seat = seatAtSession();
    await seat.shows(/sessions 1/);
    seat.type('\t');
    await seat.shows(/▸ coder → web-1/);
    seat.type('w');
    await seat.shows(/watching coder → web-1 {2}ses_1 {2}60×10/);
    await seat.shows(/load 0\.1 {8}green/);
    expect(seat.watched).toEqual(['auditor ses_1']);
    seat.print('\x1b[Hload 9.9');
    await seat.shows(/load 9\.9/);
    await seat.sink.close();
    await seat.shows(/ended coder/);
    expect(seat.sent()).not.toMatch(/secret|\x1b\[8m|\x1b\[(?:\d+;)*8(?:;\d+)*m/);
    seat.type('q');
    await seat.shows(/agent → target/);
    seat.type('q');
    expect(await seat.ended).toBe(0);
  });

  it('opens at once with `ssh -t console@… watch ID`', async () => {
    const seat = seatAtSession('watch ses_1');
    await seat.shows(/load 0\.1/);
    expect(seat.watched).toEqual(['auditor ses_1']);
  });

  it('cuts off a viewer that does not read for long', async () => {
    let reads = true;
    const channel = createFakeChannel({
      command: 'watch ses_1',
      terminal: { cols: 200, rows: 64 },
      write: () => (reads ? undefined : new Promise<void>(() => {})),
    });
    const desk = deskWithSession();
    const screens = createLiveScreens();
    const sink = screens.open('ses_1', { cols: 200, rows: 60 });
    const over = openConsole(channel.client, makeParts({ desk, screens }));
    await expect.poll(() => desk.listeners).toBe(1);
    reads = false;
    for (let round = 0; desk.listeners > 0 && round < 100; round++) {
      const colourful = Array.from({ length: 12_000 }, (_, cell) => `\x1b[38;5;${(cell * 7 + round) % 256}m#`).join('');
      await sink.write({ type: 'output', stream: 'stdout', bytes: Buffer.from(`\x1b[H${colourful}`) });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await channel.ended).toBe(70);
    await over;
  });
});
