// Alphabets that tokens are written in, and a seeded generator of examples.

export type Alphabet =
  | 'digits'
  | 'hex'
  | 'HEX'
  | 'anyhex'
  | 'lower'
  | 'UPPER'
  | 'alnum'
  | 'word'
  | 'url'
  | 'base64'
  | 'base32'
  | 'bech32'
  | 'dotted'
  | 'urlpad';

/** `pattern` goes between brackets of a regex; `filler` is what documentation writes in place of characters. */
export const alphabets: Record<
  Alphabet,
  { readonly pattern: string; readonly letters: string; readonly filler: string }
> = {
  digits: alphabet('0-9', '0123456789', '0'),
  hex: alphabet('a-f0-9', '0123456789abcdef', '0'),
  HEX: alphabet('A-F0-9', '0123456789ABCDEF', '0'),
  anyhex: alphabet('A-Fa-f0-9', '0123456789abcdef', '0'),
  lower: alphabet('a-z0-9', letters('a', 'z') + letters('0', '9'), 'x'),
  UPPER: alphabet('A-Z0-9', letters('A', 'Z') + letters('0', '9'), 'X'),
  alnum: alphabet('A-Za-z0-9', letters('A', 'Z') + letters('a', 'z') + letters('0', '9'), 'x'),
  word: alphabet('A-Za-z0-9_', letters('A', 'Z') + letters('a', 'z') + letters('0', '9'), 'x'),
  url: alphabet('A-Za-z0-9_\\-', letters('A', 'Z') + letters('a', 'z') + letters('0', '9'), 'x'),
  urlpad: alphabet('A-Za-z0-9_\\-=', letters('A', 'Z') + letters('a', 'z') + letters('0', '9'), 'x'),
  base64: alphabet('A-Za-z0-9+/=', letters('A', 'Z') + letters('a', 'z') + letters('0', '9'), 'x'),
  base32: alphabet('A-Z2-7', letters('A', 'Z') + letters('2', '7'), 'X'),
  bech32: alphabet('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 'Q'),
  dotted: alphabet('A-Za-z0-9_\\-.', letters('A', 'Z') + letters('a', 'z') + letters('0', '9'), 'x'),
};

function alphabet(pattern: string, text: string, filler: string) {
  return { pattern, letters: text, filler };
}

function letters(from: string, to: string): string {
  const first = from.charCodeAt(0);
  return String.fromCharCode(...Array.from({ length: to.charCodeAt(0) - first + 1 }, (_, index) => first + index));
}

/** The same `length` characters for the same seed (a linear congruential generator, Knuth's MMIX constants cut). */
export function sampleOf(of: Alphabet, length: number, seed: number): string {
  const { letters: all } = alphabets[of];
  let state = (seed * 2_654_435_761 + length * 40_503 + 12_345) >>> 0;
  let text = '';
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += all[(state >>> 9) % all.length];
  }
  return text;
}
