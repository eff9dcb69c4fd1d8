import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { cutPieces, styleRuns, wrapPieces } from '../../../../src/fronts/console/text/lines.ts';
import { showPieces, showText } from '../../../../src/fronts/console/text/pieces.ts';
import { showSafely } from '../../../../src/terminal/safe-display.ts';

const nasty = fc.constantFrom(
  '\x1b',
  '\n',
  '\r',
  '<',
  'U',
  '+',
  '0',
  '>',
  '␛',
  '\u0301',
  '\u034f',
  '\u200d',
  '中',
  '🇩',
  '👍',
  '🏽',
  '\ud800',
  'ᄀ',
  'a',
  ' ',
);
const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: nasty, maxLength: 40 }));
const joining = /[\u{1F1E6}-\u{1F1FF}\u{1F3FB}-\u{1F3FF}\u1100-\u11FF\uA960-\uA97F\uD7B0-\uD7FF]/gu;
const spellOut = (letter: string) => `<U+${letter.codePointAt(0)?.toString(16).toUpperCase()}>`;

describe('untrusted text on a card', () => {
  it('is the safe display, with the characters spelled out that terminals join', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(showText(text)).toBe(showSafely(text).replace(joining, spellOut));
      }),
      { numRuns: 3000 },
    );
  });

  it('wraps without leaving anything out or exceeding the width', () => {
    fc.assert(
      fc.property(
        texts,
        fc.integer({ min: 12, max: 60 }),
        fc.constantFrom('code', 'prose'),
        (text, width, wrapping) => {
          const lines = wrapPieces(showPieces(text), width, wrapping).map((line) =>
            line.map(({ shown }) => shown).join(''),
          );
          expect(lines.join('')).toBe(showText(text));
          for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('begins a new line after each newline, and shows it', () => {
    const lines = wrapPieces(showPieces('cat <<E\nx\nE'), 40, 'code');
    expect(lines.map((line) => line.map(({ shown }) => shown).join(''))).toEqual(['cat <<E⏎', 'x⏎', 'E']);
  });

  it('breaks prose at blanks, and code where the width ends', () => {
    const text = 'deleting needs a ticket';
    const wrapped = (wrapping: 'code' | 'prose') =>
      wrapPieces(showPieces(text), 12, wrapping).map((line) => line.map(({ shown }) => shown).join(''));
    expect(wrapped('prose')).toEqual(['deleting ', 'needs a ', 'ticket']);
    expect(wrapped('code')).toEqual(['deleting nee', 'ds a ticket']);
  });

  it('colours what stands for a place in the text, however it is shown', () => {
    const [line] = wrapPieces(showPieces('a\x1b\u202e;rm x'), 60, 'code');
    expect(styleRuns(line ?? [], (at) => (at >= 4 ? 'red' : ''))).toEqual([
      { text: 'a␛<U+202E>;', style: '' },
      { text: 'rm x', style: 'red' },
    ]);
  });

  it('says in a list that something is left out', () => {
    expect(cutPieces(showPieces('git status'), 10)).toBe('git status');
    expect(cutPieces(showPieces('git status'), 9)).toBe('git stat…');
    expect(cutPieces(showPieces('中中中'), 5)).toBe('中中…');
  });
});
