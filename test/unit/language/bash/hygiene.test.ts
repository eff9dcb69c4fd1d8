import { describe, expect, it } from 'vitest';
import { refuseHidden } from '../../../../src/language/bash/hygiene.ts';
import { refusalOf } from './effects-of.ts';

const hidden: readonly (readonly [string, string])[] = [
  ['r\0m x', 'U+0000, a NUL byte, at position 2'],
  ['ls \x1b[2K', 'U+001B, a control character, at position 4'],
  ['ls\r', 'U+000D, a control character, at position 3'],
  ['ls \x7f', 'U+007F, a control character'],
  ['ls \u009b', 'U+009B, a control character'],
  ['ls\u200b', 'U+200B, a zero-width character, at position 3'],
  ['\ufeffls', 'U+FEFF, a zero-width character, at position 1'],
  ['r\u00adm', 'U+00AD, a soft hyphen'],
  ['ls \u202e', 'U+202E, a bidirectional control'],
  ['ls \u2066x', 'U+2066, a bidirectional control'],
  ['ls \u{e0072}', 'U+E0072, a tag character'],
  ['ls\u00a0x', 'U+00A0, a look-alike space'],
  ['ls\u3000x', 'U+3000, a look-alike space'],
  ['ls\u037e rm', 'U+037E, a look-alike semicolon'],
  ['ls\uff1b rm', 'U+FF1B, a look-alike semicolon'],
  ['ls \uff5c sh', 'U+FF5C, a look-alike operator'],
  ['ls \u3164', 'U+3164, a Hangul filler'],
  ['ls\u2028rm', 'U+2028, a line or paragraph separator'],
  ['ls \ufffd', 'U+FFFD, a replacement character'],
  ['ls \ud800', 'U+D800, half a surrogate pair'],
  ['ls \ufe01', 'U+FE01, a variation selector'],
  ['ls \ue000', 'U+E000, a private-use'],
  ['\u0441at x', 'U+0441, a letter that looks like another'],
  ['r\u043c x', 'U+043C, a letter that looks like another'],
];

describe('input hygiene', () => {
  it.each(hidden)('names the character and its place: %j', (text, reason) => {
    expect(refuseHidden(text)?.reason).toContain(reason);
    expect(refusalOf(text)?.reason).toContain(reason);
  });

  it.each([
    'ls -la\n\techo x',
    'echo Grüße',
    'echo 日本語',
    'echo привет',
    'echo "α β"',
    'echo 👍',
    'echo ¼ €',
    "echo '한글'",
  ])('lets ordinary text through: %s', (text) => expect(refuseHidden(text)).toBeNull());

  it('counts bytes, not letters, up to 32 KiB', () => {
    expect(refuseHidden('a'.repeat(32 * 1024))).toBeNull();
    expect(refuseHidden('a'.repeat(32 * 1024 + 1))?.reason).toContain('longer than 32768 bytes');
    expect(refuseHidden('日'.repeat(11_000))?.reason).toContain('longer than 32768 bytes');
  });

  it.each([
    'echo \\',
    'cat <<E\nx',
    "echo 'a",
    'if true',
    'echo $(ls',
    'ls )',
    'echo $(if)',
    'echo `ls',
    'cat <<< $(',
    '( ls',
  ])('refuses what is not whole: %j', (text) => expect(refusalOf(text)).not.toBeNull());
});
