// Telephone numbers: international, North American, and any digits that are called one (ITU-T E.164: up to 15).
import type { Rule } from '../rule.ts';
import { digitsOpen, isSeparatorCode, numberStart } from './digits.ts';

const separated =
  /(?:\+\d{1,3}\)?|00[1-9]\d)[ .-]?(?:\(0\)[ .-]?)?(?:\(\d{1,5}\)[ .-]?)?\d(?:[ ./-]?\d){5,13}(?![\w-]|\.\d)/y;
const northAmerican = /(?:\+?1[ .-]?)?(?:\([2-9]\d\d\)[ .-]?|[2-9]\d\d[-. ])[2-9]\d\d[-. ]\d{4}(?![\w-]|\.\d)/y;
const described = /(?:\+|\()?\d(?:[ .()/-]{0,2}\d){6,14}(?![\w-]|\.\d)/y;
const description =
  /(?:phone|tel|telefon|fon|telephone|t[ée]l|mobile?|handy|cell|fax|whatsapp|sms|call|contact|msisdn|kontakt)[\w ]{0,12}["']?\s*[:=#.]?\s*["'(+]?\s*(?:\+|\(|%2B)?$/i;

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
  if (value.startsWith('00')) return digits.length >= 11 && (named || /[ .-]/.test(value));
  return national || named;
}
