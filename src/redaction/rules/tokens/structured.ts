// Secrets told by a structure of their own: web tokens, password hashes, webhook addresses.

import { sampleOf } from '../../alphabet.ts';
import { entropy } from '../../checks/entropy.ts';
import { isFiller } from '../../checks/placeholder.ts';
import { pattern } from '../../pattern-rule.ts';
import type { Rule } from '../../rule.ts';
import { plainTail } from '../../tail.ts';
import { isFreeBefore } from '../../token.ts';

interface Structure {
  readonly kind: string;
  readonly triggers: readonly string[];
  /** Sticky at the trigger; group 1 is masked when there is one, else the whole. */
  readonly pattern: RegExp;
  readonly check?: (value: string) => boolean;
  readonly glued?: boolean;
  /** What cannot hold a value that begins further on, when there is none: sticky at the trigger. */
  readonly barren?: RegExp;
  readonly finds: readonly string[];
  readonly ignores: readonly string[];
}

/** A first part is not longer: then it is other base64 that begins alike, as that of source maps does. */
const longestStart = 1024;

function structured({ kind, triggers, pattern, check, glued, barren, finds, ignores }: Structure): Rule {
  const sticky = new RegExp(pattern.source, `${pattern.flags}dy`);
  const skip = barren && new RegExp(barren.source, 'y');
  return {
    kind,
    group: 'secrets',
    triggers,
    find(text, at) {
      if (!glued && !isFreeBefore(text, at)) return undefined;
      sticky.lastIndex = at;
      const match = sticky.exec(text);
      const range = match?.indices?.[1] ?? match?.indices?.[0];
      if (!range) {
        if (!skip) return undefined;
        skip.lastIndex = at;
        return skip.test(text) ? { start: at, end: skip.lastIndex, masked: false } : undefined;
      }
      const value = text.slice(...range);
      return {
        start: range[0],
        end: range[1],
        masked: !isFiller(value) && entropy(value) > 2.4 && (check?.(value) ?? true),
      };
    },
    opens(text, at, after) {
      if (!glued && !isFreeBefore(text, at)) return -1;
      if (skip && text.length - at > longestStart) {
        skip.lastIndex = at;
        if (skip.test(text) && skip.lastIndex - at > longestStart) return -1;
      }
      return plainTail(text) <= after ? at : -1;
    },
    finds,
    ignores,
  };
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** `00D` stands there. */
function isOrganisation(bytes: Uint8Array, at: number, start: number): boolean {
  return at >= start && bytes[at] === 0x30 && bytes[at + 1] === 0x30 && bytes[at + 2] === 0x44;
}

const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
const jwt = `${header}.${Buffer.from('{"sub":"4711","iat":1700000000}').toString('base64url')}.${sampleOf('url', 43, 5)}`;

/** The organisation (18 or 15 characters from `00D` on), `!`, then the session. */
const salesforce = pattern({
  kind: 'salesforce-session',
  triggers: [...'abcdefghijklmnopqrstuvwxyz0._'].map((first) => `!${first}`),
  begin: (text, at) => (organisation.test(text.slice(Math.max(0, at - 19), at)) ? text.lastIndexOf('00D', at) : -1),
  pattern: /(?<v>00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?![A-Za-z0-9._]{60,300})(?![A-Za-z0-9])/,
  partial: /(?<v>00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{0,300})$/,
  accept: (value) => !isFiller(value),
  finds: [
    `sid ⟦00D${sampleOf('alnum', 15, 3)}!A${sampleOf('alnum', 95, 4)}⟧`,
    `{"access_token":"⟦00D${sampleOf('alnum', 12, 5)}!${sampleOf('alnum', 96, 6)}⟧"}`,
  ],
  ignores: ['00D is how they begin!and so on', 'well!done'],
});
const organisation = /(?<![A-Za-z0-9])00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;

/** An application's number, a bar, its secret. */
const facebook = pattern({
  kind: 'facebook-token',
  triggers: ['0|', '0%7c'],
  begin: (text, at) => {
    const number = /(?<!\w)\d{14,15}$/.exec(text.slice(Math.max(0, at - 17), at));
    return number ? at - number[0].length : -1;
  },
  pattern: /(?<v>\d{15,16}(?:\||%7C)[\w-]{27,40})(?!\w)/i,
  partial: /(?<v>\d{15,16}(?:\||%7C)[\w-]{0,40})$/i,
  accept: (value) => /[A-Za-z]/.test(value.slice(17)) && entropy(value.slice(16)) >= 3.2,
  finds: [`token=⟦${sampleOf('digits', 15, 3)}|${sampleOf('url', 27, 4)}⟧`],
  ignores: ['| 123456789012345|next cell of a table |', '12|34'],
});

/** Secrets of applications in Entra: `Q~` behind three characters and a digit. */
const azure = pattern({
  kind: 'azure-client-secret',
  triggers: ['0Q~'],
  begin: (text, at) => (/[\w~.-]/.test(text[at - 4] ?? ' ') ? -1 : at - 3),
  pattern: /(?<v>[\w~.]{3}\dQ~[\w~.-]{31,34})(?![\w~-])/,
  partial: /(?<v>[\w~.]{3}\dQ~[\w~.-]{0,34})$/,
  accept: (value) => !isFiller(value.slice(6)) && entropy(value) >= 3.4,
  finds: [
    `⟦a.Z8Q~${sampleOf('url', 34, 3)}⟧`,
    `x: "⟦${sampleOf('alnum', 3, 2)}7Q~${sampleOf('alnum', 12, 4)}~${sampleOf('alnum', 20, 5)}.⟧"`,
  ],
  ignores: ['abc8Q~ is how they begin', `zz9abc8Q~${sampleOf('alnum', 34, 3)}`],
});

export const structuredTokens: Rule[] = [
  azure,
  {
    ...facebook,
    mayFind: (bytes, _after, _end, _open, at, start) =>
      at - start >= 14 && isDigit(bytes[at - 1]!) && isDigit(bytes[at - 14]!),
  },
  {
    ...salesforce,
    mayFind: (bytes, _after, _end, _open, at, start) =>
      at - start >= 15 && (isOrganisation(bytes, at - 18, start) || isOrganisation(bytes, at - 15, start)),
  },
  structured({
    kind: 'jwt',
    triggers: ['eyJ'],
    // JWS has three parts, JWE five; the signature may be cut off or missing.
    pattern: /eyJ[A-Za-z0-9_-]{10,1024}\.(?:eyJ)?[A-Za-z0-9_-]{10,4096}(?:\.[A-Za-z0-9_-]{0,4096}){0,3}/,
    barren: /[A-Za-z0-9_-]+(?!\.)/,
    finds: [`token ⟦${jwt}⟧ ok`, `{"jwt":"⟦${jwt}⟧"}`],
    ignores: ['eyJ is how they begin', 'eyJhbGciOiJIUzI1NiJ9 alone'],
  }),
  structured({
    kind: 'aws-bedrock-key',
    // A signed address in base64: it begins with the host.
    triggers: ['bedrock-api-key-'],
    pattern: /bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t[A-Za-z0-9+/=]{0,4000}/,
    finds: [`⟦bedrock-api-key-${Buffer.from('bedrock.amazonaws.com/?Action=CallWithBearer').toString('base64')}⟧`],
    ignores: ['bedrock-api-key-YmVkcm9', 'bedrock-api-key-generator 1.2'],
  }),
  structured({
    kind: 'twitter-bearer',
    triggers: ['AAAAAAAAAAAAAAAAAAAAA'],
    pattern: /A{21,24}[A-Za-z0-9%_-]{55,150}/,
    finds: [`⟦${'A'.repeat(22)}${sampleOf('alnum', 40, 6)}%2B${sampleOf('alnum', 38, 7)}⟧`],
    ignores: ['AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', `AAAAAAAAAAAAAAAAAAAAA${sampleOf('alnum', 20, 6)}`],
  }),
  structured({
    kind: 'discord-token',
    // Named, or where a bot's program takes it: then it need not begin as an account's number does.
    triggers: ['discord', '.login(', '.run('],
    pattern:
      /(?:discord|\.login\(|\.run\()[^\n]{0,60}?(?<![\w.-])([A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,45})(?![\w-])/i,
    glued: true,
    finds: [
      `client.login('⟦${sampleOf('alnum', 24, 1)}.${sampleOf('alnum', 6, 2)}.${sampleOf('alnum', 27, 3)}⟧')`,
      `discord: ⟦${sampleOf('alnum', 26, 4)}.${sampleOf('alnum', 6, 5)}.${sampleOf('alnum', 38, 6)}⟧`,
    ],
    ignores: ['import discord.client.events from "discord.js"', 'bot.run(main.start.now)'],
  }),
  structured({
    kind: 'amazon-login-token',
    triggers: ['Atza|', 'Atzr|'],
    pattern: /Atz[ar]\|[\w+/=-]{60,2000}/,
    finds: [`⟦Atza|${sampleOf('url', 120, 8)}⟧`],
    ignores: ['Atza| begins it'],
  }),
  structured({
    kind: 'ebay-token',
    triggers: ['v^0.0#i^'],
    pattern: /v\^1\.1#i\^1#[\w^#+/=]{60,2000}/,
    finds: [`⟦v^1.1#i^1#r^0#p^3#f^0#I^3#t^${sampleOf('alnum', 120, 9)}⟧`],
    ignores: ['v^1.1#i^1# is short'],
  }),
  structured({
    kind: 'roblox-session',
    triggers: ['_|warning:-do-not-share-this.'],
    pattern: /_\|WARNING:-DO-NOT-SHARE-THIS\.[^|\s]{0,200}\|_(?<v>[A-F0-9]{60,2000})/,
    glued: true,
    finds: [`_|WARNING:-DO-NOT-SHARE-THIS.--Sharing-it-will-allow-others.|_⟦${sampleOf('HEX', 100, 4)}⟧`],
    ignores: ['_|WARNING:-DO-NOT-SHARE-THIS.--Sharing|_'],
  }),
  structured({
    kind: 'private-key',
    // Base64 of a line `-----BEGIN … PRIVATE KEY-----`; certificates begin with the same letters.
    triggers: ['LS0tLS1CRUdJTi'],
    pattern: /LS0tLS1CRUdJTi[A-Za-z0-9+/=]{20,4080}/,
    check: (value) => /PRIVATE KEY/.test(Buffer.from(value.slice(0, 120), 'base64').toString('latin1')),
    glued: true,
    finds: [
      `k: ⟦${Buffer.from(`-----BEGIN RSA PRIVATE ${'KEY'}-----\n${sampleOf('base64', 90, 2)}`).toString('base64')}⟧`,
    ],
    ignores: [`k: ${Buffer.from(`-----BEGIN CERTIFICATE-----\n${sampleOf('base64', 90, 2)}`).toString('base64')}`],
  }),
  structured({
    kind: 'password-hash',
    triggers: ['$P$', '$H$', '$S$'],
    // phpass (WordPress, phpBB, Drupal 7).
    pattern: /\$(?:[PH]\$[A-Za-z0-9./]{31}|S\$[A-Za-z0-9./]{52})(?![A-Za-z0-9./])/,
    glued: true,
    finds: [`| bob | ⟦$P$B${sampleOf('alnum', 30, 5)}⟧ |`],
    ignores: ['costs $P$ or $H$', `$P$B${sampleOf('alnum', 12, 5)}`],
  }),
  structured({
    kind: 'password-hash',
    triggers: [
      '$1$',
      '$5$',
      '$6$',
      '$2a$',
      '$2b$',
      '$2y$',
      '$y$',
      '$7$',
      '$gy$',
      '$apr1$',
      '$argon2',
      '$pbkdf2',
      '$scrypt$',
      '$sha1$',
    ],
    pattern: /\$(?:[0-9a-z-]{1,16})\$(?:[A-Za-z0-9=,+./_-]{1,128}\$){0,3}[A-Za-z0-9./+=_-]{16,256}/,
    glued: true,
    finds: [
      `root:⟦$6$${sampleOf('alnum', 16, 1)}$${sampleOf('alnum', 86, 2)}⟧:19700:0:99999:7:::`,
      `⟦$2b$12$${sampleOf('alnum', 53, 3)}⟧`,
    ],
    ignores: ['cost is $5$ or $6$ each', 'echo $1$2'],
  }),
  structured({
    kind: 'password-hash',
    triggers: ['pbkdf2_sha0', 'pbkdf2:sha', 'scrypt:0', 'bcrypt_sha0$', 'bcrypt$$', '{ssha', '{sha', 'scram-sha-0'],
    pattern:
      /(?:pbkdf2_sha(?:256|1)\$\d{1,8}\$[\w+/=-]{1,64}\$[A-Za-z0-9+/=]{20,128}|(?:pbkdf2|scrypt):[\w:]{1,40}\$[\w+/=-]{1,64}\$[A-Fa-f0-9]{32,256}|bcrypt(?:_sha256)?\$\$?2[aby]\$[\d]{2}\$[A-Za-z0-9./]{53}|\{S?SHA\d{0,3}\}[A-Za-z0-9+/=]{24,160}|SCRAM-SHA-\d{1,3}\$\d{3,6}:[A-Za-z0-9+/=]{16,64}\$[A-Za-z0-9+/=:]{40,128})/i,
    finds: [`password: ⟦pbkdf2_sha256$600000$${sampleOf('alnum', 22, 4)}$${sampleOf('base64', 44, 5)}⟧`],
    ignores: ['pbkdf2_sha256 is the default hasher'],
  }),
  structured({
    kind: 'webhook-url',
    triggers: [
      'hooks.slack',
      'https://discord.com/api/w',
      'https://discordapp.com/api/w',
      '.webhook.office.com/',
      'outlook.office.com/w',
      'https://hooks.zapier',
      'https://hook.',
      'https://chat.googleapis',
    ],
    pattern:
      /(?:hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9/_-]{20,200}|https:\/\/discord(?:app)?\.com\/api\/webhooks\/\d{15,22}\/[\w-]{40,120}|(?:\.webhook|outlook)\.office\.com\/webhook(?:b2)?\/[\w@/-]{60,400}|https:\/\/hooks\.zapier\.com\/hooks\/catch\/\d{3,12}\/[a-z0-9]{5,20}|https:\/\/hook\.[a-z0-9]{2,4}\.make\.com\/[a-z0-9]{25,40}|https:\/\/chat\.googleapis\.com\/v1\/spaces\/[\w-]{5,20}\/messages\?key=[\w-]{20,60}&token=[\w%-]{20,80})/,
    glued: true,
    finds: [
      `post to https://⟦hooks.slack.com/services/T${sampleOf('UPPER', 9, 1)}/B${sampleOf('UPPER', 9, 2)}/${sampleOf('alnum', 24, 3)}⟧ please`,
    ],
    ignores: ['see https://hooks.slack.com/services/ for more', 'https://discord.com/api/webhooks are documented'],
  }),
];
