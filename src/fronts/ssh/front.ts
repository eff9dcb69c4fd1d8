// The SSH door: listens, admits connections within limits, and hands every session channel to the house.
import { createServer, type Socket } from 'node:net';
import ssh2, { type Algorithms, type Connection } from 'ssh2';
import { systemClock } from '../../core/clock.ts';
import { faults, isSystemError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Front, House } from '../front.ts';
import { serveConnection } from './connection.ts';
import { openHostKey } from './host-key.ts';
import { assertPatched } from './library.ts';
import { createCounter, type SshLimits } from './limits.ts';
import { createRefusals, networkOf } from './refusals.ts';
import { endForCertain } from './transport.ts';

export interface SshFrontOptions {
  readonly listen: { readonly host: string; readonly port: number };
  /** Made at the first start, mode 0600. */
  readonly hostKeyFile: string;
  readonly limits: SshLimits;
  readonly house: House;
  readonly log: Log;
}

export interface SshFront extends Front {
  /** `ssh-ed25519 AAAA…`, for known_hosts. */
  readonly hostKey: string;
}

// Exact lists. Post-quantum exchange will stand first; group exchange is not implemented for servers in ssh2.
const algorithms: Algorithms = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
  ],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'chacha20-poly1305@openssh.com' as never, 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com'],
  serverHostKey: ['ssh-ed25519'],
  compress: ['none'],
};

const banner = 'Ostiary: sessions through this door are recorded and may be reviewed.';

/** @throws OstiaryError LIBRARY_UNPATCHED, HOST_KEY_UNSAFE, HOST_KEY_INVALID. */
export function createSshFront({ listen, hostKeyFile, limits, house, log }: SshFrontOptions): SshFront {
  assertPatched();
  const { privateKey, publicKey } = openHostKey(hostKeyFile);
  const refusals = createRefusals((refusal) => house.refused(refusal), systemClock);
  const perAddress = createCounter(limits.connectionsPerAddress);
  const strangers = createCounter(limits.unauthenticated);
  const sessions = createCounter(limits.sessionsPerIdentity);
  /** Sockets that wait for their SSH greeting or talk, by `host:port`; the callback ends the login time limit. */
  const open = new Map<string, { socket: Socket; admitted: () => void }>();
  const running = new Set<Promise<void>>();

  const ssh = new ssh2.Server({
    hostKeys: [privateKey],
    algorithms,
    banner,
    ident: 'Ostiary',
    keepaliveInterval: limits.keepaliveSeconds * 1000,
    keepaliveCountMax: 3,
  });
  ssh.on('connection', (connection: Connection, { ip, port }: { ip: string; port: number }) => {
    const address = addressOf(ip, port);
    const entry = open.get(address);
    if (!entry) return void connection.end();
    serveConnection(connection, entry.socket, address, door, entry.admitted);
  });
  const door = {
    house,
    limits,
    sessions,
    log,
    refused: refusals.report,
    enter(client: Parameters<House['enter']>[0]) {
      const session = house.enter(client).finally(() => running.delete(session));
      running.add(session);
    },
  };

  // Our own listener, so that limits and the login clock begin with TCP, not with the first words of SSH.
  const server = createServer({ noDelay: true }, (socket) => {
    const { remoteAddress, remotePort } = socket;
    if (remoteAddress === undefined || remotePort === undefined) {
      socket.destroy();
      return;
    }
    const address = addressOf(remoteAddress, remotePort);
    const network = networkOf(address);
    const refuse = (reason: string) => {
      refusals.report({ reason, address });
      socket.destroy();
    };
    socket.on('error', () => undefined);
    if (!strangers.take('')) return refuse('too many connections wait to prove a key');
    if (!perAddress.take(network)) {
      strangers.release('');
      return refuse('too many connections from this address');
    }
    let stranger = true;
    const admitted = () => {
      if (stranger) strangers.release('');
      stranger = false;
      clearTimeout(timer);
    };
    const timer = setTimeout(() => refuse('no key was proved in time'), limits.loginSeconds * 1000);
    open.set(address, { socket, admitted });
    socket.once('close', () => {
      admitted();
      perAddress.release(network);
      open.delete(address);
    });
    ssh.injectSocket(socket);
  });

  return {
    hostKey: publicKey,
    listen: () =>
      new Promise((resolve, reject) => {
        const wanted = addressOf(listen.host, listen.port);
        server.once('error', (error) =>
          reject(isSystemError(error, 'EADDRINUSE') ? faults.portTaken(wanted) : faults.cannotListen(wanted, error)),
        );
        server.listen(listen, () => {
          server.on('error', (error) => log.warn({ error: error.message }, 'the SSH door could not take a connection'));
          const bound = server.address();
          resolve(typeof bound === 'object' && bound ? addressOf(bound.address, bound.port) : wanted);
        });
      }),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const { socket } of open.values()) endForCertain(socket);
      await closed;
      await Promise.all(running);
      refusals.close();
    },
  };
}

/** `127.0.0.1:2222`, `[::1]:2222`. */
function addressOf(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
