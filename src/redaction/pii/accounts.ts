// Payment cards (ISO/IEC 7812, Luhn) and bank accounts (ISO 13616), also in groups.
import { passesIban, passesLuhn } from '../checks/checksums.ts';
import type { Rule } from '../rule.ts';
import { digitsOpen, isDigitCode, numberStart } from './digits.ts';

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

function isAlphanumeric(code: number): boolean {
  const letter = code | 0x20;
  return isDigitCode(code) || (letter >= 0x61 && letter <= 0x7a);
}

export const iban: Rule = {
  kind: 'iban',
  group: 'pii',
  triggers: Object.keys(ibanLengths).map((country) => `${country}00`),
  roomy: true,
  find(text, at) {
    if (/[A-Za-z0-9]/.test(text[at - 1] ?? ' ')) return undefined;
    const length = ibanLengths[text.slice(at, at + 2).toUpperCase()];
    if (length === undefined) return undefined;
    let letters = 0;
    let end = at;
    while (end < text.length && letters < length) {
      if (isAlphanumeric(text.charCodeAt(end))) letters++;
      else if ((text[end] !== ' ' && text[end] !== '-') || !isAlphanumeric(text.charCodeAt(end + 1))) break;
      end++;
    }
    if (letters < length || isAlphanumeric(text.charCodeAt(end))) return undefined;
    return { start: at, end, masked: passesIban(text.slice(at, end).replace(/[ -]/g, '').toUpperCase()) };
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
