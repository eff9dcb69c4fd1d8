import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  foreignLetters,
  signName,
  visibleLines,
  visiblePieces,
} from '../../../../src/fronts/web/client/parts/visible.ts';
import { showSafely } from '../../../../src/terminal/safe-display.ts';

describe('text of the outside on the page', () => {
  it('shows what cannot be seen as signs, and a sign that was typed as its number', () => {
    expect(visiblePieces('a\u001b[31m\u202eb')).toEqual([
      { text: 'a', sign: false },
      { text: '␛', sign: true },
      { text: '[31m', sign: false },
      { text: '<U+202E>', sign: true },
      { text: 'b', sign: false },
    ]);
    expect(visiblePieces('⏎').map(({ text }) => text)).toEqual(['<U+23CE>']);
  });

  it('breaks lines after their newline, and joined is the safe display', () => {
    expect(visibleLines('one\ntwo\n')).toHaveLength(2);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const joined = visiblePieces(text);
        expect(joined.map((piece) => piece.text).join('')).toBe(showSafely(text));
      }),
    );
  });

  it('names control characters as every font can draw them', () => {
    expect(['␀', '␛', '␡', '⏎', '<U+202E>'].map(signName)).toEqual(['NUL', 'ESC', 'DEL', '⏎', '<U+202E>']);
  });

  it('tells letters that look alike apart by their numbers', () => {
    expect(foreignLetters('еxample.net ünd e')).toEqual(['е U+0435', 'ü U+00FC']);
    expect(foreignLetters('plain -la\n')).toEqual([]);
  });
});
