// Credentials in HTTP headers, and bearer tokens wherever they stand.
import { sampleOf } from '../alphabet.ts';
import { entropy } from '../checks/entropy.ts';
import { isPlaceholder } from '../checks/placeholder.ts';
import { pattern } from '../pattern-rule.ts';

const value = String.raw`(?<v>[A-Za-z0-9._~+/=\-:%|]{0,4096})`;
const separator = String.raw`\\{0,4}["'\x60]?\]?[ \t]{0,8}(?:[:=,]|=>)[ \t]{0,8}\\{0,4}(?:[fbr](?=["'\x60]))?["'\x60]?`;
const made = sampleOf('alnum', 40, 21);
const basic = Buffer.from('svc:dJ2V8QYwIvIBin0').toString('base64');

/** The first of two words, or prose. */
const scheme = /^(?=.{0,24}$)[A-Za-z]+\d?(?:[-_][A-Za-z]+\d{0,3})*:?$|^[A-Za-z-]*:?$/;

export const headers = [
  pattern({
    kind: 'authorization',
    triggers: ['authorization'],
    pattern: new RegExp(
      `authorization(?:${separator}|[ \\t]{1,8}["']?(?=(?:bearer|basic|token)[ \\t]))(?:[a-z][\\w.-]{0,30}[ \\t]{1,4}(?=[\\w+/=.~-]{8}|(?:bearer|basic)[ \\t])|(?:bearer|basic|token|apikey|key)[ \\t]{1,4})?${value}`,
      'i',
    ),
    accept: (text, line, start) =>
      text.length >= 6 &&
      !isPlaceholder(text) &&
      !scheme.test(text) &&
      !/^(?:https?:|realm=)/i.test(text) &&
      line[start + text.length] !== '(' &&
      (text.length >= 12 || /[0-9]/.test(text)),
    finds: [
      `Authorization: Bearer ⟦${made}⟧`,
      `{"authorization":"Bearer ⟦${made}⟧"}`,
      `Proxy-Authorization: Basic ⟦${basic}⟧`,
      `authorization: ⟦${made}⟧`,
    ],
    ignores: [
      'Authorization: Bearer $TOKEN',
      'Authorization: Bearer <token>',
      'authorization: none',
      'Authorization = basic_auth_str2(user)',
      'Authorization: https://tools.ietf.org/html/rfc6749',
      'Authorization: Basic auth',
    ],
  }),
  pattern({
    kind: 'authorization',
    triggers: ['response="', 'signature='],
    begin: (text, at) => (/digest |aws4-hmac|signature |keyid=/i.test(text.slice(Math.max(0, at - 512), at)) ? at : -1),
    pattern: /(?:response|signature)=["']?(?<v>[A-Za-z0-9+/=]{0,512})/i,
    accept: (text) => text.length >= 32,
    finds: [
      `Authorization: Digest username="x", response="⟦${sampleOf('hex', 32, 6)}⟧"`,
      `AWS4-HMAC-SHA256 SignedHeaders=host, Signature=⟦${sampleOf('hex', 64, 6)}⟧`,
    ],
    ignores: ['response="ok" digest', 'aws4-hmac signature=bad'],
  }),
  pattern({
    kind: 'session',
    // Cookies of frameworks, also outside a header, and what a sign-in hands over.
    triggers: [
      'jsessionid',
      'phpsessid',
      'aspsessionid',
      'asp.net_sessionid',
      '_gh_sess',
      'connect.sid',
      'laravel_session',
      'wordpress_logged_in',
      'jenkins-crumb',
      'samlresponse',
      'code_verifier',
      'authenticity_token',
      '.aspnetcore.',
    ],
    pattern: new RegExp(`[\\w.-]{4,64}${separator}(?<v>[A-Za-z0-9._~+/=%:-]{0,4096})`, 'i'),
    accept: (text) => text.length >= 16 && /[0-9]/.test(text) && entropy(text) >= 3 && !isPlaceholder(text),
    finds: [
      `JSESSIONID=⟦${sampleOf('HEX', 32, 2)}⟧; x`,
      `"code_verifier": "⟦${made}⟧"`,
      `Jenkins-Crumb: ⟦${sampleOf('hex', 64, 2)}⟧`,
    ],
    ignores: ['the JSESSIONID cookie is set', 'PHPSESSID=deleted'],
  }),
  pattern({
    kind: 'api-key',
    // Headers and names that do not say what they are.
    triggers: [
      'x-jfrog-art-api',
      'reporter_id',
      'sonar.login',
      'sonar_login',
      'x-sonar',
      'x-functions',
      'x-rapidapi-proxy',
      'sonarlogin',
      'appid=',
      '_pat=',
      '_pat:',
      '_pat =',
    ],
    pattern: new RegExp(`[\\w.-]{4,40}?${separator}(?<v>[A-Za-z0-9_-]{0,256})`, 'i'),
    accept: (text) =>
      text.length >= 20 &&
      /[0-9]/.test(text) &&
      entropy(text) >= 3 &&
      !isPlaceholder(text) &&
      !/[a-z]+-[a-z]+-/.test(text),
    finds: [
      `X-JFrog-Art-Api: ⟦${made}⟧`,
      `CC_TEST_REPORTER_ID=⟦${sampleOf('hex', 64, 2)}⟧`,
      `sonar.login=⟦${made}⟧`,
      `https://api.x.test/w?appid=⟦${sampleOf('hex', 32, 3)}⟧&q=x`,
      `export DEVOPS_PAT=⟦${sampleOf('lower', 52, 2)}⟧`,
    ],
    ignores: ['CC_TEST_REPORTER_ID=$ID', 'sonar.login=admin', 'MY_PAT=$PAT', 'appid=my-app-in-production-2'],
  }),
  pattern({
    kind: 'bearer',
    triggers: ['bearer '],
    pattern: new RegExp(`bearer[ \\t]{1,4}["'\\x60]?${value}`, 'i'),
    accept: (text) =>
      text.length >= 16 &&
      /[0-9]/.test(text) &&
      /[A-Za-z]/.test(text) &&
      entropy(text) >= 3 &&
      !/^https?:/i.test(text) &&
      !isPlaceholder(text),
    finds: [`sending Bearer ⟦${made}⟧ upstream`],
    ignores: ['Bearer authentication is used', 'token_type=bearer expires_in=3600', 'bearer token abc'],
  }),
  pattern({
    kind: 'basic-credentials',
    triggers: ['basic '],
    pattern: /basic[ \t]{1,4}["']?(?<v>[A-Za-z0-9+/]{0,512}={0,2})/i,
    accept: (text) => text.length >= 8 && isUserAndPassword(text),
    finds: [`sent Basic ⟦${basic}⟧ to it`],
    ignores: ['Basic authentication failed', 'a basic understanding'],
  }),
  pattern({
    kind: 'cookie',
    triggers: ['session', 'sessid', 'sid=', 'sid"', 'csrf', 'xsrf', '_token=', 'jwt=', 'auth=', 'remember', 'sso'],
    begin: (text, at) =>
      /cookie|curl[ \t][^\n]{0,400}-b[ =]?["']?[^"'\n]{0,400}$/i.test(text.slice(Math.max(0, at - 2048), at)) ? at : -1,
    pattern: /[\w.-]{1,40}=(?<v>[\w.%+/=~:|-]{0,4096})/,
    accept: (text) => text.length >= 12 && entropy(text) >= 2.8 && /[0-9]/.test(text) && !isPlaceholder(text),
    finds: [`Cookie: theme=dark; sessionid=⟦${made}⟧`, `Set-Cookie: PHPSESSID=⟦${sampleOf('lower', 26, 4)}⟧; path=/`],
    ignores: ['Cookie: theme=dark; sessions=3', 'Set-Cookie: session=deleted; path=/'],
  }),
];

/** Base64 of `user:password`, printable. */
export function isUserAndPassword(text: string): boolean {
  const plain = Buffer.from(text, 'base64').toString('latin1');
  return /^[\x20-\x7e]{1,128}:[\x20-\x7e\x80-\xff]{2,}$/.test(plain);
}
