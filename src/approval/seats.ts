// The live sessions: who is in, what runs, how much it prints; and the handles to stop them.
import type { Clock } from '../core/clock.ts';
import type { LiveSession, SessionControls, SessionEntry, SessionSeat } from './approval.ts';

export interface Seats {
  enter(entry: SessionEntry, controls: SessionControls): SessionSeat;
  find(session: string): { readonly entry: SessionEntry; readonly controls: SessionControls } | null;
  /** With the controls, for what stops many. */
  all(): readonly { readonly entry: SessionEntry; readonly controls: SessionControls }[];
  list(): readonly LiveSession[];
}

interface Seat {
  readonly entry: SessionEntry;
  readonly controls: SessionControls;
  readonly opened: string;
  running: LiveSession['running'];
  readonly rate: Rate;
}

export function createSeats(clock: Clock, changed: () => void): Seats {
  const seats = new Map<string, Seat>();
  return {
    enter(entry, controls) {
      const seat: Seat = { entry, controls, opened: clock.now(), running: null, rate: createRate(clock) };
      seats.set(entry.id, seat);
      changed();
      return {
        began(request, statement) {
          seat.running = { request, statement, since: clock.micros() };
          changed();
        },
        ended() {
          seat.running = null;
          changed();
        },
        printed: seat.rate.add,
        leave() {
          seats.delete(entry.id);
          changed();
        },
      };
    },
    find: (session) => seats.get(session) ?? null,
    all: () => [...seats.values()],
    list: () =>
      [...seats.values()].map(({ entry, opened, running, rate }) => ({ ...entry, opened, running, rate: rate.last() })),
  };
}

interface Rate {
  add(bytes: number): void;
  /** Bytes in the last whole second. */
  last(): number;
}

/** Two counters and the number of a second: cheap enough for every chunk of output. */
function createRate(clock: Clock): Rate {
  let second = -1;
  let current = 0;
  let previous = 0;
  function turn() {
    const now = Math.floor(clock.micros() / 1_000_000);
    if (now === second) return;
    previous = now === second + 1 ? current : 0;
    current = 0;
    second = now;
  }
  return {
    add(bytes) {
      turn();
      current += bytes;
    },
    last() {
      turn();
      return previous;
    },
  };
}
