import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEmulator, type ScreenSize } from '../../../src/terminal/emulator.ts';
import { drawn, outputPiece, pictureOf, write } from '../../support/picture.ts';

const size: ScreenSize = { cols: 20, rows: 6 };

/** The picture of `before`, then `after`; and the same by way of a snapshot between the two. */
async function bothWays(before: string, after: string, resized?: ScreenSize) {
  const emulator = createEmulator(size);
  await write(emulator, before);
  const init = emulator.snapshot();
  const now = pictureOf(emulator.terminal);
  emulator.close();
  const steps = resized === undefined ? [after] : [resized, after];
  return {
    init,
    now: [now, await drawn(size, init)] as const,
    later: [await drawn(size, before, ...steps), await drawn(size, init, ...steps)] as const,
  };
}

describe('the snapshot of a screen', () => {
  it('draws the same picture, and what follows goes on as if it had been there from the start', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(outputPiece, { maxLength: 25 }),
        fc.array(outputPiece, { maxLength: 12 }),
        fc.nat(),
        async (pieces, rest, place) => {
          const all = [...pieces.join('')];
          const cut = all.length === 0 ? 0 : all.length - (place % Math.min(all.length, 30));
          const { now, later } = await bothWays(all.slice(0, cut).join(''), all.slice(cut).join('') + rest.join(''));
          expect(now[1]).toEqual(now[0]);
          expect(later[1]).toEqual(later[0]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    ['a hidden cursor', 'a\x1b[?25l', 'b'],
    ['margins', '\x1b[2;4r\x1b[4;1Hlast', '\n\n\nnext'],
    ['origin mode inside margins', '\x1b[2;4r\x1b[?6h\x1b[2;3Hx', 'y\x1b[1;1Hz'],
    ['a saved cursor', 'a\x1b[3;4H\x1b[31m\x1b7\x1b[Hb', '\x1b8c'],
    ['line drawing', '\x1b(0qx', 'qx\x1b(Bq'],
    ['line drawing in G1', '\x1b)0\x0eq', 'q\x0fq'],
    ['tab stops', '\x1b[3g\x1b[1;5H\x1bH\r', '\tx'],
    ['a colour that is cut in two', 'a\x1b[1;3', '1mred'],
    ['a title that is cut in two', 'a\x1b]0;ti', 'tle\x07b'],
    ['a sequence with a line feed in it', 'a\x1b[3\n', '1mb'],
    ['a full line whose next character wraps', 'x'.repeat(20), 'y'],
    ['the same after a colour', `${'x'.repeat(20)}\x1b[31m`, 'y'],
    ['a combining character that is still to come', 'e', '\u0301x'],
    ['a repetition that is still to come', 'ab', '\x1b[3bc'],
    ['insert mode', 'abc\x1b[H\x1b[4h', 'xy'],
    ['no wrapping', `${'x'.repeat(18)}\x1b[?7l`, 'abcdef'],
    ['the screen below the alternate one', 'one\r\ntwo\x1b[1;34m\x1b[?1049h\x1b[Hedit\x1b[0m', '\x1b[?1049lthree'],
    ['a colour on the alternate screen', '\x1b[31m\x1b[?1049hred', ' more\x1b[0m plain'],
    ['a background to the end of the line', '\x1b[44mab\x1b[K\r\n\x1b[0mc', 'd'],
  ])('keeps %s', async (_, before, after) => {
    const { now, later } = await bothWays(before, after);
    expect(now[1]).toEqual(now[0]);
    expect(later[1]).toEqual(later[0]);
  });

  it('keeps long lines as one, for the size may change', async () => {
    const { later } = await bothWays(`${'long line '.repeat(5)}\r\nshort`, ' end', { cols: 40, rows: 6 });
    expect(later[1]).toEqual(later[0]);
  });

  it('carries no link and nothing that a terminal answers', async () => {
    const { init } = await bothWays('\x1b]8;;http://example.com\x07link\x1b]8;;\x07\x1b[6n\x1b]52;c;AAAA\x07', '');
    expect(init).not.toMatch(/\x1b\]|\x1b\[6n/);
    expect(init).toContain('link');
  });

  it.each([...'STLMIZ@PbXABCDEFGHJK^'])('is there soon, however often CSI %s is to be repeated', async (final) => {
    const many = await drawn(size, `one\r\ntwo\x1b[2147483647${final}.`);
    const enough = await drawn(size, `one\r\ntwo\x1b[${final === 'b' ? 120 : 20}${final}.`);
    expect(many).toEqual(enough);
  });

  it('knows when it is plain', async () => {
    const emulator = createEmulator(size);
    const isPlain = async (text: string) => {
      await write(emulator, text);
      return emulator.isPlain();
    };
    expect(await isPlain('text\x1b[31m')).toBe(true);
    expect(await isPlain('\x1b[')).toBe(false);
    expect(await isPlain('0m\x1b[2;3r')).toBe(false);
    expect(await isPlain('\x1b[r\x1b(0')).toBe(false);
    expect(await isPlain('\x1b(B')).toBe(true);
    emulator.close();
  });
});
