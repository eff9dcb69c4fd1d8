// The auditors' door: one HTTP server, the page in it, its API and its WebSockets.
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import { addressOf } from '../../../core/address.ts';
import { faults, isSystemError } from '../../../core/errors.ts';
import type { Identity } from '../../../identity/identity.ts';
import type { Front } from '../../front.ts';
import { createAccess } from './access.ts';
import { createApp } from './app.ts';
import { readAssets } from './assets.ts';
import { RequestFailure } from './failures.ts';
import { safeHeaders } from './headers.ts';
import { createLinks } from './links.ts';
import { createNames, type Names } from './names.ts';
import type { WebParts } from './parts.ts';
import { createSignIns } from './sign-ins.ts';
import { createUpgrades, type Upgrades } from './sockets/upgrades.ts';
import { limitStrangers } from './strangers.ts';
import { createTries } from './tries.ts';

export interface WebLink {
  readonly url: string;
  /** It works once, for so many seconds. */
  readonly seconds: number;
}

export interface WebFront extends Front {
  /** Where people open it; known after `listen`. */
  origin(): string;
  /** Signs this person in, once. Only after `listen`. @param when the one printed at the start lives longer */
  link(identity: Identity, when: 'start' | 'asked'): WebLink;
  /** The identity was removed or changed: its links and sign-ins end, and all that hangs on them. */
  dismiss(name: string, why: string): void;
}

/** @throws OstiaryError WEB_TLS_UNREADABLE */
export function createWebFront(given: WebParts): WebFront {
  const { listen, limits, clock, log } = given;
  // Agents have no business here, whatever was an operator's name once.
  const identity = (name: string) => {
    const found = given.identity(name);
    return found === null || found.kind === 'agent' ? null : found;
  };
  const parts = { ...given, identity };
  const access = createAccess(parts);
  const links = createLinks(clock);
  const leaving = new Set<Promise<void>>();
  const signIns = createSignIns({
    clock,
    limits,
    identity,
    ended(signIn, why) {
      const written = access
        .signedOut(signIn, why)
        .catch((error: unknown) => log.error({ err: error }, 'a sign-out could not be logged'))
        .finally(() => leaving.delete(written));
      leaving.add(written);
    },
  });
  const files = readAssets(parts.assets);
  const server = openServer(parts);
  const known = limitStrangers(server, limits.strangers);
  let names: Names | null = null;
  let upgrades: Upgrades | null = null;

  /** Only now the port is known, and with it our names. */
  function serve(port: number): string {
    names = createNames({ publicUrl: parts.publicUrl, tls: parts.tls !== null, host: listen.host, port });
    const shared = { ...parts, access, signIns, names, known };
    const app = createApp({ ...shared, links, tries: createTries(clock, limits), files });
    const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false, errorHandler: notUnderstood });
    const headers = Object.entries(safeHeaders(names.secure));
    upgrades = createUpgrades(shared);
    server.on('upgrade', upgrades.handle);
    server.on('request', (incoming, outgoing) => {
      // Before anything can fail: no answer goes without them.
      for (const [name, value] of headers) outgoing.setHeader(name, value);
      void answer(incoming, outgoing);
    });
    return addressOf(listen.host, port);
  }

  const origin = () => names?.origin ?? '';

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        const wanted = addressOf(listen.host, listen.port);
        server.once('error', (error) =>
          reject(isSystemError(error, 'EADDRINUSE') ? faults.portTaken(wanted) : faults.cannotListen(wanted, error)),
        );
        server.listen(listen, () => {
          server.on('error', (error) => log.warn({ error: error.message }, 'the page could not take a connection'));
          const bound = server.address();
          resolve(serve(typeof bound === 'object' && bound ? bound.port : listen.port));
        });
      }),
    origin,
    link({ name }, when) {
      const life = when === 'start' ? limits.firstLink : limits.link;
      return { url: `${origin()}/sign-in/${links.make(name, life)}`, seconds: life / 1000 };
    },
    dismiss(name, why) {
      links.dismiss(name);
      signIns.dismiss(name, why);
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      signIns.close();
      upgrades?.close();
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), grace).unref();
      await Promise.all([closed, ...leaving]);
    },
  };
}

/** What never became a request, such as a path that is no address. */
const notUnderstood = () => Response.json(new RequestFailure('REQUEST_INVALID').body(), { status: 400 });

/** ms for answers under way */
const grace = 1000;

function openServer({ tls, limits }: WebParts): Server {
  const options = {
    maxHeaderSize: limits.headers,
    headersTimeout: limits.headersTime,
    requestTimeout: limits.requestTime,
    connectionsCheckingInterval: Math.min(5000, limits.headersTime),
    keepAliveTimeout: 5000,
  };
  const server = tls === null ? createServer(options) : openTlsServer(options, tls);
  server.maxConnections = limits.connections;
  server.setTimeout(limits.silence, (socket) => socket.destroy());
  return server;
}

function openTlsServer(options: ServerOptions, tls: NonNullable<WebParts['tls']>): Server {
  try {
    return createTlsServer({
      ...options,
      cert: readFileSync(tls.cert),
      key: readFileSync(tls.key),
      minVersion: 'TLSv1.2',
    });
  } catch (error) {
    throw faults.webTlsUnreadable(`${tls.cert}, ${tls.key}`, error as Error);
  }
}
