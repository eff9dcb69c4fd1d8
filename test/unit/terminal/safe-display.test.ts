import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showSafely } from '../../../src/terminal/safe-display.ts';
import { readBack } from '../../support/read-back.ts';

describe('safe display', () => {
  it.each([
    ['ls -la /tmp é 中 😀', 'ls -la /tmp é 中 😀'],
    ['\x1b[31mred\r\n\tx\x00\x7f', '␛[31mred␍⏎⇥x␀␡'],
    ['a\u202eb\u200bc\ufeff', 'a<U+202E>b<U+200B>c<U+FEFF>'],
    ['\x9b31m', '<U+009B>31m'],
    ['rm\u00a0-rf\u3000x\u2028', 'rm<U+00A0>-rf<U+3000>x<U+2028>'],
    ['\u3164\u034f\ufe0f\u{e0101}\u{e0041}\u2800\u180b', '<U+3164><U+034F><U+FE0F><U+E0101><U+E0041><U+2800><U+180B>'],
    ['\ud800x\ue000', '<U+D800>x<U+E000>'],
    ['␛⏎<U+0041> a<b', '<U+241B><U+23CE><U+003C>U+0041> a<b'],
    ['e\u0301 o\u0302\u0323 x\u0301\u0301\u0301\u0301', 'e\u0301 o\u0302\u0323 x\u0301\u0301<U+0301><U+0301>'],
    ['\u0301a', '<U+0301>a'],
  ])('shows %j as %s', (text, shown) => {
    expect(showSafely(text)).toBe(shown);
  });

  const nasty = fc.constantFrom(
    '\x1b',
    '\n',
    '<',
    'U',
    '+',
    '0',
    '3',
    'C',
    '>',
    '␛',
    '⏎',
    '\u0301',
    '\u200d',
    '\u2800',
    '\ud800',
    '\udc00',
    'a',
    ' ',
  );
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: nasty, maxLength: 30 }));

  it('stands for exactly one text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(readBack(showSafely(text))).toBe(text);
      }),
      { numRuns: 5000 },
    );
  });

  it('holds nothing that cannot be seen, and no blank but the space', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(showSafely(text)).not.toMatch(
          /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Z}|^\p{M}|\p{M}{3}/u,
        );
      }),
      { numRuns: 5000 },
    );
  });
});
