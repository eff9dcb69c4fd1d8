// One stream on its way out: masked once, held no longer than it must be, and never let go before it is clear.
import type { RedactLevel, SessionRedaction } from '../redaction/levels.ts';
import type { StreamRedactor } from '../redaction/redaction.ts';
import type { MaskCounts } from '../store/events.ts';
import { lookInPauses } from './pauses.ts';
import { createWatchedStream, type WatchedStream } from './watched-stream.ts';

/** After this pause (ms) what is no candidate leaves; after the last look the other candidates are masked as they stand. */
const firstPause = 20;

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
  /** Where nothing is rewritten: by `current`. */
  let watched: WatchedStream | null = null;
  const retired = new Map<string, number>();
  const pauses = lookInPauses({
    first: firstPause,
    held: () => current.held,
    idle: () => void leave(current.flush('idle')),
    cap: () => void leave(current.flush('cap')),
  });

  function flush(reason: 'cap' | 'end'): void | Promise<void> {
    return watched === null ? leave(current.flush(reason)) : watched.end();
  }

  function goOn(next: StreamRedactor, nextWatched: WatchedStream | null) {
    if (current === next) return;
    void flush('end');
    pauses.stop();
    watched?.close();
    if (current !== usual) add(retired, current.counts);
    current = next;
    watched = nextWatched;
  }

  return {
    feed(bytes) {
      if (watched !== null) return watched.feed(bytes);
      const wait = leave(current.feed(bytes));
      pauses.over();
      return wait;
    },
    flush,
    redactAs: (level) => goOn(level === null ? usual : redaction.stream(level, columns), null),
    carry: (found, watch = redaction.watch()) => goOn(watch, createWatchedStream(watch, leave, found)),
    counts() {
      const all = new Map(retired);
      for (const one of new Set([usual, current])) add(all, one.counts);
      return Object.fromEntries(all);
    },
    close() {
      pauses.stop();
      watched?.close();
    },
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
