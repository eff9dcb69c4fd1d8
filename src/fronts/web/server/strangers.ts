// Connections on which nobody has signed in. Of too many the oldest makes room for the newest: whoever only holds
// connections open keeps nobody out.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** @returns what is told that somebody signed in asks on a connection: it stays. @param most strangers at once */
export function limitStrangers(server: Server, most: number): (socket: Socket) => void {
  const strangers = new Map<string, Socket>();
  server.on('connection', (socket: Socket) => {
    const name = nameOf(socket);
    strangers.set(name, socket);
    socket.once('close', () => strangers.delete(name));
    for (const [oldest, connection] of strangers) {
      if (strangers.size <= most) break;
      strangers.delete(oldest);
      connection.destroy();
    }
  });
  return (socket) => void strangers.delete(nameOf(socket));
}

/** The same for a connection and the TLS within it. */
const nameOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`;
