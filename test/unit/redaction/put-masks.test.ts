import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { putMasks } from '../../../src/redaction/put-masks.ts';

describe('masks put into a text', () => {
  it('lead places inside a mask to the end of it that is asked for', () => {
    const masks = [{ start: 2, end: 6, mask: '‹k›' }];
    const [first, last] = [putMasks('a=bcde f', masks, 'start'), putMasks('a=bcde f', masks, 'end')];
    expect(first.text).toBe('a=‹k› f');
    expect([0, 2, 3, 5, 6, 8].map(first.place)).toEqual([0, 2, 2, 2, 5, 7]);
    expect([0, 2, 3, 5, 6, 8].map(last.place)).toEqual([0, 2, 5, 5, 5, 7]);
  });

  it('keep what stands between them, and its places', () => {
    const pieces = fc.array(fc.record({ plain: fc.string(), secret: fc.string({ minLength: 1 }), mask: fc.string() }));
    fc.assert(
      fc.property(pieces, fc.string(), (given, rest) => {
        let text = '';
        const masks = given.map(({ plain, secret, mask }) => {
          const start = text.length + plain.length;
          text += plain + secret;
          return { start, end: text.length, mask };
        });
        text += rest;
        const masked = putMasks(text, masks, 'start');
        expect(masked.text).toBe(given.map(({ plain, mask }) => plain + mask).join('') + rest);
        expect(masked.place(text.length)).toBe(masked.text.length);
        for (const { start, end, mask } of masks) {
          expect(masked.text.slice(masked.place(start), masked.place(end))).toBe(mask);
        }
      }),
    );
  });
});
