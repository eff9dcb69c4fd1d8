// Personal data told by its format: mail addresses, telephone numbers, payment cards, bank accounts.
import { passesIban, passesLuhn } from '../checks/checksums.ts';
import type { Rule } from '../rule.ts';

// Units of systemd, files and versions: what stands behind an @ and is no host.
const noDomain =
  /\.(?:service|socket|target|timer|mount|slice|scope|device|path|swap|automount|png|jpe?g|gif|svg|webp|ico|js|ts|css|tgz|zip|conf|json|lock|gserviceaccount\.com|local|localdomain|internal|lan|test\d)$/i;
const domain = /@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])/y;
const openDomain = /(?:@|%40)[A-Za-z0-9.-]{0,253}$/y;

function localStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < 64 && /[A-Za-z0-9._%+'=\x80-\xff-]/.test(text[start - 1]!)) start--;
  const lead = /^[.'%=-]*(?:\w{1,20}=)?/.exec(text.slice(start, at))!;
  return start + lead[0].length;
}

export const email: Rule = {
  kind: 'email',
  group: 'pii',
  triggers: ['@', '%40'],
  find(text, at, after) {
    const encoded = after - at === 3;
    if (encoded && text.slice(at, after) !== '%40') return undefined;
    const start = localStart(text, at);
    if (start === at) return undefined;
    const rest = encoded ? `@${text.slice(after, after + 254)}` : text.slice(at, at + 255);
    domain.lastIndex = 0;
    const match = domain.exec(rest);
    if (!match) return undefined;
    const end = at + match[0].length + (encoded ? 2 : 0);
    return { start, end, masked: isAddress(text, start, at, end, match[0]) };
  },
  opens(text, at, after) {
    const start = localStart(text, at);
    openDomain.lastIndex = at;
    if (start === at || (after - at === 3 && text.slice(at, after) !== '%40')) return -1;
    return openDomain.test(text) ? start : -1;
  },
  finds: [
    'User ⟦omar5@example.com⟧ logged in',
    'To: <⟦maria.k+x@mail.example.org⟧>',
    '{"email":"⟦li.wei68@acme-corp.io⟧"}',
    'mailto:⟦a.b@c-d.co.uk⟧?subject=x',
    'u=⟦bob%40example.com⟧&x=1',
  ],
  ignores: [
    'getty@tty1.service loaded',
    'npm warn deprecated client@1.0.0: x',
    'https://user@host.example.com/path',
    'git@github.com:a/b.git',
    '@app.route("/login")',
    'icon@2x.png',
    'postgres://app:x@db.example.com/p',
    'scp a.txt deploy@host.example.com:/srv',
  ],
};

function isAddress(text: string, start: number, at: number, end: number, host: string): boolean {
  if (noDomain.test(host) || (/^\d+$/.test(text.slice(start, at)) && /^@\d/.test(host))) return false;
  if (text.slice(start, at) === 'git' || /^:(?:[~/]|[\w.-]+\/)/.test(text.slice(end, end + 128))) return false;
  // In an address of a server it is the user's name.
  return !/:\/\/[^\s/"'<>]*$/.test(text.slice(Math.max(0, start - 256), start));
}

const separated =
  /(?:\+\d{1,3}|00[1-9]\d)[ .-]?(?:\(0\)[ .-]?)?(?:\(\d{1,5}\)[ .-]?)?\d(?:[ ./-]?\d){5,13}(?![\w-]|\.\d)/y;
const northAmerican = /(?:\+?1[ .-]?)?(?:\([2-9]\d\d\)[ .-]?|[2-9]\d\d[-. ])[2-9]\d\d[-. ]\d{4}(?![\w-]|\.\d)/y;
const described = /(?:\+|\()?\d(?:[ .()/-]{0,2}\d){6,14}(?![\w-]|\.\d)/y;
const description =
  /(?:phone|tel|telefon|fon|telephone|t[ée]l|mobile?|handy|cell|fax|whatsapp|sms|call|contact|msisdn|kontakt)[\w ]{0,12}["']?\s*[:=#.]?\s*["'(+]?\s*(?:\+|\()?$/i;

export const phone: Rule = {
  kind: 'phone',
  group: 'pii',
  triggers: ['+0', '(000)', '000-0000', '000 0000', '000.0000', '0 000', '00 00', '0000000', '00-00', '(0', '/000'],
  roomy: true,
  find(text, at) {
    const start = numberStart(text, at);
    if (start < 0) return undefined;
    const named = description.test(text.slice(Math.max(0, start - 40), start));
    for (const format of named ? [separated, northAmerican, described] : [separated, northAmerican]) {
      format.lastIndex = start;
      if (!format.test(text)) continue;
      const value = text.slice(start, format.lastIndex);
      return { start, end: format.lastIndex, masked: isPhone(value, format === northAmerican, named) };
    }
    // The next group of digits may begin one.
    let end = start;
    while (end < text.length && !isSeparatorCode(text.charCodeAt(end))) end++;
    return { start, end, masked: false };
  },
  opens: (text, at) => digitsOpen(text, numberStart(text, at)),
  finds: [
    'tel ⟦+17382384881⟧.',
    'phone: ⟦(861) 797-3360⟧',
    'tel ⟦+44 20 7601 5306⟧.',
    '{"phone":"⟦(803) 978-8157⟧","x":1}',
    'call ⟦+49 30 9146373⟧ now',
    '⟦212-555-0142⟧ office',
    'Mobile: ⟦0171 2345678⟧',
  ],
  ignores: [
    'version 10.15.7.100 build 20261121.1',
    'range 1000000-2000000',
    'ISBN 978-3-16-148410-0',
    '2026-11-21 10:00:01,123',
    'tel: see page 12-13',
    'Date: Fri Nov 21 10:00:00 2026 +0000',
    'size 1234567 4096',
    '@@ -100,7 +200,12 @@',
  ],
};

function isPhone(value: string, national: boolean, named: boolean): boolean {
  const digits = value.replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 15 || /^(\d)\1+$/.test(digits)) return false;
  if (/^(?:19|20)\d\d[-./](?:0\d|1[0-2])/.test(value)) return false;
  if (value.startsWith('+')) return digits.length >= 8 && !/^\+0/.test(value);
  if (value.startsWith('00')) return digits.length >= 11 && /[ .-]/.test(value);
  return national || named;
}

/** Where a number with its separators begins, -1 inside a word or a longer number. */
function numberStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < 24 && text[start] !== '+' && isNumberCode(text.charCodeAt(start - 1))) start--;
  while (start < text.length && isSeparatorCode(text.charCodeAt(start))) start++;
  return start > 0 && /[\w#$,/-]/.test(text[start - 1]!) ? -1 : start;
}

function isDigitCode(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

// Blank, closing parenthesis, hyphen, full stop.
function isSeparatorCode(code: number): boolean {
  return code === 0x20 || code === 0x29 || code === 0x2d || code === 0x2e;
}

function isNumberCode(code: number): boolean {
  return isDigitCode(code) || isSeparatorCode(code) || code === 0x28 || code === 0x2b;
}

/** From its start on the text is digits and separators to its end. */
function digitsOpen(text: string, start: number): number {
  return start >= 0 && text.length - start <= 48 && /^[0-9().+/ -]*$/.test(text.slice(start)) ? start : -1;
}

const cardNumber = /[2-6](?:[ -]?\d){12,18}(?![\w-]|\.\d)/y;

export const card: Rule = {
  kind: 'card',
  group: 'pii',
  triggers: ['0000000000000', '0000 0000', '0000-0000', '0000 000000', '0000-000000'],
  roomy: true,
  find(text, at) {
    let start = at;
    while (start > 0 && at - start < 24 && isGrouped(text, start - 1)) start--;
    if (/[\w.-]/.test(text[start - 1] ?? ' ')) return undefined;
    for (let from = start; from <= at; from++) {
      if (from > start && !/[ -]/.test(text[from - 1]!)) continue;
      const found = cardAt(text, from);
      if (found) return found;
    }
    return undefined;
  },
  opens: (text, at) => digitsOpen(text, numberStart(text, at)),
  finds: [
    'card ⟦5179-7715-4463-6293⟧ exp 09/28',
    '{"pan":"⟦4792244788731683⟧"}',
    'card ⟦379388385255957⟧ exp',
    '"⟦4661 4953 2644 0520⟧"',
  ],
  ignores: [
    'card 5179-7715-4463-6294 exp 09/28',
    'id 4792244788731684',
    '1000000000000 2000000000000',
    '00000000-0000-0000-0000-000000000000',
  ],
};

/** A digit, or a blank or hyphen behind one. */
function isGrouped(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return isDigitCode(code) || ((code === 0x20 || code === 0x2d) && isDigitCode(text.charCodeAt(at - 1)));
}

// The longest run of digit groups that passes.
function cardAt(text: string, start: number) {
  cardNumber.lastIndex = start;
  if (!cardNumber.test(text)) return undefined;
  for (let end = cardNumber.lastIndex; end - start >= 13; end--) {
    if (/\d/.test(text[end] ?? ' ') || !/\d/.test(text[end - 1]!)) continue;
    const value = text.slice(start, end);
    const digits = value.replace(/\D/g, '');
    if (isCard(digits, value) && passesLuhn(digits)) return { start, end, masked: true };
  }
  return undefined;
}

function isCard(digits: string, value: string): boolean {
  const issuers =
    /^(?:4\d{12}(?:\d{3}(?:\d{3})?)?|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11,13}|35\d{14}|6(?:011|4[4-9]\d|5\d\d|2\d\d|7\d\d|3\d\d|0\d\d)\d{12,15}|5[06-9]\d{10,17})$/;
  if (!issuers.test(digits) || /^(\d)\1+$/.test(digits)) return false;
  const groups = value.split(/[ -]/);
  return (
    groups.length === 1 ||
    groups.every((group, index) => (group.length >= 3 && group.length <= 7) || index === groups.length - 1)
  );
}

// Lengths per country (SWIFT IBAN registry).
const ibanLengths: Record<string, number> = {
  AD: 24,
  AE: 23,
  AL: 28,
  AT: 20,
  AZ: 28,
  BA: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  BR: 29,
  BY: 28,
  CH: 21,
  CR: 22,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  DO: 28,
  EE: 20,
  EG: 29,
  ES: 24,
  FI: 18,
  FO: 18,
  FR: 27,
  GB: 22,
  GE: 22,
  GI: 23,
  GL: 18,
  GR: 27,
  GT: 28,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IQ: 23,
  IS: 26,
  IT: 27,
  JO: 30,
  KW: 30,
  KZ: 20,
  LB: 28,
  LC: 32,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  LY: 25,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MR: 27,
  MT: 31,
  MU: 30,
  NL: 18,
  NO: 15,
  PK: 24,
  PL: 28,
  PS: 29,
  PT: 25,
  QA: 29,
  RO: 24,
  RS: 22,
  SA: 24,
  SC: 31,
  SD: 18,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  ST: 25,
  SV: 28,
  TL: 23,
  TN: 24,
  TR: 26,
  UA: 29,
  VA: 22,
  VG: 24,
  XK: 20,
};

export const iban: Rule = {
  kind: 'iban',
  group: 'pii',
  triggers: Object.keys(ibanLengths).map((country) => `${country}00`),
  roomy: true,
  find(text, at) {
    if (/[A-Za-z0-9]/.test(text[at - 1] ?? ' ')) return undefined;
    const length = ibanLengths[text.slice(at, at + 2).toUpperCase()];
    if (length === undefined) return undefined;
    let letters = '';
    let end = at;
    while (end < text.length && letters.length < length) {
      const char = text[end]!;
      if (/[A-Za-z0-9]/.test(char)) letters += char;
      else if (!/[ -]/.test(char) || !/[A-Za-z0-9]/.test(text[end + 1] ?? '')) break;
      end++;
    }
    if (letters.length < length || /[A-Za-z0-9]/.test(text[end] ?? ' ')) return undefined;
    return { start: at, end, masked: passesIban(letters.toUpperCase()) };
  },
  opens(text, at) {
    if (/[A-Za-z0-9]/.test(text[at - 1] ?? ' ')) return -1;
    return text.length - at <= 48 && /^[A-Za-z]{2}\d\d[A-Za-z0-9 -]*$/.test(text.slice(at)) ? at : -1;
  },
  finds: [
    'IBAN ⟦FR6057923816622W833V0Y5I565⟧',
    'IBAN ⟦DE17826064361700832838⟧',
    'to ⟦GB16 NWBK 7235 0775 8772 90⟧ today',
  ],
  ignores: ['IBAN DE17826064361700832839', 'de00 is no account', 'SE1234 part'],
};
