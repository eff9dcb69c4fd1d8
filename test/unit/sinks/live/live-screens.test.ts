import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLiveScreens } from '../../../../src/sinks/live/live-screens.ts';
import { createRing } from '../../../../src/sinks/live/ring.ts';

const print = (text: string) => ({ type: 'output', stream: 'stdout', bytes: Buffer.from(text) }) as const;

/** A session with a PTY of 20×4, and what its screen says now. */
function openSession(terminal: { cols: number; rows: number } | null = { cols: 20, rows: 4 }) {
  const screens = createLiveScreens();
  const sink = screens.open('ses_1', terminal);
  return { screens, sink, print: (text: string) => void sink.write(print(text)) };
}

describe('live screens', () => {
  it('shows a late joiner the current screen, then what follows', async () => {
    const { screens, print } = openSession();
    print('one\r\ntwo\x1b[2J\x1b[Hthree \x1b[1;31mred\x1b[0m');
    const watch = screens.watch('ses_1');
    await expect.poll(() => watch?.lines()[0]).toBe('three \x1b[0m\x1b[1;38;5;1mred\x1b[0m');
    print('\r\nfour');
    await expect.poll(() => watch?.lines()[1]).toBe('four');
    watch?.close();
  });

  it('keeps the screen of a session that ended, and knows no other', async () => {
    const { screens, sink, print } = openSession();
    print('bye');
    const watch = screens.watch('ses_1');
    await sink.close();
    expect(screens.watch('ses_1')).toBeNull();
    await expect.poll(() => [watch?.ended, watch?.lines()[0]]).toEqual([true, 'bye']);
    watch?.close();
  });

  it('follows the size, and lines of a session without a PTY', async () => {
    const { screens, sink, print } = openSession(null);
    print('a\nb');
    const watch = screens.watch('ses_1');
    await expect.poll(() => watch?.lines().slice(0, 2)).toEqual(['a', 'b']);
    await sink.write({ type: 'resize', cols: 30, rows: 2 });
    await expect.poll(() => [watch?.cols, watch?.rows, watch?.lines().length]).toEqual([30, 2, 2]);
    watch?.close();
  });

  it('lets nothing of hostile output through but printable text and SGR', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary', maxLength: 10 }),
            fc.constantFrom(
              '\x1b[8m',
              '\x1b]52;c;AA\x07',
              '\x1b]8;;http://x\x07',
              '\x1b[?1003h',
              '\x1b[6n',
              '\u202e',
              '\u200d',
              '\x9b31m',
              '中',
              '👩‍💻',
              'e\u0301\u0301\u0301',
            ),
          ),
          { maxLength: 12 },
        ),
        async (parts) => {
          const { screens, print } = openSession();
          const watch = screens.watch('ses_1');
          const drawn = new Promise<void>((resolve) => watch?.onChange(resolve));
          print(`${parts.join('')}.`);
          await drawn;
          const shown = watch?.lines().join('\n') ?? '';
          watch?.close();
          const text = shown.replace(/\x1b\[[\d;]*m/g, '');
          expect(text).not.toMatch(/(?!\n)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u);
          expect(shown).not.toMatch(/\x1b\[(?:[\d;]*;)?8m/);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('keeps the screen of an alternate screen that was cleared', async () => {
    const { screens, print } = openSession();
    print('shell$ vi\x1b[?1049h');
    print('\x1b[2J\x1b[Heditor');
    const watch = screens.watch('ses_1');
    await expect.poll(() => watch?.lines()[0]).toBe('editor');
    watch?.close();
  });
});

describe('the ring of a session', () => {
  it('holds the latest bytes and no more', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 20 }), (chunks) => {
        const plain = chunks.map((chunk) => chunk.map((byte) => (byte === 0x1b ? 0 : byte)));
        const ring = createRing(8192);
        for (const chunk of plain) ring.add(chunk);
        expect(ring.read()).toEqual(Buffer.concat(plain).subarray(-8192));
      }),
      { numRuns: 200 },
    );
  });
});
