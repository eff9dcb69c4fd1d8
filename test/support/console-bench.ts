// The console without SSH: the same screen, drawn into an emulator, with a clock that stands still.
import { PassThrough } from 'node:stream';
import headless from '@xterm/headless';
import { expect, onTestFinished } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import { openConsole } from '../../src/fronts/console/console.ts';
import type { ConsoleParts } from '../../src/fronts/console/parts.ts';
import type { Client } from '../../src/fronts/front.ts';
import type { Identity } from '../../src/identity/identity.ts';
import type { TerminalSize } from '../../src/targets/target.ts';
import { makeParts, person } from './console-door.ts';
import { createFakeDesk, type FakeDesk } from './fake-desk.ts';

export interface StillClock extends Clock {
  /** @param seconds to go on */
  pass(seconds: number): void;
}

/** Noon of a day in November, at µs 0. */
export function createStillClock(): StillClock {
  let micros = 0;
  const start = Date.parse('2026-11-21T12:00:00.000Z');
  return {
    now: () => new Date(start + micros / 1000).toISOString(),
    micros: () => micros,
    pass(seconds) {
      micros += seconds * 1_000_000;
    },
  };
}

export interface FakeChannel {
  readonly client: Client;
  /** All bytes sent to the client's stdout and stderr. */
  readonly sent: () => string;
  readonly ended: Promise<number>;
  type(keys: string): void;
  resize(size: TerminalSize): void;
  /** End of the client's input. */
  end(): void;
  vanish(): void;
}

interface ChannelOptions {
  readonly identity?: Identity;
  readonly command?: string;
  readonly terminal?: (TerminalSize & { readonly type?: string }) | null;
  /** Instead of taking what is written at once. */
  readonly write?: Client['write'];
}

export function createFakeChannel(options: ChannelOptions = {}): FakeChannel {
  const { identity = person('operator'), command, terminal = null, write } = options;
  const input = new PassThrough();
  const gone = new AbortController();
  const { promise: ended, resolve: end } = Promise.withResolvers<number>();
  let sent = '';
  let resized: (size: TerminalSize) => void = () => {};
  const client: Client = {
    identity,
    proof: { method: 'public-key', fingerprint: 'SHA256:x' },
    connection: 'con_1',
    address: '127.0.0.1:1',
    target: 'console',
    request: command === undefined ? { kind: 'shell' } : { kind: 'exec', command: Buffer.from(command) },
    terminal: terminal === null ? null : { type: 'xterm-256color', ...terminal },
    environment: {},
    nonce: null,
    reason: null,
    wait: null,
    input,
    gone: gone.signal,
    dismissed: new AbortController().signal,
    write:
      write ??
      ((_stream, bytes) => {
        sent += Buffer.from(bytes).toString();
      }),
    onResize: (listener) => {
      resized = listener;
    },
    onSignal: () => {},
    exit: async ({ status }) => end(status),
    abandon: () => end(-1),
  };
  return {
    client,
    sent: () => sent,
    ended,
    type: (keys) => void input.write(keys),
    resize: (size) => resized(size),
    end: () => void input.end(),
    vanish: () => gone.abort(),
  };
}

export interface Seat extends FakeChannel {
  readonly desk: FakeDesk;
  readonly clock: StillClock;
  readonly parts: ConsoleParts;
  /** What the screen shows, without colours; blanks at line ends dropped. */
  screen(): Promise<string>;
  /** Polls until the screen shows it. */
  shows(pattern: RegExp | string): Promise<void>;
  hides(pattern: RegExp): Promise<void>;
}

interface SeatOptions extends Omit<ChannelOptions, 'write'> {
  readonly desk?: FakeDesk;
  readonly clock?: StillClock;
  readonly parts?: Partial<ConsoleParts>;
}

/** A person at a full screen. */
export function takeSeat(options: SeatOptions = {}): Seat {
  const { desk = createFakeDesk(), clock = createStillClock() } = options;
  const terminal = options.terminal ?? { cols: 80, rows: 24 };
  const channel = createFakeChannel({ ...options, terminal });
  const parts = makeParts({ desk, clock, ...options.parts });
  const emulator = new headless.Terminal({ ...terminal, allowProposedApi: true });
  void openConsole(channel.client, parts);
  onTestFinished(async () => {
    channel.vanish();
    await channel.ended;
    emulator.dispose();
  });
  let fed = 0;
  const screen = async () => {
    const sent = channel.sent();
    const text = sent.slice(fed);
    fed = sent.length;
    await new Promise<void>((resolve) => emulator.write(text, resolve));
    const { active } = emulator.buffer;
    const line = (y: number) => active.getLine(active.baseY + y)?.translateToString(true, 0, emulator.cols) ?? '';
    return Array.from({ length: emulator.rows }, (_, y) => line(y)).join('\n');
  };
  const limits = { timeout: 10_000, interval: 20 };
  return {
    ...channel,
    desk,
    clock,
    parts,
    screen,
    shows: (pattern) => expect.poll(screen, limits).toMatch(pattern),
    hides: (pattern) => expect.poll(screen, limits).not.toMatch(pattern),
    resize(size) {
      emulator.resize(size.cols, size.rows);
      channel.resize(size);
    },
  };
}
