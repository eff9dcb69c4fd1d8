// The way out of one channel: stdout and stderr (RFC 4254 §5.2) with honest back-pressure, and an end that loses
// nothing.
import type { Writable } from 'node:stream';
import type { ServerChannel } from 'ssh2';
import type { OutputStream } from '../../sinks/sink.ts';
import type { Ending } from '../front.ts';
import { signalNames } from './signals.ts';

export interface Output {
  write(stream: OutputStream, bytes: Uint8Array): void | Promise<void>;
  exit(ending: Ending): Promise<void>;
}

/** `room` waits for the connection itself (socket, key exchange); see transport.ts. */
export function createOutput(channel: ServerChannel, gone: AbortSignal, room: () => void | Promise<void>): Output {
  // Callbacks of a channel that is gone may never come (ssh2), so everybody who waits is also woken by `gone`.
  const waiting = new Set<() => void>();
  const wakeAll = () => {
    for (const wake of waiting) wake();
  };
  gone.addEventListener('abort', wakeAll, { once: true });
  let exiting: Promise<void> | undefined;

  function settled(start: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      if (gone.aborted) {
        resolve();
        return;
      }
      const wake = () => {
        waiting.delete(wake);
        resolve();
      };
      waiting.add(wake);
      start(wake);
    });
  }

  function write(stream: OutputStream, bytes: Uint8Array): void | Promise<void> {
    if (gone.aborted || exiting || bytes.length === 0) return;
    const writable: Writable = stream === 'stderr' ? channel.stderr : channel;
    const sent = settled((done) => writable.write(bytes, done));
    // Zero: the client's window took all of it, and nothing older waits.
    return writable.writableLength === 0 ? room() : sent.then(room);
  }

  // ssh2 sends EOF and CLOSE as soon as stdout has ended, whatever stderr still holds (facts D9). So: stderr to its
  // end, stdout to its last byte, then the status (RFC 4254 §6.10), then EOF and CLOSE.
  async function finish(ending: Ending): Promise<void> {
    await Promise.all([
      settled((done) => channel.stderr.end(done)),
      settled((done) => channel.write(new Uint8Array(), done)),
    ]);
    if (gone.aborted) return;
    if (ending.signal !== null && signalNames.has(ending.signal)) channel.exit(ending.signal);
    else channel.exit(ending.status & 0xff);
    await settled((done) => channel.end(done));
  }

  return {
    write,
    exit(ending) {
      exiting ??= finish(ending);
      return exiting;
    },
  };
}
