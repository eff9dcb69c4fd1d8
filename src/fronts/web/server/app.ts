// The page's HTTP side: one guard before everything, then the routes. In reading order.
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { Asset } from './assets.ts';
import { RequestFailure } from './failures.ts';
import { checkRequest, isApi, recognise } from './guard.ts';
import { plainPage } from './plain-page.ts';
import { routeReplay } from './routes/replay.ts';
import { routeRequests } from './routes/requests.ts';
import { routeSearch } from './routes/search.ts';
import { routeSessions } from './routes/sessions.ts';
import { routeSignIn, type SignInParts } from './routes/sign-in.ts';
import { routeStopping } from './routes/stopping.ts';
import type { Call, WebEnv } from './web-env.ts';

export interface AppParts extends SignInParts {
  readonly files: ReadonlyMap<string, Asset>;
}

/** What changes something also needs the secret: a cookie alone is not the page. */
const acting = ['/api/v1/requests/:id/decision', '/api/v1/sessions/:id/kill', '/api/v1/locks', '/api/v1/locks/remove'];

export function createApp(parts: AppParts): Hono<WebEnv> {
  const { names, signIns, identity, limits, log, known } = parts;
  const app = new Hono<WebEnv>();

  app.onError((error, call) => {
    if (!(error instanceof RequestFailure)) log.error({ err: error }, 'the page could not be served');
    return answer(call, error instanceof RequestFailure ? error : new RequestFailure('BROKER_FAILED'));
  });
  app.notFound((call) => answer(call, new RequestFailure('NOT_FOUND')));

  app.use('*', async (call, next) => {
    const { incoming } = call.env;
    checkRequest(incoming, names, call.req.path);
    // The page itself is public like its source; without a sign-in it says how to get one.
    if (isApi(call.req.path)) {
      const { signIn, viewer } = recognise(incoming, names, signIns, identity);
      call.set('signIn', signIn);
      call.set('viewer', viewer);
      known(incoming.socket);
    }
    return next();
  });
  const tooLarge = () => {
    throw new RequestFailure('BODY_TOO_LARGE');
  };
  app.use('*', bodyLimit({ maxSize: limits.body, onError: tooLarge }));
  for (const path of acting) app.post(path, needSecret);

  routeSignIn(app, parts);
  routeSessions(app, parts);
  routeReplay(app, parts);
  routeSearch(app, parts);
  routeRequests(app, parts);
  routeStopping(app, parts);
  routePage(app, parts.files);
  return app;
}

const needSecret = createMiddleware<WebEnv>(async (call, next) => {
  if (!call.get('signIn').holdsSecret(call.req.header('Ostiary-Secret') ?? '')) {
    throw new RequestFailure('SECRET_MISSING');
  }
  return next();
});

/** Addresses that the page itself tells apart. */
const views = ['/', '/search', '/requests', '/sessions/:id'];

function routePage(app: Hono<WebEnv>, files: ReadonlyMap<string, Asset>): void {
  const serve = (call: Call, path: string) => {
    const file = files.get(path);
    if (file === undefined) throw new RequestFailure('NOT_FOUND');
    const cache = file.lasting ? 'public, max-age=31536000, immutable' : 'no-cache';
    return call.body(file.bytes, 200, { 'Content-Type': file.type, 'Cache-Control': cache });
  };
  const index = '/index.html';
  for (const view of views) {
    app.get(view, (call) => {
      if (files.has(index)) return serve(call, index);
      return call.html(plainPage('The page was not built.', 'Run `npm run build`, then start the broker again.'), 503);
    });
  }
  app.get('*', (call) => serve(call, call.req.path));
}

/** For programs in the one form, for people as a page. */
function answer(call: Call, failure: RequestFailure): Response {
  const { message, remedy } = failure.body().error;
  if (failure.code === 'METHOD_UNKNOWN') call.header('Allow', 'GET, POST');
  if (isApi(call.req.path)) return call.json(failure.body(), failure.status);
  return call.html(plainPage(`${message.charAt(0).toUpperCase()}${message.slice(1)}.`, remedy), failure.status);
}
