// What every request must be before anything looks at what it asks: to one of our names, from our own page, signed in.
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { addressOf } from '../../../core/address.ts';
import type { Identity } from '../../../identity/identity.ts';
import { RequestFailure } from './failures.ts';
import type { Names } from './names.ts';
import type { SignIn, SignIns } from './sign-ins.ts';

export interface Visitor {
  readonly signIn: SignIn;
  readonly viewer: Identity;
}

/** Cookies do not know ports: two brokers of one machine must not take each other's. */
export const cookieName = ({ origin }: Names) => `__Host-ostiary-${new URL(origin).port || 'web'}`;

/** @param path by which it will be routed. @throws RequestFailure for a foreign name, method or site. */
export function checkRequest(request: IncomingMessage, names: Names, path: string): void {
  const { method, url, headers, headersDistinct } = request;
  const [host = '', second] = headersDistinct.host ?? [];
  const origin = second === undefined ? names.originOf(host) : null;
  if (origin === null) throw new RequestFailure('HOST_UNKNOWN');
  if (url?.startsWith('/') !== true) throw new RequestFailure('REQUEST_INVALID');
  if (method !== 'GET' && method !== 'POST') throw new RequestFailure('METHOD_UNKNOWN');

  const changes = method === 'POST' || headers.upgrade !== undefined;
  if (changes || headers.origin !== undefined) {
    if (headers.origin !== origin) throw new RequestFailure('ORIGIN_FOREIGN');
  }
  // Browsers say where a request comes from (Fetch Metadata); `none` is an address that somebody typed.
  const site = headers['sec-fetch-site'];
  const fine = site === undefined || site === 'same-origin' || (site === 'none' && !changes);
  if (isApi(path) && !fine) throw new RequestFailure('ORIGIN_FOREIGN');
}

export const isApi = (path: string) => /^\/api(?:\/|$)/.test(path);

/** @throws RequestFailure when nobody is signed in. */
export function recognise(
  request: IncomingMessage,
  names: Names,
  signIns: SignIns,
  identity: (name: string) => Identity | null,
): Visitor {
  const cookie = readCookie(request, cookieName(names));
  // The page looks by itself, too; that keeps nobody signed in.
  const unattended = request.headers['ostiary-unattended'] !== undefined;
  const signIn = cookie === null ? null : signIns.find(cookie, unattended);
  const viewer = signIn === null ? null : identity(signIn.name);
  if (signIn === null || viewer === null) throw new RequestFailure('SIGNED_OUT');
  return { signIn, viewer };
}

/** Null when there is none, or more than one: then one of them is somebody else's. */
export function readCookie({ headers }: IncomingMessage, name: string): string | null {
  const found = (headers.cookie ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at > 0 && pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** `127.0.0.1:50514` of who asks; behind a proxy as the proxy says, with port 0. */
export function clientAddress({ headers, socket }: IncomingMessage, trustProxy: boolean): string {
  // The last entry is the proxy's own; what stands before it anybody could have written.
  const told = trustProxy
    ? String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : undefined;
  if (told !== undefined && isIP(told) !== 0) return addressOf(told, 0);
  return addressOf(socket.remoteAddress ?? '', socket.remotePort ?? 0);
}
