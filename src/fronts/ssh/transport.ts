// The connection under the channels: how much may wait in it, when its keys are renewed, how it ends for certain.
import type { Socket } from 'node:net';
import type { Connection } from 'ssh2';

/** Encrypted bytes that may wait for a slow client's TCP window, in bytes. SSH windows alone may be gigabytes. */
const maxQueued = 1024 * 1024;
const keyCheckSeconds = 10;
const lingerMilliseconds = 1000;

export interface Transport {
  /** Resolves when the connection takes more, or is gone. */
  room(): void | Promise<void>;
  /** Asks for new session keys (RFC 4253 §9) by traffic and by time. */
  renewKeys(limits: { rekeyBytes: number; rekeySeconds: number }): void;
  /** Says goodbye and closes, also when the client does not answer. */
  end(): void;
}

export function createTransport(connection: Connection, socket: Socket, gone: AbortSignal): Transport {
  let waiting: (() => void)[] = [];
  const wake = () => {
    const woken = waiting;
    waiting = [];
    for (const resume of woken) resume();
  };
  socket.on('drain', wake);
  connection.on('handshake', wake);
  gone.addEventListener('abort', wake, { once: true });

  // During a key exchange ssh2 queues packets without bound; a client could open one and never finish it.
  const isFull = () => !gone.aborted && (socket.writableLength > maxQueued || isExchangingKeys(connection));

  function room(): void | Promise<void> {
    if (isFull()) return waitForRoom();
  }

  async function waitForRoom(): Promise<void> {
    while (isFull()) await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function renewKeys(limits: { rekeyBytes: number; rekeySeconds: number }): void {
    const traffic = () => socket.bytesRead + socket.bytesWritten;
    let bytes = traffic();
    let since = performance.now();
    const timer = setInterval(() => {
      const due = traffic() - bytes >= limits.rekeyBytes || performance.now() - since >= limits.rekeySeconds * 1000;
      if (!due || isExchangingKeys(connection)) return;
      bytes = traffic();
      since = performance.now();
      connection.rekey();
    }, Math.min(keyCheckSeconds, limits.rekeySeconds) * 1000);
    gone.addEventListener('abort', () => clearInterval(timer), { once: true });
  }

  return {
    room,
    renewKeys,
    end() {
      connection.end();
      endForCertain(socket);
    },
  };
}

const ending = new WeakSet<Socket>();

/** A client that never answers the farewell is cut off. Idempotent. */
export function endForCertain(socket: Socket): void {
  if (ending.has(socket)) return;
  ending.add(socket);
  socket.end();
  const timer = setTimeout(() => socket.destroy(), lingerMilliseconds);
  socket.once('close', () => clearTimeout(timer));
}

// Private in ssh2, but the version is pinned and its files are asserted (library.ts).
function isExchangingKeys(connection: Connection): boolean {
  const { _protocol } = connection as unknown as { _protocol: { _kexinit: unknown } };
  return _protocol._kexinit !== undefined;
}
