import { describe, expect, it } from 'vitest';
import { checkWeb } from '../../../src/config/check-web.ts';
import { configSchema } from '../../../src/config/schema/config.ts';

/** Findings for these two settings, `path: text` each. */
function findings(listen: string, web: object = {}): string[] {
  const written = configSchema.parse({ version: 1, policy: 'none', listen: { web: listen }, web });
  const missing = (path: readonly (string | number)[], file: string) =>
    file.startsWith('none') ? [{ path, text: `there is no ${file}` }] : [];
  return checkWeb(written, missing).map(({ path, text }) => `${path.join('.')}: ${text}`);
}

const tls = { cert: 'cert.pem', key: 'key.pem' };
const publicUrl = 'https://audit.example.org';

describe('where the page may be served', () => {
  it.each(['127.0.0.1:8022', '127.8.8.8:1', '[::1]:8022', 'localhost:8022'])(
    'on this machine without more: %s',
    (listen) => expect(findings(listen)).toEqual([]),
  );

  it.each(['0.0.0.0:8022', '[::]:8022', '192.168.1.4:443', 'audit.example.org:443'])(
    'beyond this machine never without TLS: %s',
    (listen) => {
      expect(findings(listen, { publicUrl })).toEqual([expect.stringMatching(/^listen\.web: .*without TLS/)]);
      expect(findings(listen, { publicUrl, tls })).toEqual([]);
      expect(findings(listen, { publicUrl, trustProxy: true })).toEqual([]);
    },
  );

  it('beyond this machine only under a name that is known, and over https', () => {
    expect(findings('0.0.0.0:8022', { tls })).toEqual([expect.stringContaining('web.publicUrl')]);
    expect(findings('0.0.0.0:8022', { tls, publicUrl: 'http://audit.example.org' })).toEqual([
      expect.stringMatching(/^web\.publicUrl: must begin with https/),
    ]);
    expect(findings('127.0.0.1:8022', { publicUrl: 'http://localhost:9000' })).toEqual([]);
  });

  it('with files that are there', () => {
    expect(findings('127.0.0.1:8022', { tls: { cert: 'none.pem', key: 'none.key' } })).toHaveLength(2);
  });

  it.each([
    'https://example.org/page',
    'https://example.org/?a',
    'https://me@example.org',
    'ftp://example.org',
    'example',
  ])('under an origin, not %s', (url) => expect(() => findings('127.0.0.1:8022', { publicUrl: url })).toThrow());
});
