// National identity numbers with their checks: United States, Spain, France, Italy; passports where they are named.
import { passesCodiceFiscale, passesDni, passesNir } from '../checks/checksums.ts';
import { pattern } from '../pattern-rule.ts';

const startsWord = (text: string, at: number): number => (/[\w.-]/.test(text[at - 1] ?? ' ') ? -1 : at);

/** A passport, and the words before its number; `n°` in UTF-8. */
const called = String.raw`(?:passe?porte?s?|pass-nr|pasaporte|passaporto|reisepass|passnummer|travel document)(?:[ _-]{0,2}(?:no|n\xc2\xb0|n\xc2\xba|number|numero|num|nummer|nr|id|card|#))?\.?["']?(?:[ \t]{1,4}(?:is|es|est|ist|lautet|\xc3\xa8))?[ \t]{0,4}[:=#]?[ \t]{0,4}["']?`;

export const national = [
  pattern({
    kind: 'us-ssn',
    group: 'pii',
    triggers: ['000-00-0000'],
    begin: startsWord,
    pattern: /(?<v>\d{3}-\d{2}-\d{4})(?![\w-]|\.\d)/,
    partial: /(?<v>\d{3}-\d{2}-\d{4})/,
    accept: isSsn,
    finds: ['SSN: ⟦056-97-1305⟧', '"⟦479-16-0360⟧"'],
    ignores: ['000-12-3456', '666-12-3456', '123-00-4567', 'x1056-97-1305', '056-97-1305-7'],
  }),
  pattern({
    kind: 'us-ssn',
    group: 'pii',
    triggers: ['ssn', 'social security'],
    roomy: true,
    pattern:
      /(?:ssn|social security)(?:[ _-]?(?:number|no\.?|num|#))?["']?\s{0,4}[:=#]?\s{0,4}["']?(?<v>[0-9]{3}[ .]?[0-9]{2}[ .]?[0-9]{4})(?![\w-])/i,
    partial:
      /(?:ssn|social security)(?:[ _-]?(?:number|no\.?|num|#))?["']?\s{0,4}[:=#]?\s{0,4}["']?(?<v>[0-9][0-9 .]{0,11})$/i,
    accept: isSsn,
    finds: ['ssn=⟦056971305⟧', 'Social Security Number: ⟦056 97 1305⟧'],
    ignores: ['ssn=000123456', 'ssn: unknown'],
  }),
  pattern({
    kind: 'es-dni',
    group: 'pii',
    triggers: ['00000000', 'X0000000', 'Y0000000', 'Z0000000'],
    begin: (text, at) => startsWord(text, at),
    pattern: /(?<v>(?:[XYZ]\d{7}|\d{8})-?[A-HJ-NP-TV-Z])(?![\w])/i,
    partial: /(?<v>(?:[XYZ]\d{7}|\d{8})-?[A-HJ-NP-TV-Z]?)$/i,
    accept: (value) => passesDni(value.replace('-', '').toUpperCase()),
    finds: ['DNI ⟦12345678Z⟧', 'NIE ⟦X1234567L⟧', 'dni ⟦12345678z⟧'],
    ignores: ['DNI 12345678A', '20261121T101500', '12345678'],
  }),
  pattern({
    kind: 'fr-nir',
    group: 'pii',
    triggers: [
      '000000000000000',
      '0 00 00 00 000 000',
      '0 00 00 0a 000 000',
      '0 00 00 0b 000 000',
      '000000a00000000',
      '000000b00000000',
    ],
    roomy: true,
    begin: (text, at) => startsWord(text, at),
    pattern: /(?<v>[1-478] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2})(?!\w)/,
    partial: /(?<v>[1-478][0-9AB ]{0,20})$/,
    accept: (value) => passesNir(value.replaceAll(' ', '')),
    finds: ['NIR ⟦185057800608491⟧', 'sécu ⟦1 85 05 78 006 084 91⟧'],
    ignores: ['NIR 185057800608492', '123456789012345'],
  }),
  pattern({
    kind: 'it-cf',
    group: 'pii',
    triggers: [...'abcdehlmprst'].map((month) => `00${month}00`),
    begin: (text, at) => startsWord(text, at - 6),
    pattern: /(?<v>[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z])(?!\w)/,
    partial: /(?<v>[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z0-9]{0,5})$/,
    accept: passesCodiceFiscale,
    finds: ['CF ⟦RSSMRA85T10A562S⟧'],
    ignores: ['CF RSSMRA85T10A562T'],
  }),
  pattern({
    kind: 'passport',
    group: 'pii',
    triggers: [
      'passport',
      'passeport',
      'pasaporte',
      'passaporto',
      'reisepass',
      'passnummer',
      'pass-nr',
      'travel document',
    ],
    pattern: new RegExp(`${called}(?<v>[A-Za-z0-9]{6,12})(?![\\w-]|\\.\\w)`, 'i'),
    partial: new RegExp(`${called}(?<v>[A-Za-z0-9]{0,12})$`, 'i'),
    // ICAO 9303: up to nine letters and digits, as states print them in capitals; people type one to three small ones.
    accept: (value) =>
      (/^[A-Z0-9]{6,9}$/.test(value) && (value.match(/[0-9]/g)?.length ?? 0) >= 3) ||
      /^[A-Za-z]{1,3}[0-9]{6,8}$/.test(value),
    finds: [
      'Passport No: ⟦660498023⟧',
      '"passport":"⟦C01234567⟧"',
      'Passport: ⟦C01X0006H⟧',
      'passeport n\xb0 ⟦12AB34567⟧',
      'Pass-Nr.: ⟦F48291375⟧',
      'Mi pasaporte es ⟦xda482913⟧',
      'my travel document is ⟦C4829137⟧',
    ],
    ignores: [
      'passport expires 2026',
      'passport is required',
      'Passport No: pending',
      'passport photo 35x45mm',
      'passport v0.7.0',
    ],
  }),
];

function isSsn(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  return (
    !/^(?:000|666|9)/.test(digits) &&
    digits.slice(3, 5) !== '00' &&
    digits.slice(5) !== '0000' &&
    !/^(\d)\1+$/.test(digits)
  );
}
