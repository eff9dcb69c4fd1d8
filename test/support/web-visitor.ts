// The auditors' page of a real broker, and people who sign in to it as they do: by the link that the console prints.
import { expect } from 'vitest';
import { startBroker, type TestBroker } from './broker.ts';
import type { BrokerOptions } from './broker-process.ts';
import { type Asked, askHttp } from './http.ts';
import { ssh } from './ssh-client.ts';
import { until } from './wait.ts';

export async function startWebBroker(options: BrokerOptions = {}) {
  return findPage(await startBroker({ ...options, web: true }));
}

/** Where the page of a broker is; its port may differ after a restart. */
export async function findPage(broker: TestBroker) {
  await until(() => broker.said().includes('/sign-in/'));
  const port = Number(/, web http:\/\/127\.0\.0\.1:(\d+)/.exec(broker.said())?.[1]);
  /** Path of the link that is printed at the start, for `aud`. */
  const first = new URL(/http\S+\/sign-in\/\S+/.exec(broker.said())?.[0] ?? '').pathname;
  return { broker, port, first, origin: `http://127.0.0.1:${port}` };
}

export type WebBroker = Awaited<ReturnType<typeof startWebBroker>>;

/** A link as the console's verb prints it; its path. */
async function linkOf(broker: TestBroker, identity: string): Promise<string> {
  const { stdout, status } = await ssh({ ...broker.as(identity, 'console'), args: ['web --json'] });
  expect(status).toBe(0);
  return new URL((JSON.parse(stdout.toString()) as { url: string }).url).pathname;
}

export async function signIn({ broker, port, origin }: WebBroker, identity: string) {
  const { headers } = await askHttp(port, await linkOf(broker, identity));
  const cookie = headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';
  const own = { Cookie: cookie, Origin: origin, 'Content-Type': 'application/json' };
  const get = (path: string, more: Asked['headers'] = {}, rest: Asked = {}) =>
    askHttp(port, path, { ...rest, headers: { Cookie: cookie, ...more } });
  const post = (path: string, body: unknown, more: Asked['headers'] = {}, rest: Asked = {}) =>
    askHttp(port, path, { method: 'POST', body: JSON.stringify(body), ...rest, headers: { ...own, ...more } });
  return { cookie, get, post };
}
