// Requests to the auditors' door that say exactly what a test wants: any Host, any path, any header.
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  /** Instead of the client's own. */
  readonly host?: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly bytes: Buffer;
  /** The body as JSON. */
  json<Value = Record<string, unknown>>(): Value;
}

/** One request, its path exactly as given: nothing is tidied up on the way. */
export function askHttp(port: number, path: string, { method = 'GET', headers = {}, body, host }: Asked = {}) {
  return new Promise<Answered>((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path, method, agent: false, timeout: 30_000 };
    const sent = httpRequest({ ...options, headers: { ...headers, Host: host ?? `127.0.0.1:${port}` } as never });
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          bytes,
          json: () => JSON.parse(text),
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
