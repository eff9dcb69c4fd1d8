// One stream on its way out: masked once, held no longer than it must be, and never let go before it is clear.
import type { RedactLevel, SessionRedaction } from '../redaction/levels.ts';
import type { StreamRedactor } from '../redaction/redaction.ts';
import type { MaskCounts } from '../store/events.ts';

/** After this pause (ms) what is no candidate leaves; after the other candidates are masked as they stand. */
const idlePause = 20;
const capPause = 500;
/** The same where nothing may be rewritten: a protocol waits for its answers. */
const transferPause = 5;
/** What is held is looked at with so many bytes before its end: the name of a value may have left. */
const context = 4096;

export interface MaskedStream {
  /** A promise asks to wait. */
  feed(bytes: Uint8Array): void | Promise<void>;
  /** What is held leaves: all of it (`end`), or with candidates masked because more may follow (`cap`). */
  flush(reason: 'cap' | 'end'): void | Promise<void>;
  /** From here on masked like this; null: as usual. What came before leaves first. */
  redactAs(level: RedactLevel | null): void;
  /**
   * From here on nothing is rewritten: bytes leave as they are until a value is found that must not leave. Then `found`
   * is told its kind, and nothing follows until `redactAs`. By default only known values and tokens count.
   */
  carry(found: (kind: string) => void, watch?: StreamRedactor): void;
  /** Masks so far, by rule. */
  counts(): MaskCounts;
  /** Stops its clock. */
  close(): void;
}

/** @param columns width of the terminal now; a value may go on in the next row only where a row is full */
export function createMaskedStream(
  redaction: SessionRedaction,
  leave: (bytes: Uint8Array) => void | Promise<void>,
  columns?: () => number | undefined,
): MaskedStream {
  const usual = redaction.stream(null, columns);
  let current = usual;
  let stopped: ((kind: string) => void) | null = null;
  let over = false;
  let timer: NodeJS.Timeout | null = null;
  let fed = 0;
  let flushed = false;
  const retired = new Map<string, number>();
  /** Where nothing is rewritten: the last bytes that came, all that is held among them, and how much of that has left. */
  let tail: Buffer = Buffer.alloc(0);
  let ahead = 0;

  function stop(kind: string) {
    over = true;
    stopped?.(kind);
  }

  function out(bytes: Uint8Array): void | Promise<void> {
    if (over) return undefined;
    const [found] = stopped === null ? [] : current.counts.keys();
    if (found !== undefined) return stop(found);
    const left = Math.min(ahead, bytes.length);
    ahead -= left;
    return leave(left === 0 ? bytes : bytes.subarray(left));
  }

  /**
   * A protocol may wait for an answer to what is held: unless it is a finding as it stands it leaves, and is still looked
   * at together with what follows.
   */
  function letPass() {
    const text = tail.toString('utf8');
    const held = tail.subarray(tail.length - current.held);
    const clear = text.length - held.toString('utf8').length;
    const found = current.find(text).find(({ end }) => end > clear);
    const bytes = held.subarray(ahead);
    ahead = held.length;
    if (over) return;
    if (found === undefined) void leave(bytes);
    else stop(found.kind);
  }

  function keepTail(bytes: Uint8Array) {
    const length = Math.max(context, current.held);
    const all = bytes.length >= length ? bytes : Buffer.concat([tail, bytes]);
    tail = Buffer.from(all.subarray(Math.max(0, all.length - length)));
  }

  /** One look at a time, not a timer per write. */
  function watch() {
    if (timer !== null || current.held === 0) return;
    timer = setTimeout(look, stopped === null ? idlePause : transferPause);
  }

  function look() {
    timer = null;
    const quiet = performance.now() - fed;
    const first = stopped === null ? idlePause : transferPause;
    if (quiet >= capPause && stopped !== null) return letPass();
    if (quiet >= capPause) void out(current.flush('cap'));
    else if (quiet >= first && !flushed) {
      flushed = true;
      void out(current.flush('idle'));
    }
    if (current.held === 0) return;
    timer = setTimeout(look, Math.max(1, (flushed ? capPause : first) - quiet));
  }

  function retire(next: StreamRedactor) {
    if (current === next) return;
    void out(current.flush('end'));
    if (current !== usual) add(retired, current.counts);
    current = next;
    stopped = null;
    over = false;
    tail = Buffer.alloc(0);
    ahead = 0;
  }

  return {
    feed(bytes) {
      fed = performance.now();
      flushed = false;
      const clear = current.feed(bytes);
      if (stopped !== null) keepTail(bytes);
      const wait = out(clear);
      watch();
      return wait;
    },
    flush: (reason) => out(current.flush(stopped === null ? reason : 'end')),
    redactAs: (level) => retire(level === null ? usual : redaction.stream(level, columns)),
    carry(found, watch = redaction.watch()) {
      retire(watch);
      stopped = found;
    },
    counts() {
      const all = new Map(retired);
      for (const one of new Set([usual, current])) add(all, one.counts);
      return Object.fromEntries(all);
    },
    close: () => clearTimeout(timer ?? undefined),
  };
}

function add(to: Map<string, number>, counts: ReadonlyMap<string, number>): void {
  for (const [kind, count] of counts) to.set(kind, (to.get(kind) ?? 0) + count);
}

/** What was added to `before` since. */
export function countedSince(before: MaskCounts, now: MaskCounts): MaskCounts {
  const entries = Object.entries(now).map(([kind, count]) => [kind, count - (before[kind] ?? 0)] as const);
  return Object.fromEntries(entries.filter(([, count]) => count > 0));
}
