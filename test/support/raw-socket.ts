// Plain TCP towards a door: what a client sees before, or without, any SSH.
import { connect, createServer } from 'node:net';

export interface RawResult {
  readonly text: string;
  /** False when the door neither closed nor reset the connection within the time given. */
  readonly closed: boolean;
}

/** Sends `bytes`, reads until the other side closes, or for `milliseconds`. */
export function talk(port: number, bytes: Uint8Array | string = '', milliseconds = 15_000): Promise<RawResult> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    let closed = true;
    const timer = setTimeout(() => {
      closed = false;
      socket.destroy();
    }, milliseconds);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve({ text, closed });
    });
    socket.write(bytes);
  });
}

/** A connection held open after the door's greeting. */
export async function holdConnection(port: number) {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('data', resolve));
  return socket;
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
