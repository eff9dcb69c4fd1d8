// Signing in with a one-time link, and what a sign-in is: who, until when, the secret, the way out.
import type { Hono } from 'hono';
import type { z } from 'zod';
import type { me, secret } from '../../api.ts';
import { RequestFailure } from '../failures.ts';
import { clientAddress, cookieName, readCookie } from '../guard.ts';
import type { Links } from '../links.ts';
import type { Names } from '../names.ts';
import type { Tries } from '../tries.ts';
import type { Call, RouteParts, WebEnv } from '../web-env.ts';

export interface SignInParts extends RouteParts {
  readonly links: Links;
  readonly tries: Tries;
  readonly names: Names;
}

export function routeSignIn(app: Hono<WebEnv>, parts: SignInParts): void {
  const { links, tries, names, signIns, access, identity, trustProxy, refused } = parts;
  const cookie = (value: string, rest = '') =>
    `${cookieName(names)}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict${rest}`;

  app.get('/sign-in/:token', async (call) => {
    if (!isVisit(call)) throw new RequestFailure('REQUEST_INVALID', 'only a browser that goes there opens this link');
    const address = clientAddress(call.env.incoming, trustProxy);
    const spending = links.spend(call.req.param('token'));
    const viewer = spending.kind === 'good' ? identity(spending.name) : null;
    if (viewer === null) {
      // Only bad ones are counted: whoever guesses from this host keeps nobody out.
      if (!tries.take(address)) throw new RequestFailure('TOO_MANY');
      const whose = spending.kind === 'unknown' ? {} : { identity: spending.name };
      refused({ reason: reasons[spending.kind], address, ...whose });
      throw new RequestFailure('LINK_INVALID');
    }
    const before = signIns.find(readCookie(call.env.incoming, cookieName(names)) ?? '');
    // Opened before the wait, so that it ends with the others when its place is lost meanwhile.
    const opened = signIns.open(viewer);
    try {
      await access.signedIn(viewer, address);
    } catch (error) {
      signIns.end(opened.signIn, 'it could not be logged');
      throw error;
    }
    if (opened.signIn.ended.aborted) throw new RequestFailure('LINK_INVALID');
    if (before !== null) signIns.end(before, 'signed in anew');
    call.header('Set-Cookie', cookie(opened.cookie));
    return call.redirect('/', 303);
  });

  app.get('/api/v1/me', (call) => {
    const { name, owner, kind } = call.get('viewer');
    const { expires } = call.get('signIn');
    const shown = kind === 'operator' ? kind : 'auditor';
    const answer: z.infer<typeof me> = {
      name,
      kind: shown,
      owner,
      version: parts.version,
      level: parts.level,
      expires,
    };
    return call.json(answer);
  });

  app.post('/api/v1/secret', (call) => {
    const given = call.get('signIn').takeSecret();
    if (given === null) throw new RequestFailure('SECRET_GIVEN');
    const answer: z.infer<typeof secret> = { secret: given };
    return call.json(answer);
  });

  app.post('/api/v1/sign-out', (call) => {
    signIns.end(call.get('signIn'), 'signed out');
    call.header('Set-Cookie', cookie('', '; Max-Age=0'));
    return call.json({});
  });
}

const reasons = {
  good: 'the identity of a sign-in link was removed',
  used: 'a sign-in link was used again',
  expired: 'a sign-in link came too late',
  unknown: 'a sign-in link was never given out',
} as const;

/** Not somebody's preview or prefetch, which must not use the link up. */
function isVisit(call: Call): boolean {
  const { 'sec-fetch-mode': mode, 'sec-fetch-dest': dest, 'sec-purpose': purpose, purpose: old } = call.req.header();
  const early = [purpose, old].some((value) => value?.includes('prefetch') === true);
  return (mode === undefined || mode === 'navigate') && (dest === undefined || dest === 'document') && !early;
}
