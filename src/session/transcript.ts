// The one way out of a session: target output and the broker's own words pass the redaction stage once and then go to
// every sink in the same order (invariants 2 and 3).
import { createHash, type Hash } from 'node:crypto';
import type { RedactionStage } from '../redaction/stage.ts';
import type { OutputStream, SessionEvent, Sink } from '../sinks/sink.ts';
import { createStderrGuard } from './stderr-guard.ts';

export interface StreamTally {
  readonly bytes: number;
  /** Hex; null where a digest would betray what was typed (a password at a terminal). */
  readonly sha256: string | null;
}

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
  /** Counts what leaves from now on, per stream. */
  startTally(): () => Record<OutputStream, StreamTally>;
}

export interface TranscriptParts {
  readonly sinks: readonly Sink[];
  readonly openStage: () => RedactionStage;
  /** With a PTY there is one stream, lines end in CR LF, and nothing can be forged on stderr. */
  readonly pty: boolean;
  /** A sink failed: the session must end. */
  readonly failed: (error: unknown, sink: Sink) => void;
  /** Bytes that left, for whoever counts. */
  readonly printed: (bytes: number) => void;
  /** Something passed in or out. */
  readonly active: () => void;
  /** Settles at the latest when the session is to end: a client that stopped reading holds nothing up then. */
  readonly within: (wait: Promise<unknown>) => Promise<unknown>;
}

const streams = ['stdout', 'stderr'] as const;

export function createTranscript(parts: TranscriptParts): Transcript {
  const stages = { stdout: parts.openStage(), stderr: parts.openStage() };
  const guard = parts.pty ? null : createStderrGuard();
  let atLineStart = true;
  let tally: Record<OutputStream, { bytes: number; hash: Hash }> | null = null;

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
    if (tally !== null) {
      tally[stream].bytes += bytes.length;
      tally[stream].hash.update(bytes);
    }
    return send({ type: 'output', stream, bytes });
  }

  function output(stream: OutputStream, bytes: Uint8Array): void | Promise<void> {
    const guarded = stream === 'stderr' && guard !== null ? guard.feed(bytes) : bytes;
    return leave(stream, stages[stream].feed(guarded));
  }

  function flush(): void | Promise<void> {
    const waits = streams.map((stream) => {
      const rest = stream === 'stderr' && guard !== null ? guard.flush() : null;
      const first = rest !== null && rest.length > 0 ? leave(stream, stages[stream].feed(rest)) : undefined;
      const last = leave(stream, stages[stream].flush());
      return first ?? last;
    });
    return waits.some((wait) => wait !== undefined) ? Promise.all(waits).then(() => undefined) : undefined;
  }

  return {
    output,
    flush,
    say(stream, text) {
      flush();
      const masked = stages[stream].text(text);
      return leave(parts.pty ? 'stdout' : stream, Buffer.from(parts.pty ? masked.replace(/\r?\n/g, '\r\n') : masked));
    },
    freshLine() {
      if (!atLineStart) void leave('stdout', Buffer.from('\r\n'));
    },
    draw: (text) => leave('stdout', Buffer.from(text)),
    note(event) {
      const masked = event.type === 'marker' ? { ...event, label: stages.stdout.text(event.label) } : event;
      void send(masked);
    },
    startTally() {
      const mine = {
        stdout: { bytes: 0, hash: createHash('sha256') },
        stderr: { bytes: 0, hash: createHash('sha256') },
      };
      tally = mine;
      return () => {
        tally = null;
        return {
          stdout: { bytes: mine.stdout.bytes, sha256: mine.stdout.hash.digest('hex') },
          stderr: { bytes: mine.stderr.bytes, sha256: mine.stderr.hash.digest('hex') },
        };
      };
    },
  };
}
