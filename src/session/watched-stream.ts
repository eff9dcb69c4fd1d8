// A stream in which nothing may be rewritten, a protocol's or a program's input: its bytes leave as they are until a value
// is found that must not leave.
import type { StreamRedactor } from '../redaction/redaction.ts';
import { lookInPauses } from './pauses.ts';

/** A protocol waits for its answers: after this pause (ms) what is no candidate leaves. */
const firstPause = 5;
/** What is held is looked at with so many bytes before its end: the name of a value may have left. */
const context = 4096;

export interface WatchedStream {
  /** A promise asks to wait. */
  feed(bytes: Uint8Array): void | Promise<void>;
  /** It is over: what is held leaves, unless it is a finding. */
  end(): void | Promise<void>;
  /** Stops its clock. */
  close(): void;
}

/**
 * @param watch says what must not leave
 * @param found is told the kind of the first finding; nothing leaves after it
 */
export function createWatchedStream(
  watch: StreamRedactor,
  leave: (bytes: Uint8Array) => void | Promise<void>,
  found: (kind: string) => void,
): WatchedStream {
  let stopped = false;
  /** The last bytes that came; all that is held is among them. */
  let tail: Buffer = Buffer.alloc(0);
  /** How much of what is held has left. */
  let ahead = 0;
  const pauses = lookInPauses({
    first: firstPause,
    held: () => watch.held - ahead,
    idle: () => void out(watch.flush('idle')),
    cap: letPass,
  });

  function stop(kind: string) {
    stopped = true;
    found(kind);
  }

  function out(bytes: Uint8Array): void | Promise<void> {
    if (stopped) return undefined;
    const [kind] = watch.counts.keys();
    if (kind !== undefined) return stop(kind);
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
    const held = tail.subarray(tail.length - watch.held);
    const clear = text.length - held.toString('utf8').length;
    const finding = watch.find(text).find(({ end }) => end > clear);
    const bytes = held.subarray(ahead);
    ahead = held.length;
    if (stopped) return;
    if (finding === undefined) void leave(bytes);
    else stop(finding.kind);
  }

  function keepTail(bytes: Uint8Array) {
    const length = Math.max(context, watch.held);
    const all = bytes.length >= length ? bytes : Buffer.concat([tail, bytes]);
    tail = Buffer.from(all.subarray(Math.max(0, all.length - length)));
  }

  return {
    feed(bytes) {
      const clear = watch.feed(bytes);
      keepTail(bytes);
      const wait = out(clear);
      pauses.over();
      return wait;
    },
    end: () => out(watch.flush('end')),
    close: pauses.stop,
  };
}
