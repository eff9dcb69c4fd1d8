// The operator's console: how long a frame takes with 200 requests pending, and what five open consoles cost.
import { PassThrough } from 'node:stream';
import { systemClock } from '../../src/core/clock.ts';
import { createLog } from '../../src/core/log.ts';
import type { ConsoleParts } from '../../src/fronts/console/parts.ts';
import type { Client } from '../../src/fronts/front.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { createLiveScreens } from '../../src/sinks/live/live-screens.ts';
import { createFakeDesk, type FakeDesk, makeCard } from '../support/fake-desk.ts';
import { median, printTable } from './measure.ts';

const operator: Identity = {
  kind: 'operator',
  name: 'maria',
  owner: 'maria',
  roles: [],
  groups: [],
  targets: ['*'],
  attended: true,
};
const pending = 200;
const seconds = 8;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function benchConsole(): Promise<void> {
  // React's development build would be measured otherwise; and the compiled console, for Node reads no .tsx.
  process.env.NODE_ENV = 'production';
  const built = new URL('../../dist/fronts/console/console.js', import.meta.url);
  const { openConsole } = (await import(built.href)) as {
    openConsole(client: Client, parts: ConsoleParts): Promise<void>;
  };
  const shutdown = new AbortController();
  const desk = createFakeDesk();
  for (let index = 0; index < pending; index += 1) desk.ask(newCard(`req_${index}`));
  const parts: ConsoleParts = {
    desk,
    screens: createLiveScreens(),
    clock: systemClock,
    log: createLog('silent'),
    reload: async () => ({ swapped: true, lines: [] }),
    watched: async () => {},
    web: null,
    shutdown: shutdown.signal,
  };
  const open = () => {
    const channel = createChannel();
    const ended = openConsole(channel.client, parts);
    return { channel, ended };
  };

  const first = open();
  await pause(1500);
  const frames: number[] = [];
  for (let press = 0; press < 60; press += 1) {
    const drawn = first.channel.drawn();
    const began = performance.now();
    first.channel.type(press % 2 === 0 ? '\x1b[B' : '\x1b[A');
    await drawn;
    frames.push(performance.now() - began);
    await pause(60);
  }
  const seats = [first, ...Array.from({ length: 4 }, open)];
  await pause(1500);
  const before = process.cpuUsage();
  for (let tick = 0; tick < seconds * 4; tick += 1) {
    changeOne(desk, tick);
    await pause(250);
  }
  const used = process.cpuUsage(before);
  shutdown.abort();
  await Promise.all(seats.map(({ ended }) => ended));

  const share = (used.user + used.system) / 1e6 / seconds;
  console.log(`\nconsole: ${pending} pending, 120×40, drawn into memory`);
  printTable([
    ['', 'measured', 'goal'],
    ['key → bytes of the frame, p50', `${median(frames).toFixed(1)} ms`, '< 50 ms'],
    ['five consoles, 4 updates/s', `${(100 * share).toFixed(1)} % of a core`, '< 20 %'],
  ]);
}

const newCard = (request: string) => makeCard({ request }, systemClock.micros(), 100);

function changeOne(desk: FakeDesk, tick: number): void {
  const request = `req_${tick % pending}`;
  desk.settle(request, { kind: 'expired', seconds: 100 });
  desk.ask(newCard(request));
}

function createChannel() {
  const input = new PassThrough();
  let wake = () => {};
  const client: Client = {
    identity: operator,
    proof: { method: 'public-key', fingerprint: 'SHA256:x' },
    connection: 'con_1',
    address: '127.0.0.1:1',
    target: 'console',
    request: { kind: 'shell' },
    terminal: { type: 'xterm-256color', cols: 120, rows: 40 },
    environment: {},
    nonce: null,
    reason: null,
    wait: null,
    input,
    gone: new AbortController().signal,
    dismissed: new AbortController().signal,
    write: () => wake(),
    onResize: () => {},
    onSignal: () => {},
    exit: async () => {},
    abandon: () => {},
  };
  return {
    client,
    type: (keys: string) => void input.write(keys),
    drawn: () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
  };
}
