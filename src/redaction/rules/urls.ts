// Credentials in addresses: passwords and tokens before the host, signatures among the parameters.
import { sampleOf } from '../alphabet.ts';
import { entropy } from '../checks/entropy.ts';
import { isPlaceholder } from '../checks/placeholder.ts';
import { pattern } from '../pattern-rule.ts';

const notMeant =
  /^(?:pass|passwd|password|pwd|user|username|guest|x-oauth-basic|port|\d{1,5}|[*.]+|p|\{\w+\}|(.)\1*)$/i;
const made = sampleOf('alnum', 30, 31);

// Most addresses have no @.
const needs = { char: '@', reach: 400 };

export const urls = [
  pattern({
    kind: 'url-password',
    triggers: ['://'],
    needs,
    pattern: /:\/\/[^\s/?#:"'<>`\\,;()]{0,128}:(?<v>[^\s"'<>`\\]{1,256})@(?=[\w[.%-]|\$\{?\w)/,
    partial: /:\/\/[^\s/?#:"'<>`\\,;()]{0,128}:(?<v>[^\s"'<>`\\]{0,256})$/,
    accept: (value, text, start) => {
      // A port and a path with an @ somewhere behind it.
      if (
        /^\d{1,5}(?:\/|$)/.test(value) ||
        (/^[^@]*[/?#][^@]*\/[^@]*$/.test(value) && /\s/.test(text[start - 1] ?? ''))
      )
        return false;
      if (/^[^/?#]*\//.test(value) && !/^[^/]{3,}\/[^/]*$/.test(value)) return false;
      // `mongodb:mongodb`: what everybody knows.
      if (/^[a-z]+$/i.test(value) && text.slice(0, start - 1).endsWith(`/${value}`)) return false;
      return value.length >= 3 && !notMeant.test(value) && !isPlaceholder(value);
    },
    finds: [
      'DATABASE_URL=postgres://app:⟦lzM1ouqLw91⟧@db-1.internal:5432/prod',
      'git clone https://bot:⟦hCnDfE1t8⟧@host.example.com/r.git',
      'redis://:⟦p4ssW0rt⟧@cache:6379/0',
    ],
    ignores: [
      'postgres://localhost:5432/app',
      'https://user@host.example.com/path',
      'http://user:password@host/',
      'http://h:8080/a@b',
      'https://$USER:$PASS@host/',
      'https://{USER}:{PASS}@host/',
      'mongodb://mongodb:mongodb@localhost/db',
    ],
  }),
  pattern({
    kind: 'url-token',
    triggers: ['://'],
    needs,
    pattern: /:\/\/(?<v>[A-Za-z0-9_-]{20,256})(?::(?:x-oauth-basic|x)?)?@/,
    partial: /:\/\/(?=[\w-]*[0-9][\w-]*[0-9])(?<v>[A-Za-z0-9_-]{20,256}(?::[\w-]{0,13})?)$/,
    accept: (value, text, start) =>
      /[0-9]/.test(value) &&
      !isPlaceholder(value) &&
      // With `x-oauth-basic` behind it, it is a token whatever it looks like.
      (entropy(value) >= 3.3 || text.startsWith(':x-oauth-basic', start + value.length)),
    finds: [
      `git remote add o https://⟦${made}⟧@github.com/a/b.git`,
      `https://⟦${made}⟧:@api.x.test`,
      `git+https://⟦44ff77aa44ff77aa44ff77aa⟧:x-oauth-basic@github.com/a/b.git`,
    ],
    ignores: ['https://some-long-user-name-here@host/'],
  }),
  pattern({
    kind: 'url-signature',
    triggers: ['sig=', 'signature=', 'x-amz-security', 'x-amz-credential', 'code=', 'x-goog-sig', 'hmac=', 'nonce='],
    begin: (text, at) =>
      /[?&;]$|[?&][\w-]{0,24}$|&amp;$|\\u0026$/.test(text.slice(Math.max(0, at - 32), at)) ? at : -1,
    pattern: /[\w-]{2,40}=(?<v>[\w%+/=.~-]{0,2048})/,
    accept: (value) =>
      value.length >= 20 &&
      /[0-9]/.test(value) &&
      /[A-Za-z]/.test(value) &&
      entropy(value) >= 3.2 &&
      !isPlaceholder(value),
    finds: [
      `https://a.blob.core.windows.net/c/f?sv=2022&sp=r&sig=⟦${made}%3D⟧`,
      `https://b.s3.amazonaws.com/k?X-Amz-Signature=⟦${sampleOf('hex', 64, 3)}⟧`,
    ],
    ignores: ['https://x.test/?code=12&state=ok', 'exit code=137'],
  }),
];
