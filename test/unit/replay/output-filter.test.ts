import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutputFilter } from '../../../src/replay/output-filter.ts';

function filter(output: string | Uint8Array): string {
  return createOutputFilter().feed(Buffer.from(output as string)).text;
}

// What may reach a terminal, written down a second time and independently of the filter.
const harmless =
  /^(?:[^\u0000-\u001f\u007f-\u009f]|[\b\t\n\r]|\u001b[78DEM]|\u001b\[[\d;:]*m|\u001b\[[\d;]*[@-IJ-MPSTX`a-fr-usuZe]|\u001b\[4[hl]|\u001b\[\?(?:(?:7|25|47|1047|1048|1049);?)+[hl])*$/u;

describe('the output filter', () => {
  it.each([
    ['a title', '\u001b]0;evil\u0007', ''],
    ['a clipboard write', '\u001b]52;c;ZXZpbA==\u001b\\', ''],
    ['a hyperlink, keeping its text', '\u001b]8;;http://x\u001b\\text\u001b]8;;\u001b\\', 'text'],
    ['a device control string', '\u001bP$q"p\u001b\\after', 'after'],
    ['an application command', '\u001b_Gi=1\u001b\\after', 'after'],
    ['device attributes queries', '\u001b[c\u001b[>c\u001b[=c\u001b[0c\u001bZ', ''],
    ['status and cursor reports', '\u001b[5n\u001b[6n\u001b[?6n', ''],
    ['window operations', '\u001b[8;10;10t\u001b[21t\u001b[14t', ''],
    ['mode and setting queries', '\u001b[?25$p\u001b[>0q\u001b[x', ''],
    [
      'mouse, paste, focus and keyboard modes',
      '\u001b[?1000;1002;1006h\u001b[?2004h\u001b[?1004h\u001b[>1u\u001b[?1h',
      '',
    ],
    ['keyboard locks and answerback', '\u001b[2h\u0005', ''],
    ['highlight tracking and modifier keys', '\u001b[1;2;3;4;5T\u001b[>4;1m', ''],
    ['bells', 'a\u0007\u0007b', 'ab'],
    ['erasing of the scroll-back', '\u001b[3J', ''],
    ['8-bit controls as characters', '\u009b5nx\u009d0;evil\u009cy', 'xy'],
    ['a sequence that another interrupts', '\u001b[12\u001b[1mx', '\u001b[1mx'],
    ['a cancelled string', '\u001b]0;a\u0018b', 'b'],
    ['a sequence without end', `\u001b[${'1;'.repeat(500)}mx`, 'x'],
    ['delete and other controls', '\u0000a\u007f\u0001', 'a'],
  ])('drops %s', (_, output, shown) => {
    expect(filter(output)).toBe(shown);
  });

  it.each([
    ['colours in both notations', '\u001b[1;38;5;42mx\u001b[38:2::1:2:3my\u001b[0m'],
    ['cursor movement', '\u001b[2;5H\u001b[3A\u001b[10G\u001b7\u001b8\u001bM'],
    ['erasing and line editing', '\u001b[2J\u001b[K\u001b[3L\u001b[2P\u001b[4X'],
    ['scroll margins', '\u001b[2;20r\u001b[3S'],
    ['the alternate screen and the cursor', '\u001b[?1049h\u001b[?25l\u001b[?25h\u001b[?1049l'],
    ['text of any script', 'Grüße, 世界 😀 e\u0301\r\n\t'],
  ])('keeps %s', (_, output) => {
    expect(filter(output)).toBe(output);
  });

  it('keeps of several modes in one sequence those it knows', () => {
    expect(filter('\u001b[?1000;25;2004l')).toBe('\u001b[?25l');
  });

  it('shows invalid UTF-8 and raw 8-bit controls as replacement characters', () => {
    expect(filter(Uint8Array.of(0x9b, 0x35, 0x6e, 0xff))).toBe('\ufffd5n\ufffd');
  });

  it('draws lines in Unicode instead of switching the character set', () => {
    expect(filter('\u001b(0lqk\u001b(B lqk \u001b)0\u000ex\u000fx')).toBe('┌─┐ lqk │x');
  });

  it('repeats a character itself, within bounds', () => {
    expect(filter('-\u001b[3b')).toBe('----');
    expect(filter('-\u001b[99999999b')).toHaveLength(1001);
  });

  it('undoes what it let through', () => {
    const output = createOutputFilter();
    output.feed(Buffer.from('\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[4h\u001b[2;5r\u001b[7mx'));
    const restored = output.restore();
    for (const part of ['\u001b[?1049l', '\u001b[?25h', '\u001b[?7h', '\u001b[4l', '\u001b[r', '\u001b[0m']) {
      expect(restored).toContain(part);
    }
    expect(output.restore()).toBe('\u001b[0m');
  });

  it('knows what draws the same picture after a clear', () => {
    const output = createOutputFilter();
    output.feed(Buffer.from('\u001b[?25lold\u001b[1m\u001b[31m'));
    const { sinceClear } = output.feed(Buffer.from('older\u001b[H\u001b[2Jnew'));
    expect(sinceClear).toBe('\u001b[?25l\u001b[1m\u001b[31m\u001b[H\u001b[2Jnew');
    expect(output.feed(Buffer.from('\u001b[?1049h\u001b[H\u001b[2Jvim')).sinceClear).toBeNull();
  });

  it('lets nothing but the listed sequences through, for any bytes in any chunks', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...'\u001b|\u001b[|\u001b]|\u001bP|\u009b|?|>|1|;|:|$|52|h|l|m|n|c|t|q|J|\u0007|\u001b\\|\u0018|é|\n'.split(
          '|',
        ),
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    const bytes = fc.oneof(
      fc.array(piece, { maxLength: 30 }).map((pieces) => Buffer.from(pieces.join(''))),
      fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
    );
    fc.assert(
      fc.property(bytes, fc.nat(60), (output, cut) => {
        const whole = createOutputFilter();
        const split = createOutputFilter();
        const text = whole.feed(output).text;
        expect(text + whole.restore()).toMatch(harmless);
        expect(split.feed(output.subarray(0, cut)).text + split.feed(output.subarray(cut)).text).toBe(text);
      }),
      { numRuns: 5000 },
    );
  });
});
