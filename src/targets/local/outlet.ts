// One output of a session: reads it with back-pressure, hands it on, and tells when all that was printed up to now
// has been handed on.
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createFenceStripper } from './fence.ts';

export interface OutletOptions {
  readonly source: Readable;
  readonly deliver: (bytes: Uint8Array) => void | Promise<void>;
  /** A non-blocking descriptor that writes into the same terminal or pipe as the session's programs; null for none. */
  readonly inlet: number | null;
  /**
   * Bytes of a full read: a terminal gives no more at a time, and Node one read a turn. Then more is coming, and is handed
   * on together, so that everything behind has a sixteenth of the work. Null: each read by itself.
   */
  readonly fullRead: number | null;
  /** Called when `inlet` takes nothing although everything was read: the terminal was stopped (ctrl-S). */
  readonly restart?: () => void;
}

export interface Outlet {
  /** Resolves when everything printed before the call was delivered, or when nothing came for 2 s. */
  settle(): Promise<void>;
  /** Resolves at the end of the output (all writers are gone). */
  readonly ended: Promise<void>;
  /** Reads no further and writes nothing more to `inlet`, which may be closed from now on. */
  close(): void;
}

/** What is gathered is handed on above this, or after a moment. */
const plenty = 64 * 1024; // bytes
const moment = 2; // ms

const patience = { restart: 50, giveUp: 2000, retry: 5, look: 100 }; // ms; the first two without a byte, while reading

export function createOutlet({ source, deliver, inlet, fullRead, restart }: OutletOptions): Outlet {
  const stripper = createFenceStripper();
  let waiting = 0;
  let lastByte = performance.now();
  let over = false;

  const pass = (bytes: Buffer) => {
    const delivered = deliver(bytes);
    if (delivered === undefined) return;
    waiting += 1;
    source.pause();
    const proceed = () => {
      waiting -= 1;
      lastByte = performance.now();
      if (waiting === 0) source.resume();
    };
    delivered.then(proceed, proceed);
  };

  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let wake = () => {};
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  let gathered: Buffer[] = [];
  let size = 0;
  let timer: NodeJS.Timeout | null = null;
  const hand = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (size === 0) return;
    const [first] = gathered;
    const bytes = gathered.length === 1 && first !== undefined ? first : Buffer.concat(gathered, size);
    gathered = [];
    size = 0;
    stripper.feed(bytes, pass);
  };
  const finish = () => {
    if (over) return;
    over = true;
    hand();
    stripper.flush(pass);
    end();
    wake();
  };
  source.on('data', (bytes: Buffer) => {
    lastByte = performance.now();
    gathered.push(bytes);
    size += bytes.length;
    if (bytes.length !== fullRead || size >= plenty) hand();
    else timer ??= setTimeout(hand, moment);
  });
  // A terminal ends with EIO instead of end-of-file.
  source.on('error', () => {});
  source.once('close', finish);

  const fence = async (descriptor: number) => {
    // The broker writes the mark into the stream itself, after the programs: no program prints or learns it. It is an
    // escape sequence (APC) without lower case, so that neither a terminal's modes nor a screen mind it.
    const mark = Buffer.from(`\x1b_${randomBytes(16).toString('hex').toUpperCase()}\x1b\\`);
    let written = 0;
    let found = false;
    stripper.expect(mark, () => {
      found = true;
      wake();
    });
    lastByte = performance.now();
    while (!found && !over) {
      const quiet = waiting > 0 ? 0 : performance.now() - lastByte;
      if (quiet > patience.giveUp) break;
      if (written < mark.length) written += writeSome(descriptor, mark.subarray(written));
      if (written < mark.length && quiet > patience.restart) restart?.();
      await pause(written < mark.length ? patience.retry : patience.look);
    }
    if (written === 0) stripper.forget(mark, pass);
  };

  return {
    ended,
    settle: () => (inlet === null || over ? ended : fence(inlet)),
    close: () => {
      finish();
      source.destroy();
    },
  };
}

/** Bytes written without waiting; 0 when there is no room now. */
function writeSome(descriptor: number, bytes: Uint8Array): number {
  try {
    return writeSync(descriptor, bytes);
  } catch {
    return 0;
  }
}
