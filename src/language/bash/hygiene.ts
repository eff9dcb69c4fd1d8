// Refuses text that a person and a shell would read differently, before anything is parsed: control, invisible and
// look-alike characters (Unicode 16: general categories Cc, Cf, Zl, Zp, Zs, default ignorables).
import type { Analysis } from '../effect.ts';
import { longestStatement } from './budget.ts';

/** Anything outside printable ASCII, tab and newline is looked at closely. */
const unusual = /[^\t\n\x20-\x7e]/;

const classes: readonly (readonly [name: string, members: RegExp])[] = [
  ['a NUL byte', /\0/],
  ['a control character', /[\x01-\x08\x0b-\x1f\x7f-\x9f]/],
  ['a zero-width character', /[\u200b-\u200d\u2060-\u2064\ufeff\u180e]|\u034f/],
  ['a soft hyphen', /\u00ad/],
  ['a bidirectional control', /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/],
  ['a tag character', /[\u{e0000}-\u{e007f}]/u],
  ['a variation selector', /[\ufe00-\ufe0e\u180b-\u180d\u180f\u{e0100}-\u{e01ef}]/u],
  ['a look-alike space', /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800]/],
  ['a look-alike semicolon', /[\u037e\uff1b\ufe54\u204f\u061b]/],
  [
    'a look-alike operator',
    /[\uff04\uff06\uff07\uff02\uff08\uff09\uff1c\uff1e\uff3c\uff40\uff5c\u01c0\u2223\uff5b\uff5d]/,
  ],
  ['a Hangul filler', /[\u115f\u1160\u3164\uffa0]/],
  ['a line or paragraph separator', /[\u2028\u2029]/],
  ['a replacement character (the bytes are not UTF-8)', /\ufffd/],
  ['an interlinear or deprecated format character', /[\u206a-\u206f\ufff9-\ufffc\u{1d173}-\u{1d17a}]/u],
  ['half a surrogate pair', /[\ud800-\udfff]/u],
  ['an invisible vowel or filler', /[\u17b4\u17b5]/],
  ['a noncharacter', /[\ufdd0-\ufdef\p{Noncharacter_Code_Point}]/u],
  ['a private-use or unassigned character', /[\p{Co}\p{Cn}]/u],
  ['another format character', /\p{Cf}/u],
];

/** Letters beside Latin letters in one word that only look like Latin ones (Cyrillic `м` in `rм`). */
const mixedWord =
  /[A-Za-z][\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]|[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}][A-Za-z]/u;

/** Why this text is refused before it is read; null when it is clean. Costs one pass for plain ASCII. */
export function refuseHidden(text: string): Analysis['refusal'] {
  if (text.length > longestStatement || Buffer.byteLength(text) > longestStatement) {
    return { reason: `the statement is longer than ${longestStatement} bytes`, hint: 'send it in smaller parts' };
  }
  if (!unusual.test(text)) return null;
  let position = 0;
  for (const character of text) {
    if (unusual.test(character)) {
      const found = classes.find(([, members]) => members.test(character));
      if (found) return refusal(character, found[0], position);
    }
    position += character.length;
  }
  const mixed = mixedWord.exec(text);
  if (!mixed) return null;
  const at = /[A-Za-z]/.test(mixed[0][0] as string) ? 1 : 0;
  return refusal(
    [...mixed[0]][at] as string,
    'a letter that looks like another beside Latin letters',
    mixed.index + at,
  );
}

function refusal(character: string, name: string, position: number): Analysis['refusal'] {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return {
    reason: `U+${code}, ${name}, at position ${position + 1}`,
    hint: 'send the statement without it',
    span: [position, position + character.length],
  };
}
