// The SSH door: listens, admits connections within limits, and hands every session channel to the house.
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import ssh2, { type Algorithms, type Connection } from 'ssh2';
import { addressOf } from '../../core/address.ts';
import { systemClock } from '../../core/clock.ts';
import { faults, isSystemError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { WhyGone } from '../../identity/identity.ts';
import { consoleLogin, type Front, type House } from '../front.ts';
import { createAdmission } from './admission.ts';
import { type Door, type Inside, serveConnection } from './connection.ts';
import { openHostKey } from './host-key.ts';
import { assertPatched } from './library.ts';
import { createCounter, type SshLimits } from './limits.ts';
import { createRefusals } from './refusals.ts';
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
  /** Whoever has no place here any more leaves: a console at once, sessions when they have told why. */
  dismiss(whyGone: WhyGone): void;
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
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'chacha20-poly1305@openssh.com', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com'],
  serverHostKey: ['ssh-ed25519'],
  compress: ['none'],
};

/** How long close() lets running sessions tell their clients. */
const graceMilliseconds = 3000;

const banner = 'Ostiary: sessions through this door are recorded and may be reviewed.';

/** @throws OstiaryError LIBRARY_UNPATCHED, HOST_KEY_UNSAFE, HOST_KEY_INVALID. */
export function createSshFront({ listen, hostKeyFile, limits, house, log }: SshFrontOptions): SshFront {
  assertPatched();
  const { privateKey, publicKey } = openHostKey(hostKeyFile);
  const refusals = createRefusals((refusal) => house.refused(refusal), systemClock);
  const admission = createAdmission(limits, refusals.report);
  const running = new Set<Promise<void>>();
  const inside = new Set<Inside>();
  const door: Door = {
    identities: house.identities,
    limits,
    sessions: createCounter(limits.sessionsPerIdentity),
    inside,
    log,
    refused: refusals.report,
    disconnected: house.disconnected,
    enter(client) {
      const session = house
        .enter(client)
        .catch((error) => log.error({ err: error }, 'a session failed and was not ended'))
        .finally(() => running.delete(session));
      running.add(session);
    },
  };

  const ssh = new ssh2.Server({
    hostKeys: [privateKey],
    algorithms,
    banner,
    ident: 'Ostiary',
    keepaliveInterval: limits.keepaliveSeconds * 1000,
    keepaliveCountMax: 3,
  });
  ssh.on('connection', (connection: Connection, { ip, port }: { ip: string; port: number }) => {
    const admitted = admission.find(addressOf(ip, port));
    if (admitted) serveConnection(connection, admitted, door);
    else connection.end();
  });
  // Our own listener: limits and the login clock begin with TCP, not with the first words of SSH.
  const server = createServer({ noDelay: true }, (socket) => {
    if (admission.admit(socket)) ssh.injectSocket(socket);
  });

  function start(): Promise<string> {
    const wanted = addressOf(listen.host, listen.port);
    return new Promise((resolve, reject) => {
      server.once('error', (error) =>
        reject(isSystemError(error, 'EADDRINUSE') ? faults.portTaken(wanted) : faults.cannotListen(wanted, error)),
      );
      server.listen(listen, () => {
        server.on('error', (error) => log.warn({ error: error.message }, 'the SSH door could not take a connection'));
        const bound = server.address();
        resolve(typeof bound === 'object' && bound ? addressOf(bound.address, bound.port) : wanted);
      });
    });
  }

  async function close(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // Sessions that end by themselves now still have a way to tell their clients.
    const grace = new AbortController();
    await Promise.race([Promise.all(running), sleep(graceMilliseconds, null, { signal: grace.signal })]);
    grace.abort();
    for (const socket of admission.sockets()) endForCertain(socket);
    await closed;
    await Promise.all(running);
    refusals.close();
  }

  function dismiss(whyGone: WhyGone): void {
    for (const { resident, leave } of [...inside]) {
      const atConsole = resident.target === consoleLogin;
      // What a person may see at a console was told to it when it opened.
      const why = whyGone(atConsole ? { ...resident, target: null } : resident);
      if (why !== null) leave(why, atConsole ? 'now' : 'soon');
    }
  }

  return { hostKey: publicKey, listen: start, dismiss, close };
}
