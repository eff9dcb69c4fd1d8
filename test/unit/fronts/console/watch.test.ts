import { describe, expect, it } from 'vitest';
import { createLiveScreens } from '../../../../src/sinks/live/live-screens.ts';
import { takeSeat } from '../../../support/console-bench.ts';
import { person } from '../../../support/console-door.ts';
import { createFakeDesk } from '../../../support/fake-desk.ts';

/** A seat and a session with a screen. */
function seatAtSession(command?: string) {
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
});
