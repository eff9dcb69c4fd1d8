// The auditors' page carries sign-ins: beyond this machine it goes over TLS, and under a name that is known.
import { isLoopback } from '../core/address.ts';
import type { Finding } from './findings.ts';
import type { WrittenConfig } from './schema/config.ts';

/** @param missing findings about a file that is not there */
export function checkWeb(
  { listen, web }: Pick<WrittenConfig, 'listen' | 'web'>,
  missing: (path: Finding['path'], file: string) => Finding[],
): Finding[] {
  const { publicUrl, trustProxy, tls } = web;
  const findings =
    tls === undefined ? [] : [...missing(['web', 'tls', 'cert'], tls.cert), ...missing(['web', 'tls', 'key'], tls.key)];
  const isPublic = publicUrl !== undefined && !isLoopback(new URL(publicUrl).hostname.replace(/^\[|\]$/g, ''));
  if (isPublic && !publicUrl.startsWith('https:')) {
    findings.push({ path: ['web', 'publicUrl'], text: 'must begin with https: sign-ins travel over it' });
  }
  if (listen.web === undefined || isLoopback(listen.web.host)) return findings;
  const where = ['listen', 'web'];
  if (tls === undefined && !trustProxy) {
    const text = `other machines reach it without TLS; listen on 127.0.0.1, name \`web.tls\`, or say \`web: { trustProxy: true }\` where a proxy ends TLS`;
    findings.push({ path: where, text });
  }
  if (!isPublic)
    findings.push({ path: where, text: 'other machines reach it, but under which name? say it at `web.publicUrl`' });
  return findings;
}
