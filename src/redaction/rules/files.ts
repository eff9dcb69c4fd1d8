// Lines of credential files that carry no telling name: .pgpass, docker and git credential stores, /etc/shadow.
import { sampleOf } from '../alphabet.ts';
import { entropy } from '../checks/entropy.ts';
import { pattern } from '../pattern-rule.ts';
import { isSecretValue } from './assignment/values.ts';
import { isUserAndPassword } from './headers.ts';

export const files = [
  pattern({
    kind: 'registry-auth',
    // Bundler names the server in the variable and gives `user:password` (bundler.io, credentials for gem sources).
    triggers: ['bundle_'],
    pattern: /bundle_[a-z0-9_]{2,64}__[a-z]{2,12}["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(?<v>[\w-]{1,128}:[\w-]{0,128})/i,
    accept: (value) => /^[\w-]+:[\w-]{6,}$/.test(value),
    finds: ['BUNDLE_GEMS__ACME__TEST: ⟦ab12cd34:ef56ab78⟧', 'export BUNDLE_GEMS__ACME__TEST=⟦bob:hunter2x⟧'],
    ignores: ['BUNDLE_PATH: vendor/bundle', 'BUNDLE_BUILD__NOKOGIRI: "--use-system-libraries"'],
  }),
  pattern({
    kind: 'vault-unseal-key',
    triggers: ['unseal '],
    pattern: /unseal (?:key \d{1,2}: {0,4}|(?:-[\w=-]{1,40} ){0,4})(?<v>[A-Za-z0-9+/=]{0,128})/i,
    accept: (value) => value.length >= 40 && /[0-9]/.test(value),
    finds: [`Unseal Key 1: ⟦${sampleOf('base64', 44, 8)}⟧`, `vault operator unseal ⟦${sampleOf('base64', 44, 9)}⟧`],
    ignores: ['Unseal Progress 2/3', 'vault operator unseal $KEY'],
  }),
  pattern({
    kind: 'registry-auth',
    triggers: ['.dockerconfigjson', '.dockercfg'],
    pattern: /\.docker(?:configjson|cfg)\\*["']?[ \t]{0,4}:[ \t]{0,4}\\*["']?(?<v>[A-Za-z0-9+/=]{0,4096})/,
    accept: (value) => value.length >= 20,
    finds: [`.dockerconfigjson: ⟦${sampleOf('base64', 60, 8)}⟧`],
    ignores: ['type: kubernetes.io/dockerconfigjson', '.dockerconfigjson: ""'],
  }),
  pattern({
    kind: 'password-hash',
    // LM and NT hashes as tools dump them: `name:500:…:…:::`.
    triggers: [':::'],
    begin: (text, at) =>
      /:\d{1,10}:[a-f0-9]{32}:[a-f0-9]{32}$/i.test(text.slice(Math.max(0, at - 80), at)) ? at - 65 : -1,
    pattern: /(?<v>[a-f0-9]{32}:[a-f0-9]{32}):::/i,
    accept: () => true,
    finds: [`Administrator:500:⟦${sampleOf('hex', 32, 1)}:${sampleOf('hex', 32, 2)}⟧:::`],
    ignores: ['a:::b', 'x:1:y:::'],
  }),
  pattern({
    kind: 'password-hash',
    // The LM half of an account that has none: the NT hash follows.
    triggers: ['aad3b435b51404ee:'],
    pattern: /aad3b435b51404ee:(?<v>[a-f0-9]{0,32})/i,
    accept: (value) => value.length === 32,
    finds: [`aad3b435b51404eeaad3b435b51404ee:⟦${sampleOf('hex', 32, 2)}⟧`],
    ignores: ['aad3b435b51404ee: is half of it'],
  }),
  pattern({
    kind: 'kerberos-hash',
    triggers: ['$krb0'],
    pattern: /(?<v>\$krb5(?:asrep|tgs|pa)\$\d{1,2}\$[^\s"']{40,4000})/,
    partial: /(?<v>\$krb5[^\s"']{0,4000})$/,
    accept: () => true,
    finds: [`⟦$krb5asrep$23$u@x.test:${sampleOf('hex', 32, 1)}$${sampleOf('hex', 120, 2)}⟧`],
    ignores: ['$krb5asrep$ is a prefix'],
  }),
  pattern({
    kind: 'private-key',
    // Private members of a JSON Web Key (RFC 7518 §6).
    triggers: ['"d"', '"k"', '"p"', '"q"', '"dp"', '"dq"', '"qi"'],
    pattern: /"(?:d|k|p|q|dp|dq|qi)"[ \t]{0,4}:[ \t]{0,4}"(?<v>[\w-]{0,1024})/,
    accept: (value) => value.length >= 40 && entropy(value) >= 4.3,
    finds: [`{"kty":"oct","k":"⟦${sampleOf('url', 43, 2)}⟧"}`, `"d": "⟦${sampleOf('url', 200, 3)}⟧"`],
    ignores: ['{"k":"v"}', '"d":"M12 2L2 7l10 5 10-5-10-5zM2 17l10 5 10-5"'],
  }),
  pattern({
    kind: 'api-key',
    // Two strings: an account, and its key.
    triggers: ['client(', 'search('],
    pattern:
      /(?:client|search)\([ \t]{0,4}["'][^"'\n]{1,128}["'][ \t]{0,4},[ \t]{0,4}["'](?<v>[A-Za-z0-9+/=_-]{0,128})["']?/i,
    partial:
      /(?:client|search)\([ \t]{0,4}["'][^"'\n]{1,128}["'][ \t]{0,4},[ \t]{0,4}["'](?<v>[A-Za-z0-9+/=_-]{0,128})$/i,
    accept: (value) =>
      /^[a-f0-9]{32,64}$/.test(value) ||
      (value.length >= 20 &&
        entropy(value) >= 3.8 &&
        /[0-9]/.test(value) &&
        /[a-z]/.test(value) &&
        /[A-Z]/.test(value)),
    finds: [`Client("me", "⟦${sampleOf('hex', 32, 2)}⟧")`],
    ignores: ['Client("host", "eu-central-1")', "client('a', 'application/json')"],
  }),
  pattern({
    kind: 'device-token',
    triggers: ['thingsboard', 'login_with_api_key'],
    pattern:
      /(?:thingsboard[^\s"']{0,80}\/api\/v1\/(?!integrations)|login_with_api_key["'][^\n]{0,40}\[[ \t]?["'])(?<v>[\w-]{0,80})/,
    accept: (value) => value.length >= 20 && /[0-9]/.test(value),
    finds: [`https://demo.thingsboard.io/api/v1/⟦${sampleOf('alnum', 20, 2)}⟧/telemetry`],
    ignores: ['https://thingsboard.io/docs/api/v1/overview'],
  }),
  pattern({
    kind: 'pgpass',
    triggers: [':0000:', ':00000:', ':*:'],
    follows: String.raw`\w*.-`,
    begin: (text, at) => (/^[ \t]*[\w.*/-]{1,128}$/.test(text.slice(0, at)) ? at : -1),
    pattern: /:(?:\d{4,5}|\*):[\w*.-]{1,64}:[\w*.@-]{1,64}:(?<v>[^\s]{0,256})/,
    accept: (value) => isSecretValue(value, 'password', 'strict'),
    finds: ['db.internal:5432:app:app_user:⟦T6JQXa3ti1nvsB⟧', '*:*:*:bob:⟦Winter2026x⟧'],
    ignores: ['localhost:8080:a:b:c', '12:30:4500:55:1'],
  }),
  pattern({
    kind: 'registry-auth',
    triggers: ['auth"', "auth'", '_auth', 'auth:'],
    pattern: /_?auth["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(?<v>[A-Za-z0-9+/]{0,1024}={0,2})/i,
    accept: (value) => value.length >= 8 && isUserAndPassword(value),
    finds: [`{"auths":{"r.test":{"auth":"⟦${Buffer.from('svc:mSmuCBIjLWDTJ').toString('base64')}⟧"}}}`],
    ignores: ['"auth": "none"', 'auth: basic'],
  }),
];
