// The auditors' door over a real store, desk, replays and screens; and visitors who say exactly what a test wants.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createDesk } from '../../src/approval/desk.ts';
import { whyNotDecide } from '../../src/approval/permission.ts';
import { createAuditor } from '../../src/audit/auditor.ts';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import type { Refusal } from '../../src/fronts/front.ts';
import { defaultLimits, type WebLimits } from '../../src/fronts/web/server/limits.ts';
import type { WebParts } from '../../src/fronts/web/server/parts.ts';
import { createWebFront } from '../../src/fronts/web/server/web-front.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { createReplays } from '../../src/replay/replays.ts';
import type { SearchIndex } from '../../src/search/search.ts';
import { createLiveScreens } from '../../src/sinks/live/live-screens.ts';
import { person } from './console-door.ts';
import { type Asked, askHttp } from './http.ts';
import { openWorld } from './recorded-world.ts';

export interface WebDoorOptions extends Partial<Pick<WebParts, 'publicUrl' | 'trustProxy' | 'tls' | 'mask'>> {
  readonly limits?: Partial<WebLimits>;
  /** Files of the built page by name; by default an index and a script. */
  readonly page?: Readonly<Record<string, string>>;
  readonly search?: SearchIndex['search'];
  /** Recordings of more bytes are played by segments. */
  readonly whole?: number;
}

export async function openWebDoor(options: WebDoorOptions = {}) {
  const world = openWorld();
  const { folder, recordings, state, store, log } = world;
  const assets = join(folder, 'page');
  for (const [name, text] of Object.entries(options.page ?? page)) {
    mkdirSync(join(assets, name, '..'), { recursive: true });
    writeFileSync(join(assets, name), text);
  }
  const people = new Map<string, Identity>(
    [person('operator', 'maria'), person('auditor', 'aud'), person('agent', 'coder')].map((one) => [one.name, one]),
  );
  const clock = createShiftedClock();
  const desk = createDesk({ store, clock, log });
  const screens = createLiveScreens();
  const replays = createReplays({
    store,
    recordings,
    state,
    log,
    ...(options.whole === undefined ? {} : { limit: options.whole }),
  });
  const refusals: Refusal[] = [];
  const search = options.search ?? (async () => ({ kind: 'hits', hits: [], cursor: null }) as const);
  const front = createWebFront({
    listen: { host: '127.0.0.1', port: 0 },
    publicUrl: options.publicUrl ?? null,
    trustProxy: options.trustProxy ?? false,
    tls: options.tls ?? null,
    assets,
    limits: { ...defaultLimits, ...options.limits },
    store,
    desk,
    screens,
    replays,
    search: {
      search,
      add: () => {},
      stir: () => {},
      settled: async () => {},
      forget: async () => {},
      close: async () => {},
    },
    auditor: createAuditor({ store, recordings }),
    identity: (name) => people.get(name) ?? null,
    whyNotDecide,
    mask: options.mask ?? ((text) => text),
    level: 'line-checked',
    version: '1.2.3',
    clock,
    log,
    refused: (refusal) => refusals.push(refusal),
  });
  const port = Number((await front.listen()).split(':').at(-1));
  const origin = `http://127.0.0.1:${port}`;
  onTestFinished(async () => {
    await front.close();
    await desk.close();
    await replays.close();
  });

  const ask = (path: string, asked: Asked = {}) => askHttp(port, path, asked);
  const linkOf = (name: string) =>
    new URL(front.link(people.get(name) ?? person('auditor', name), 'asked').url).pathname;

  /** Signs in and answers with what that person can ask. */
  async function signIn(name: string) {
    const answer = await ask(linkOf(name));
    const cookie = answer.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';
    let secret = '';
    const headers = () => ({ Cookie: cookie, Origin: origin, ...(secret === '' ? {} : { 'Ostiary-Secret': secret }) });
    const get = (path: string, more: Asked['headers'] = {}) =>
      ask(`/api/v1${path}`, { headers: { Cookie: cookie, ...more } });
    const post = (path: string, body: unknown = {}, more: Asked['headers'] = {}) =>
      ask(`/api/v1${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json', ...headers(), ...more },
      });
    const takeSecret = async () => {
      secret = (await post('/secret')).json<{ secret: string }>().secret;
    };
    return { cookie, get, post, takeSecret };
  }

  const events = () => [...store.events()];
  return { ...world, port, origin, front, desk, screens, clock, people, refusals, ask, linkOf, signIn, events };
}

export type WebDoor = Awaited<ReturnType<typeof openWebDoor>>;

const page = {
  'index.html': '<!doctype html><title>the page</title>',
  'assets/main-1.js': 'export {};',
};

/** The system's clock, which a test may put forward. */
function createShiftedClock(): Clock & { pass(seconds: number): void } {
  let shift = 0;
  return {
    now: () => new Date(Date.now() + shift * 1000).toISOString(),
    micros: () => systemClock.micros() + shift * 1_000_000,
    pass(seconds) {
      shift += seconds;
    },
  };
}
