// The one way out of a session: target output and the broker's own words are masked once and then go to every sink in
// the same order (invariants 2 and 3).
import type { RedactLevel, SessionRedaction } from '../redaction/levels.ts';
import type { StreamRedactor } from '../redaction/redaction.ts';
import type { OutputStream, SessionEvent, Sink } from '../sinks/sink.ts';
import type { MaskCounts } from '../store/events.ts';
import { takeTurns } from './fair-turn.ts';
import { countedSince, createMaskedStream } from './masked-stream.ts';
import { createStderrGuard } from './stderr-guard.ts';
import { createTallies, type StreamTally } from './tally.ts';

/** What left of a statement's output, and what was masked in it. */
export type Tally = Record<OutputStream, StreamTally> & { readonly masks: MaskCounts };

export interface Transcript {
  /** Output of the target. A promise asks to stop reading that stream until it settles. */
  output(stream: OutputStream, bytes: Uint8Array): void | Promise<void>;
  /** The broker's own words, after all that the target said so far; lines end as the client's terminal needs. */
  say(stream: OutputStream, text: string): void | Promise<void>;
  /** Terminal output of the line editor, as it is. */
  draw(text: string): void | Promise<void>;
  /** Begins a new line unless what was shown last ended one. */
  freshLine(): void;
  /** Everything held leaves; call when a statement ended. */
  flush(): void | Promise<void>;
  note(event: Exclude<SessionEvent, { type: 'output' }>): void;
  /** How the target's output is masked from here on; null: as usual. */
  redactAs(level: RedactLevel | null): void;
  /** From here on stdout is a protocol's: it leaves unchanged up to the first value that may not, then `found`. */
  carry(found: (kind: string) => void, watch?: StreamRedactor): void;
  /** Counts what leaves from now on. */
  startTally(): () => Tally;
  /** All masks so far, by rule. */
  masks(): MaskCounts;
  /** Stops its clocks. */
  close(): void;
}

export interface TranscriptParts {
  readonly sinks: readonly Sink[];
  readonly redaction: SessionRedaction;
  /** With a PTY there is one stream, lines end in CR LF, and nothing can be forged on stderr. */
  readonly pty: boolean;
  /** Of the terminal at the start; null without one. */
  readonly columns: number | null;
  /** A sink failed: the session must end. */
  readonly failed: (error: unknown, sink: Sink) => void;
  /** Bytes that left, for whoever counts. */
  readonly printed: (bytes: number) => void;
  /** Something passed in or out. */
  readonly active: () => void;
  /** Settles at the latest when the session is to end: a client that stopped reading holds nothing up then. */
  readonly within: (wait: Promise<unknown>) => Promise<unknown>;
}

export function createTranscript(parts: TranscriptParts): Transcript {
  let columns = parts.columns ?? undefined;
  const masked = {
    stdout: createMaskedStream(
      parts.redaction,
      (bytes) => leave('stdout', bytes),
      () => columns,
    ),
    stderr: createMaskedStream(parts.redaction, (bytes) => leave('stderr', bytes)),
    input: createMaskedStream(parts.redaction, (bytes) => {
      if (bytes.length > 0) void send({ type: 'input', bytes });
    }),
  };
  const all = Object.values(masked);
  const inTurn = takeTurns();
  const guard = parts.pty ? null : createStderrGuard();
  let atLineStart = true;
  /** The exit is told: nothing follows it, or the recording would be longer than what the log vouches for. */
  let sealed = false;
  const tallies = createTallies();

  function send(event: SessionEvent): void | Promise<void> {
    parts.active();
    let waits: Promise<void>[] | null = null;
    for (const sink of parts.sinks) {
      try {
        const wait = sink.write(event);
        if (wait !== undefined) {
          waits ??= [];
          waits.push(wait.catch((error: unknown) => parts.failed(error, sink)));
        }
      } catch (error) {
        parts.failed(error, sink);
      }
    }
    return waits === null ? undefined : parts.within(Promise.all(waits)).then(() => undefined);
  }

  function leave(stream: OutputStream, bytes: Uint8Array): void | Promise<void> {
    if (bytes.length === 0) return undefined;
    parts.printed(bytes.length);
    atLineStart = bytes.at(-1) === 0x0a;
    tallies.add(stream, bytes);
    return send({ type: 'output', stream, bytes });
  }

  function output(stream: OutputStream, bytes: Uint8Array): void | Promise<void> {
    return inTurn(() => masked[stream].feed(stream === 'stderr' && guard !== null ? guard.feed(bytes) : bytes));
  }

  function release(reason: 'cap' | 'end'): void | Promise<void> {
    const rest = guard?.flush();
    const first = rest === undefined || rest.length === 0 ? undefined : masked.stderr.feed(rest);
    const waits = [first, ...all.map((one) => one.flush(reason))];
    return waits.some((wait) => wait !== undefined) ? Promise.all(waits).then(() => undefined) : undefined;
  }

  const counts = () => sum(all.map((one) => one.counts()));

  return {
    output,
    flush: () => release('end'),
    say(stream, text) {
      void release('cap');
      const shown = parts.redaction.text(text);
      return leave(parts.pty ? 'stdout' : stream, Buffer.from(parts.pty ? shown.replace(/\r?\n/g, '\r\n') : shown));
    },
    freshLine() {
      void release('cap');
      if (!atLineStart) void leave('stdout', Buffer.from('\r\n'));
    },
    draw: (text) => leave('stdout', Buffer.from(text)),
    note(event) {
      if (sealed) return;
      sealed = event.type === 'exit';
      if (event.type === 'resize') columns = event.cols;
      if (event.type === 'input') return void masked.input.feed(event.bytes);
      void send(event.type === 'marker' ? { ...event, label: parts.redaction.text(event.label) } : event);
    },
    redactAs(level) {
      for (const one of all) one.redactAs(level);
    },
    carry: (found, watch) => masked.stdout.carry(found, watch),
    startTally() {
      const end = tallies.start();
      const before = counts();
      return () => ({ ...end(), masks: countedSince(before, counts()) });
    },
    masks: counts,
    close() {
      for (const one of all) one.close();
    },
  };
}

function sum(all: readonly MaskCounts[]): MaskCounts {
  const total: Record<string, number> = {};
  for (const counts of all) {
    for (const [kind, count] of Object.entries(counts)) total[kind] = (total[kind] ?? 0) + count;
  }
  return total;
}
