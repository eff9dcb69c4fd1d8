// Plays a recording on a terminal: its pace, pauses, jumps and steps. What may reach the terminal is the screen's affair.
import type { Readable, Writable } from 'node:stream';
import type { TimedEvent } from '../asciicast/cast.ts';
import { faults } from '../core/errors.ts';
import { listenToKeys, type PlayerCommand } from './player-keys.ts';
import type { Cast } from './read-cast.ts';
import { createScreen } from './screen.ts';

export interface PlayOptions {
  /** 1 is as recorded, 2 twice as fast; finite and above 0. */
  readonly speed: number;
  /** Longest wait between two events in seconds of the recording; Infinity for none. */
  readonly idleLimit: number;
  /** Start at this many seconds of the recording. */
  readonly from: number;
  /** Start at this marker, counted from 1; wins over `from`. */
  readonly fromMarker: number | null;
  /** Raw bytes of a keyboard, or null. */
  readonly input: Readable | null;
  readonly output: Writable;
  /** Ends it early, as the key `q` does. */
  readonly signal: AbortSignal;
}

const jump = 5_000_000; // µs of an arrow key
/** Within this time after a marker, "previous" means the one before; in µs. */
const markerGrace = 1_000_000;

/** Resolves at the end or when told to quit; the terminal is restored either way. @throws CAST_INVALID, MARKER_MISSING */
export async function playCast(cast: Cast, options: PlayOptions): Promise<void> {
  const screen = createScreen(options.output, cast.header.ostiary?.pty !== false);
  const keys = listenToKeys(options.input, options.signal);
  let tape = openTape(cast);
  let markers: number[] = [];
  let reached = 0;
  let position = 0;
  let paused = false;
  let anchor = performance.now();

  const setPosition = (micros: number) => {
    position = micros;
    anchor = performance.now();
  };
  const positionNow = () => (paused ? position : position + (performance.now() - anchor) * 1000 * options.speed);

  /** Milliseconds until it is due; what of a gap is longer than the idle limit is passed over. */
  const waitFor = (micros: number): number => {
    const gap = micros - positionNow();
    position += Math.max(0, gap - options.idleLimit * 1_000_000);
    return (micros - positionNow()) / 1000 / options.speed;
  };

  const advance = async (draw: (bytes: Uint8Array) => Promise<void>): Promise<TimedEvent | null> => {
    const next = await tape.take();
    reached = next?.micros ?? reached;
    if (next?.event.type === 'output') await draw(next.event.bytes);
    if (next?.event.type === 'marker') markers.push(next.micros);
    return next;
  };
  const rewind = async () => {
    await tape.close();
    tape = openTape(cast);
    markers = [];
    reached = 0;
    await screen.clear();
  };
  const seekTime = async (micros: number) => {
    if (micros < reached) await rewind();
    while (!keys.interrupted && ((await tape.peek())?.micros ?? Number.POSITIVE_INFINITY) <= micros) {
      await advance(screen.skip);
    }
    await screen.settle();
    setPosition(Math.max(0, micros));
  };
  /** Stops right after marker `count`; false when the recording ended before. */
  const seekMarker = async (count: number): Promise<boolean> => {
    if (count <= markers.length) await rewind();
    while (!keys.interrupted && markers.length < count && (await advance(screen.skip)) !== null);
    await screen.settle();
    setPosition(reached);
    return markers.length === count;
  };

  const obey = async (command: Exclude<PlayerCommand, 'quit'>) => {
    const now = positionNow();
    const passed = markers.length - (now - (markers.at(-1) ?? 0) > markerGrace ? 0 : 1);
    setPosition(now);
    if (command === 'pause') paused = !paused;
    if (command === 'forward') await seekTime(now + jump);
    if (command === 'back') await seekTime(now - jump);
    if (command === 'next-marker' && !(await seekMarker(markers.length + 1))) paused = true;
    if (command === 'previous-marker') await seekMarker(Math.max(0, passed));
    if (command === 'step') {
      paused = true;
      let next = await advance(screen.show);
      while (next !== null && next.event.type !== 'output') next = await advance(screen.show);
      setPosition(reached);
    }
  };

  const run = async () => {
    if (options.fromMarker !== null) {
      const found = await seekMarker(options.fromMarker);
      if (!found && !keys.interrupted) throw faults.markerMissing(options.fromMarker, markers.length);
    } else if (options.from > 0) await seekTime(options.from * 1_000_000);
    for (;;) {
      const next = await tape.peek();
      if (next === null && !paused) return;
      const command = await keys.next(paused || next === null ? Number.POSITIVE_INFINITY : waitFor(next.micros));
      if (command === 'quit') return;
      if (command !== null) await obey(command);
      else await advance(screen.show);
    }
  };

  try {
    await run();
  } finally {
    keys.close();
    await tape.close();
    await screen.restore();
  }
}

interface Tape {
  peek(): Promise<TimedEvent | null>;
  take(): Promise<TimedEvent | null>;
  close(): Promise<void>;
}

function openTape(cast: Cast): Tape {
  const events = cast.events();
  let ahead: TimedEvent | null | undefined;
  const peek = async () => {
    if (ahead === undefined) {
      const { done, value } = await events.next();
      ahead = done ? null : value;
    }
    return ahead;
  };
  const take = async () => {
    const next = await peek();
    if (next !== null) ahead = undefined;
    return next;
  };
  return { peek, take, close: async () => void (await events.return(undefined)) };
}
