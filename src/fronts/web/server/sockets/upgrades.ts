// The page's WebSockets: the same guard as for requests, a bounded number each, an end with the sign-in.
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { RequestFailure } from '../failures.ts';
import { checkRequest, recognise, type Visitor } from '../guard.ts';
import type { Names } from '../names.ts';
import type { SignIn } from '../sign-ins.ts';
import { findSession, type RouteParts } from '../web-env.ts';
import { serveChanges } from './changes.ts';
import { serveLive } from './live.ts';

export interface Upgrades {
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** Private codes (RFC 6455 §7.4.2). After 1000 a player would come back for more. */
const codes = { signedOut: 4001, brokerEnds: 4002 } as const;

const protocol = 'v1.alis';

export function createUpgrades(parts: RouteParts & { readonly names: Names }): Upgrades {
  const { names, signIns, identity, limits, log, known } = parts;
  const open = new Map<SignIn, Set<WebSocket>>();
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.message,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  });

  const answering = new WeakSet<WebSocket>();
  const heartbeat = setInterval(() => {
    for (const socket of server.clients) {
      if (!answering.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, limits.heartbeat);
  heartbeat.unref();

  /** Who it is and what they want. @throws RequestFailure */
  function admit(request: IncomingMessage): Visitor & { readonly serve: (socket: WebSocket) => void } {
    const path = request.url?.split('?', 1)[0] ?? '';
    checkRequest(request, names, path);
    const visitor = recognise(request, names, signIns, identity);
    const { viewer, signIn } = visitor;
    known(request.socket);
    if ((open.get(signIn)?.size ?? 0) >= limits.socketsPerSignIn) throw new RequestFailure('TOO_MANY');
    if (path === '/api/v1/changes') return { ...visitor, serve: (socket) => serveChanges(socket, viewer, parts) };
    const id = /^\/api\/v1\/sessions\/(\w+)\/live$/.exec(path)?.[1];
    if (id === undefined) throw new RequestFailure('NOT_FOUND');
    const row = findSession(viewer, id, parts);
    if (!offers(request, protocol)) throw new RequestFailure('REQUEST_INVALID', `only ${protocol} is spoken here`);
    return { ...visitor, serve: (socket) => serveLive(socket, { ...parts, row, viewer }) };
  }

  function keep(socket: WebSocket, { signIn }: Visitor): void {
    const mine = open.get(signIn) ?? new Set();
    open.set(signIn, mine.add(socket));
    answering.add(socket);
    const leave = () => socket.close(codes.signedOut, 'signed out');
    signIn.ended.addEventListener('abort', leave, { once: true });
    socket.on('pong', () => answering.add(socket));
    // What a client does wrong ends its socket and nothing else.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      signIn.ended.removeEventListener('abort', leave);
      mine.delete(socket);
      if (mine.size === 0) open.delete(signIn);
    });
  }

  return {
    handle(request, socket, head) {
      socket.on('error', () => undefined);
      try {
        const admitted = admit(request);
        server.handleUpgrade(request, socket, head, (webSocket) => {
          keep(webSocket, admitted);
          admitted.serve(webSocket);
        });
      } catch (error) {
        if (!(error instanceof RequestFailure)) log.error({ err: error }, 'a WebSocket could not be opened');
        refuse(socket, error instanceof RequestFailure ? error : new RequestFailure('BROKER_FAILED'));
      }
    },
    close() {
      clearInterval(heartbeat);
      for (const socket of server.clients) {
        socket.close(codes.brokerEnds, 'the broker ends');
        setTimeout(() => socket.terminate(), grace).unref();
      }
      server.close();
    },
  };
}

/** ms for the other side to say goodbye */
const grace = 500;

const offers = ({ headers }: IncomingMessage, wanted: string) =>
  (headers['sec-websocket-protocol'] ?? '').split(',').some((one) => one.trim() === wanted);

function refuse(socket: Duplex, failure: RequestFailure): void {
  const body = JSON.stringify(failure.body());
  const head = [
    `HTTP/1.1 ${failure.status} ${STATUS_CODES[failure.status]}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-Content-Type-Options: nosniff',
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
