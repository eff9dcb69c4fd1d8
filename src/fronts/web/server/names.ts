// Under which names the page is reached. A request for any other is from a browser that was led astray (DNS rebinding).
import { isLoopback } from '../../../core/address.ts';

export interface Names {
  /** Where a person begins; without a slash at its end. */
  readonly origin: string;
  /** True when browsers reach it over TLS only. */
  readonly secure: boolean;
  /** The origin that a Host header (RFC 9110 §7.2) stands for; null when it is none of ours. */
  originOf(host: string): string | null;
}

export interface NameParts {
  readonly publicUrl: string | null;
  readonly tls: boolean;
  /** As bound. */
  readonly host: string;
  readonly port: number;
}

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

export function createNames({ publicUrl, tls, host, port }: NameParts): Names {
  const scheme = tls ? 'https' : 'http';
  const own = isLoopback(host) ? [...new Set([inUrl(host), ...loopbackNames])] : [];
  const named = publicUrl === null ? [] : [publicUrl];
  const urls = [...named, ...own.map((name) => `${scheme}://${name}:${port}`)].map((url) => new URL(url));
  const origins = new Map(urls.toReversed().map((url) => [url.host, url.origin]));
  const [first = new URL(`${scheme}://${inUrl(host)}:${port}`)] = urls;
  return {
    origin: first.origin,
    secure: first.protocol === 'https:',
    originOf: (name) => origins.get(name.toLowerCase()) ?? null,
  };
}

const inUrl = (host: string) => (host.includes(':') ? `[${host}]` : host);
